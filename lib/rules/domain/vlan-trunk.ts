import type { DomainRule } from '../rule.js'

export const vlanTrunk: DomainRule = {
  code: 'device/vlan-trunk',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'A VLAN of an interface is no trunk and needs one, or has more than one native tag.',
  why: 'Several networks on one cable are a trunk, and one of them at most is sent without its number.',
  examples: {
    bad: [
      {
        devices: `<interface type='hostdev'><mac address='52:54:00:6d:90:02'/><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><[[vlan]] trunk='yes'><tag id='42' nativeMode='tagged'/><tag id='47' nativeMode='untagged'/></vlan></interface>`,
      },
    ],
    good: [
      {
        devices: `<interface type='hostdev'><mac address='52:54:00:6d:90:02'/><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><vlan trunk='yes'><tag id='42' nativeMode='tagged'/><tag id='47'/></vlan></interface>`,
      },
    ],
  },
  check: 'reading',
}
