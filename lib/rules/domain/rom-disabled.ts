import type { DomainRule } from '../rule.js'

export const romDisabled: DomainRule = {
  code: 'hostdev/rom-disabled',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'A disabled option ROM has a bar or a file.',
  why: 'libvirt refuses to set up what is switched off.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source><rom enabled='no' bar='[[on]]'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source><rom enabled='no'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source><rom bar='on'/></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
