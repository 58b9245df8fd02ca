import type { DomainRule } from '../rule.js'

export const valueSpelling: DomainRule = {
  code: 'read/value-spelling',
  severity: 'info',
  refusedBy: ['schema'],
  summary: 'libvirt reads the value in this spelling; only its schema refuses it.',
  why: 'The domain is defined all the same, but virsh define --validate refuses it, and virsh edit asks again.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='[[4b20d080 1b54-4048-85b3-a6a62d165c01]]'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
