import { expect } from 'chai'
import { domain } from '../../lib/libvirt/domain.js'
import { hostdev } from '../../lib/libvirt/hostdev.js'
import { nodeDevice } from '../../lib/libvirt/node-device.js'
import { codeTable } from '../../lib/rules/codes/code-table.js'
import { domainRules } from '../../lib/rules/lists/domain-rules.js'
import type { AnyShape, Fault } from '../../lib/shape/shape.js'

/** Every fault that a declaration names. */
function faultsOf(shape: AnyShape, seen = new Set<AnyShape>()): Fault[] {
  if (seen.has(shape)) return []
  seen.add(shape)
  if (shape.kind === 'variant') {
    const own = [shape.missing, shape.unknown].filter((fault) => fault !== undefined)
    return [...own, ...[...shape.members.values()].flatMap((member) => faultsOf(member, seen))]
  }
  const checked = shape.checks.map(({ fault }) => fault)
  const ofFields = [...shape.fields.values()].flatMap(({ content, options }) => {
    const { missing, empty, invalid, changed, spelling, repeated, halfway } = options
    const all = [missing, empty, invalid, changed, spelling, repeated, halfway]
    const own = all.filter((fault) => fault !== undefined)
    if (content.kind === 'object') return [...own, ...faultsOf(content.shape, seen)]
    return content.kind === 'list' ? [...own, ...faultsOf(content.item, seen)] : own
  })
  return [...checked, ...ofFields]
}

describe('the table of codes', () => {
  it('has each code once, in kebab-case', () => {
    const codes = codeTable.map(({ code }) => code)
    expect(new Set(codes).size).to.equal(codes.length)
    for (const code of codes) expect(code).to.match(/^[a-z]+\/[a-z]+(-[a-z]+)*$/)
  })

  it('has every code that a declaration or a rule names', () => {
    const known = codeTable.map(({ code }) => code)
    const named = [nodeDevice, hostdev, domain].flatMap((shape) => faultsOf(shape)).map(({ code }) => code)
    expect(known).to.include.members([...named, ...domainRules.map(({ code }) => code)])
  })

  it('says one sentence of each', () => {
    for (const { code, summary } of codeTable) expect(summary, code).to.match(/^\S.*\.$/)
  })
})
