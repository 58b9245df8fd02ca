import { visible } from '../../xml/visible.js'
import { isUserAlias } from '../user-alias.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const aliasDuplicate: DomainRule = {
  code: 'device/alias-duplicate',
  severity: 'error',
  refusedBy: ['parse'],

  summary: 'Two devices of a domain have the same alias.',
  why: 'A name of your own, which begins with ua-, belongs to one device alone.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><alias name='ua-gpu'/></hostdev>
<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x02' function='0x0'/></source><alias name='[[ua-gpu]]'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><alias name='ua-gpu'/></hostdev>
<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x02' function='0x0'/></source><alias name='ua-other'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  const first = new Map<string, number>()
  for (const [index, { alias }] of (domain.devices ?? []).entries()) {
    if (alias === undefined || !isUserAlias(alias)) continue
    const before = first.get(alias)
    if (before === undefined) {
      first.set(alias, index)
      continue
    }
    yield {
      path: ['devices', index, 'alias'],
      message: `The alias ${visible(alias)} is given twice.`,
      related: [{ path: ['devices', before, 'alias'], message: 'It is given here first.' }],
    }
  }
}
