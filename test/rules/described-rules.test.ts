import { expect } from 'chai'
import { parseNodeDevice } from '../../lib/libvirt/node-device.js'
import { parseDefinition } from '../../lib/machine/definition/definition.js'
import { checkDefinition } from '../../lib/rules/check-definition.js'
import { checkNodeDevice } from '../../lib/rules/check-node-device.js'
import { definitionRules } from '../../lib/rules/lists/definition-rules.js'
import type { DescribedExample } from '../../lib/rules/described-rule.js'
import { nodeDeviceRules } from '../../lib/rules/lists/node-device-rules.js'
import { marked } from './marked.js'

function check(example: DescribedExample) {
  const { text, spans } = marked(example.text)
  const { host, file, libvirt } = example
  const result = text.startsWith('<')
    ? checkNodeDevice(parseNodeDevice(text), { ...(host && { host }), ...(libvirt !== undefined && { libvirt }) })
    : checkDefinition(parseDefinition(text), { ...(host && { host }), ...(file && { file }) })
  return { text, spans, ...result }
}

const rules = [...new Set([...nodeDeviceRules, ...definitionRules])]

describe('rules of descriptions', () => {
  it('have codes of their own, in the form that all codes have', () => {
    const codes = rules.map(({ code }) => code)
    expect(new Set(codes).size).to.equal(codes.length)
    for (const code of codes) expect(code).to.match(/^(nodedev|mdev|definition)\/[a-z]+(-[a-z]+)*$/)
  })

  for (const rule of rules) {
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
          // The first one is the common case.
          if (index === 0) expect(found[0]?.refusedBy).to.deep.equal(rule.refusedBy)
          for (const { severity, effect, message } of found) {
            expect(severity).to.equal(rule.severity)
            expect(effect === undefined).to.equal(rule.effect === undefined)
            expect(message).to.match(/^\S.*\.$/s)
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
          const [{ text, file } = { text: '' }] = rule.examples.bad
          const { diagnostics, notRun } = check({ text, ...(file && { file }) })
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
