import type { DomainRule } from '../rule.js'

export const valueChanged: DomainRule = {
  code: 'read/value-changed',
  severity: 'warning',
  refusedBy: ['schema'],
  effect: 'changed',
  summary: 'libvirt takes the value for another one without a word.',
  why: 'The domain is defined, and something else is kept than was written.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='[[true]]'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
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
