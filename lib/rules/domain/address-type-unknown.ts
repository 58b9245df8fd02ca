import type { DomainRule } from '../rule.js'

export const addressTypeUnknown: DomainRule = {
  code: 'address/type-unknown',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A guest address is of a type that libvirt does not know.',
  why: "Types are words of libvirt's; PCI Express devices, too, have addresses of type pci.",
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source><address type='[[pcie]]' bus='0x00' slot='0x05' function='0x0'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source><address type='pci' bus='0x00' slot='0x05' function='0x0'/></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
