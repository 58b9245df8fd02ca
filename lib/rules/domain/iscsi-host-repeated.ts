import type { DomainRule } from '../rule.js'

export const iscsiHostRepeated: DomainRule = {
  code: 'hostdev/iscsi-host-repeated',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'An iSCSI host device has more than one host.',
  why: 'A guest reaches the disk through one portal; several paths to it are made by the host.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.2014-08.org.example:disk/1'><host name='a.example.org'/><[[host]] name='b.example.org'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.2014-08.org.example:disk/1'><host name='a.example.org'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
