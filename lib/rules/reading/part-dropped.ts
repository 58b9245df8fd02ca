import type { DomainRule } from '../rule.js'

export const partDropped: DomainRule = {
  code: 'read/part-dropped',
  severity: 'warning',
  refusedBy: [],
  effect: 'dropped',
  summary: "libvirt's schema allows the part here, and its parser drops it.",
  why: 'readonly and shareable mean something on SCSI devices alone, and most settings of a driver on virtio cards alone.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source><[[readonly]]/></hostdev>`,
      },
      {
        devices: `<interface type='hostdev'><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><driver [[queues='4']]/></interface>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><readonly/></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
