import type { DomainRule } from '../rule.js'

export const addressTypeMissing: DomainRule = {
  code: 'address/type-missing',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A guest address does not say what type it is of.',
  why: 'The type says on which bus of the guest the device stands. Without an <address> libvirt chooses one.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source><[[address]] bus='0x00' slot='0x05' function='0x0'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source><address type='pci' bus='0x00' slot='0x05' function='0x0'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
