import type { DomainRule } from '../rule.js'

export const valueImplied: DomainRule = {
  code: 'read/value-implied',
  severity: 'info',
  refusedBy: ['schema'],
  summary: 'A part is missing that libvirt takes for zero; only its schema asks for it.',
  why: 'virsh define --validate refuses what virsh define takes.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source><[[alias]]/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source><alias name='ua-gpu'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
