import { visible } from '../../xml/visible.js'
import { passedDevices } from '../facts/passed-devices.js'
import { isUserAlias } from '../facts/user-alias.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const aliasDropped: DomainRule = {
  code: 'hostdev/alias-dropped',
  severity: 'warning',
  refusedBy: [],
  effect: 'dropped',
  summary: 'A host device has an alias that libvirt does not keep.',
  why: 'libvirt keeps names that begin with ua- and go on with letters, digits, dashes and underscores; it drops others and makes up one of its own.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><alias name='[[gpu0]]'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><alias name='ua-gpu0'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const { list, index, device } of passedDevices(domain)) {
    const { alias } = device
    if (alias === undefined || isUserAlias(alias)) continue
    yield {
      path: [list, index, 'alias'],
      message: `libvirt does not keep the alias ${visible(alias)}.`,
      help: "Begin it with 'ua-', and use letters, digits, dashes and underscores.",
    }
  }
}
