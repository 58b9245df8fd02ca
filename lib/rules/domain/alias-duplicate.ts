import { visible } from '../../xml/visible.js'
import { isUserAlias } from '../facts/user-alias.js'
import { repeated } from '../facts/repeated.js'
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
  const named = (domain.devices ?? []).map(({ alias = '' }, index) => ({ index, alias }))
  for (const { item, first } of repeated(named, ({ alias }) => (isUserAlias(alias) ? alias : undefined))) {
    yield {
      path: ['devices', item.index, 'alias'],
      message: `The alias ${visible(item.alias)} is given twice.`,
      related: [{ path: ['devices', first.index, 'alias'], message: 'It is given here first.' }],
    }
  }
}
