import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { checkDomain } from '../../lib/rules/check-domain.js'
import { domainRules } from '../../lib/rules/lists/domain-rules.js'
import { exampleDomain } from './example-domain.js'
import type { RuleExample } from '../../lib/rules/rule.js'

function check(example: RuleExample) {
  const { text, spans } = exampleDomain(example)
  const { host, known, libvirt } = example
  const options = { ...(host && { host }), ...(known && { devices: known }), ...(libvirt && { libvirt }) }
  return { text, spans, ...checkDomain(parseDomain(text), options) }
}

describe('domain rules', () => {
  it('have codes of their own, in the area and the form that all codes have', () => {
    const codes = domainRules.map(({ code }) => code)
    expect(new Set(codes).size).to.equal(codes.length)
    for (const code of codes) expect(code).to.match(/^(hostdev|host|device|address|read)\/[a-z]+(-[a-z]+)*$/)
  })

  for (const rule of domainRules) {
    describe(rule.code, () => {
      it('has examples of both kinds', () => {
        expect(rule.examples.bad).not.to.have.length(0)
        expect(rule.examples.good).not.to.have.length(0)
      })

      for (const [index, example] of rule.examples.bad.entries()) {
        it(`finds bad example ${index + 1} at its place`, () => {
          const { text, spans, diagnostics } = check(example)
          const found = diagnostics.filter(({ code }) => code === rule.code)
          expect(spans, 'the example marks what is wrong').not.to.have.length(0)
          expect(found.map(({ span }) => text.slice(span.start, span.end))).to.deep.equal(
            spans.map(({ start, end }) => text.slice(start, end)),
          )
          expect(found.map(({ span }) => span)).to.deep.equal(spans)
          for (const each of found) {
            expect(each.severity).to.equal(rule.severity)
            expect(each.refusedBy).to.deep.equal(rule.refusedBy)
            expect(each.effect).to.equal(rule.effect)
            expect(each.message).to.match(/^\S.*\.$/s)
          }
        })
      }

      for (const [index, example] of rule.examples.good.entries()) {
        it(`is silent on good example ${index + 1}`, () => {
          const { spans, diagnostics } = check(example)
          expect(spans).to.have.length(0)
          expect(diagnostics.filter(({ code }) => code === rule.code)).to.deep.equal([])
        })
      }

      if (rule.needs === 'host') {
        it('is listed as not run without a host', () => {
          const [example] = rule.examples.bad
          const { diagnostics, notRun } = check({ devices: example?.devices ?? '' })
          expect(diagnostics.filter(({ code }) => code === rule.code)).to.deep.equal([])
          expect(notRun).to.deep.include({
            code: rule.code,
            why: 'No host was given to check against.',
            ...(rule.refusedBy.length > 0 && { refusedBy: rule.refusedBy }),
          })
        })
      }
    })
  }
})
