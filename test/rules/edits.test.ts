import { expect } from 'chai'
import fc from 'fast-check'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { checkDomain } from '../../lib/rules/check-domain.js'
import { defineRule } from '../../lib/rules/define-rule.js'
import { editsBetween } from '../../lib/rules/running/edits-between.js'
import type { DomainRule } from '../../lib/rules/rule.js'
import { applyEdits } from '../../lib/xml/edits.js'

describe('editsBetween', () => {
  it('leads from any text to any other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '😀', '\ud83d', '\n'), { maxLength: 12 }).map((all) => all.join(''))
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyEdits(before, editsBetween(before, after))).to.equal(after)
      }),
    )
  })

  it('is nothing between equal texts', () => {
    expect(editsBetween('a', 'a')).to.deep.equal([])
  })
})

describe('defineRule', () => {
  const rule: DomainRule = {
    code: 'acme/name-unusual',
    severity: 'info',
    refusedBy: [],
    summary: 'The name is unusual.',
    why: 'Names have two letters here.',
    examples: { bad: [], good: [] },
    *check({ domain }) {
      if (domain.name?.length !== 2) {
        yield { path: ['name'], message: 'Say xx.', mend: (document) => document.set(['name'], 'xx') }
      }
    },
  }

  it('makes a rule that checkDomain takes', () => {
    const text = "<domain type='kvm'><name>g</name></domain>"
    const { diagnostics } = checkDomain(parseDomain(text), { rules: [defineRule(rule)] })
    expect(diagnostics).to.have.length(1)
    expect(diagnostics[0]).to.deep.include({ code: rule.code, severity: 'info', message: 'Say xx.' })
    expect(JSON.parse(JSON.stringify(diagnostics))).to.deep.equal(diagnostics)
    expect(applyEdits(text, diagnostics[0]?.fix ?? [])).to.equal(text.replace('>g<', '>xx<'))
  })

  it('has no fix where the mending throws, and the finding all the same', () => {
    const throwing = defineRule({
      ...rule,
      *check() {
        const mend = () => {
          throw new TypeError('no place')
        }
        yield { path: ['name'], message: 'Say xx.', mend }
        yield { path: ['uuid'], message: 'Say none.', mend: (document) => document.set(['uuid'], 'x') }
      },
    })
    const { diagnostics } = checkDomain(parseDomain('<domain/>'), { rules: [throwing] })
    expect(diagnostics.map(({ message }) => message)).to.deep.equal(['Say xx.', 'Say none.'])
    for (const diagnostic of diagnostics) expect(diagnostic).not.to.have.property('fix')
  })

  it('lists a rule that needs a host as not run without one', () => {
    const { notRun } = checkDomain(parseDomain('<domain/>'), { rules: [{ ...rule, needs: 'host' }] })
    expect(notRun.map(({ code }) => code)).to.include(rule.code)
  })

  for (const code of ['', 'name', 'Acme/name', 'acme/', 'acme/na me', 'a/b/c', 'acme/-x', 'acme/x\n']) {
    it(`refuses the code ${JSON.stringify(code)}`, () => {
      expect(() => defineRule({ ...rule, code })).to.throw(TypeError, 'kebab-case')
    })
  }
})
