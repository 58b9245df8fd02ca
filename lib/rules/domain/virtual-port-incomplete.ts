import type { DomainRule } from '../rule.js'

export const virtualPortIncomplete: DomainRule = {
  code: 'device/virtual-port-incomplete',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'A virtual port of an interface lacks its type or a parameter that its type needs.',
  why: 'Each kind of switch wants to know other things of an interface.',
  examples: {
    bad: [
      {
        devices: `<interface type='hostdev'><mac address='52:54:00:6d:90:02'/><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><[[virtualport]]><parameters profileid='finance'/></virtualport></interface>`,
      },
      {
        devices: `<interface type='hostdev'><mac address='52:54:00:6d:90:02'/><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><[[virtualport]] type='802.1Qbh'/></interface>`,
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
