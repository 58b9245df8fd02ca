import { expect } from 'chai'
import fc from 'fast-check'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { checkDomain } from '../../lib/rules/check-domain.js'
import { defineRule } from '../../lib/rules/define-rule.js'
import { domainRules } from '../../lib/rules/domain-rules.js'
import { editsBetween } from '../../lib/rules/edits-between.js'
import { exampleDomain } from '../../lib/rules/example-domain.js'
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

describe('fixes', () => {
  for (const rule of domainRules) {
    it(`of ${rule.code}, where there are some, mend it and bring no other fault`, () => {
      for (const example of rule.examples.bad) {
        const { text } = exampleDomain(example)
        const { host, known, libvirt } = example
        const options = { ...(host && { host }), ...(known && { devices: known }), ...(libvirt && { libvirt }) }
        const before = checkDomain(parseDomain(text), options).diagnostics
        for (const found of before.filter(({ code, fix }) => code === rule.code && fix !== undefined)) {
          const after = checkDomain(parseDomain(applyEdits(text, found.fix ?? [])), options).diagnostics
          const count = (list: typeof before, code: string) => list.filter((each) => each.code === code).length
          expect(count(after, rule.code)).to.be.lessThan(count(before, rule.code))
          for (const { code } of after) expect(count(after, code)).to.be.at.most(count(before, code))
        }
      }
    })
  }

  it('write a UUID as libvirt prints it', () => {
    const uuid = '4b20d080-1b54-4048-85b3-a6a62d165c01'
    const text = `<domain><devices><hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid=' ${uuid.toUpperCase()}'/></source></hostdev></devices></domain>`
    const found = checkDomain(parseDomain(text)).diagnostics.find(({ code }) => code === 'read/value-spelling')
    expect(applyEdits(text, found?.fix ?? [])).to.equal(text.replace(` ${uuid.toUpperCase()}`, uuid))
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
