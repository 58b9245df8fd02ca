import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { checkDomains } from '../../lib/rules/check-domains.js'
import { exampleDomain } from './example-domain.js'
import type { SetExample } from '../../lib/rules/set-rule.js'
import { setRules } from '../../lib/rules/lists/set-rules.js'

function check({ domains, host, known }: SetExample) {
  const examples = domains.map((devices, index) => {
    const { text, spans } = exampleDomain({ devices })
    // Each is a domain of its own; a name of the same length leaves the places as they are.
    return { file: `${index}.xml`, spans, text: text.replace('<name>example</name>', `<name>guest-${index}</name>`) }
  })
  const files = examples.map(({ file, text }) => ({ file, document: parseDomain(text) }))
  const results = checkDomains(files, { ...(host && { host }), ...(known && { devices: known }) })
  return examples.map(({ text, spans }, index) => ({
    text,
    spans,
    result: results[index] ?? { diagnostics: [], notRun: [] },
  }))
}

describe('rules of domains together', () => {
  it('have codes of their own', () => {
    const codes = setRules.map(({ code }) => code)
    expect(new Set(codes).size).to.equal(codes.length)
    for (const code of codes) expect(code).to.match(/^domains\/[a-z]+(-[a-z]+)*$/)
  })

  for (const rule of setRules) {
    describe(rule.code, () => {
      it('has examples of both kinds', () => {
        expect(rule.examples.bad).not.to.have.length(0)
        expect(rule.examples.good).not.to.have.length(0)
      })

      for (const [index, example] of rule.examples.bad.entries()) {
        it(`finds bad example ${index + 1} at its place`, () => {
          let marks = 0
          for (const { spans, result } of check(example)) {
            const found = result.diagnostics.filter(({ code }) => code === rule.code)
            marks += spans.length
            expect(found.map(({ span }) => span)).to.deep.equal(spans)
            for (const each of found) {
              expect(each.severity).to.equal(rule.severity)
              expect(each.refusedBy).to.deep.equal(rule.refusedBy)
              expect(each.message).to.match(/^\S.*\.$/s)
              expect(each.related?.map(({ file }) => file)).to.deep.equal(['0.xml'])
            }
          }
          expect(marks, 'the example marks what is wrong').to.be.above(0)
        })
      }

      for (const [index, example] of rule.examples.good.entries()) {
        it(`is silent on good example ${index + 1}`, () => {
          for (const { spans, result } of check(example)) {
            expect(spans).to.have.length(0)
            expect(result.diagnostics.filter(({ code }) => code === rule.code)).to.deep.equal([])
          }
        })
      }

      if (rule.needs === 'host') {
        it('is listed as not run without a host', () => {
          const [{ domains } = { domains: [] }] = rule.examples.bad
          for (const { result } of check({ domains })) {
            expect(result.notRun).to.deep.include({
              code: rule.code,
              why: 'No host was given to check against.',
              ...(rule.refusedBy.length > 0 && { refusedBy: rule.refusedBy }),
            })
          }
        })
      }
    })
  }
})
