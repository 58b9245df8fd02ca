import { passedDevices } from '../facts/passed-devices.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const portIsolated: DomainRule = {
  code: 'device/port-isolated',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'The port of an interface that is a host device is to be isolated.',
  why: 'A port of a bridge is kept from the other ports of that bridge; a passed-through card is on none.',
  examples: {
    bad: [
      {
        devices: `<interface type='hostdev'><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><port isolated='[[yes]]'/></interface>`,
      },
    ],
    good: [
      {
        devices: `<interface type='hostdev'><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><port isolated='no'/></interface>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const { list, index, device } of passedDevices(domain)) {
    if (list === 'hostdevs' || device.isolated !== 'yes') continue
    yield {
      path: [list, index, 'isolated'],
      message: 'A host device is on no bridge, and its port cannot be isolated.',
      help: 'Remove the attribute isolated.',
    }
  }
}
