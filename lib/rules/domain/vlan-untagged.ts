import type { DomainRule } from '../rule.js'

export const vlanUntagged: DomainRule = {
  code: 'device/vlan-untagged',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A VLAN of an interface has no tag.',
  why: 'The tag is the number of the network.',
  examples: {
    bad: [
      {
        devices: `<interface type='hostdev'><mac address='52:54:00:6d:90:02'/><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><[[vlan]]/></interface>`,
      },
    ],
    good: [
      {
        devices: `<interface type='hostdev'><mac address='52:54:00:6d:90:02'/><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><vlan><tag id='42'/></vlan></interface>`,
      },
    ],
  },
  check: 'reading',
}
