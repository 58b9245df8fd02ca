import type { DomainRule } from '../rule.js'

export const typeUnknown: DomainRule = {
  code: 'hostdev/type-unknown',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A host device is of a type that libvirt does not know.',
  why: 'libvirt knows usb, pci, scsi, scsi_host and mdev, and for containers storage, misc and net.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='[[vgpu]]' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
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
