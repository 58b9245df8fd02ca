import type { DomainRule } from '../rule.js'

export const valueInvalid: DomainRule = {
  code: 'read/value-invalid',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A value is not of the kind that libvirt reads there.',
  why: 'A number is out of range, or a word is none that libvirt knows. The parts of a PCI address are hexadecimal with 0x in front, and decimal without.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='[[0x106]]' slot='0x00' function='0x0'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
