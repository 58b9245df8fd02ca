import type { DomainRule } from '../rule.js'

export const partOrder: DomainRule = {
  code: 'read/part-order',
  severity: 'info',
  refusedBy: ['schema'],
  summary: 'libvirt reads the elements in any order; only its schema wants another one.',
  why: 'virsh define --validate refuses what virsh define takes.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><product id='0xbeef'/><[[vendor]] id='0x1234'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
