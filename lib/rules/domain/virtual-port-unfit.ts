import type { DomainRule } from '../rule.js'

export const virtualPortUnfit: DomainRule = {
  code: 'device/virtual-port-unfit',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A virtual port of an interface has a parameter that its type does not have.',
  why: 'Each kind of switch wants to know other things of an interface.',
  examples: {
    bad: [
      {
        devices: `<interface type='hostdev'><mac address='52:54:00:6d:90:02'/><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><virtualport type='802.1Qbh'><parameters profileid='finance' instanceid='[[4b20d080-1b54-4048-85b3-a6a62d165c01]]'/></virtualport></interface>`,
      },
    ],
    good: [
      {
        devices: `<interface type='hostdev'><mac address='52:54:00:6d:90:02'/><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><virtualport type='802.1Qbh'><parameters profileid='finance'/></virtualport></interface>`,
      },
    ],
  },
  check: 'reading',
}
