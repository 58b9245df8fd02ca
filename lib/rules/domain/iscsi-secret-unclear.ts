import type { DomainRule } from '../rule.js'

export const iscsiSecretUnclear: DomainRule = {
  code: 'hostdev/iscsi-secret-unclear',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'An iSCSI secret has neither or both of a UUID and a usage.',
  why: 'The secret is one that libvirt keeps; either of the two says which one.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.2014-08.org.example:disk/1'><host name='a.example.org'/><auth username='me'><[[secret]] type='iscsi'/></auth></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.2014-08.org.example:disk/1'><host name='a.example.org'/><auth username='me'><secret type='iscsi' usage='disk'/></auth></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
