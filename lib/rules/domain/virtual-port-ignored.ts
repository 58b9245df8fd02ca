import type { DomainRule } from '../rule.js'

export const virtualPortIgnored: DomainRule = {
  code: 'device/virtual-port-ignored',
  severity: 'warning',
  refusedBy: ['schema'],
  effect: 'ignored',
  summary: 'libvirt ignores a parameter that the type of a virtual port does not have.',
  why: 'Each kind of switch wants to know other things of an interface.',
  examples: {
    bad: [
      {
        devices: `<interface type='hostdev'><mac address='52:54:00:6d:90:02'/><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><virtualport type='midonet'><parameters interfaceid='4b20d080-1b54-4048-85b3-a6a62d165c01' profileid='[[finance]]'/></virtualport></interface>`,
      },
    ],
    good: [
      {
        devices: `<interface type='hostdev'><mac address='52:54:00:6d:90:02'/><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><virtualport type='midonet'><parameters interfaceid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></virtualport></interface>`,
      },
    ],
  },
  check: 'reading',
}
