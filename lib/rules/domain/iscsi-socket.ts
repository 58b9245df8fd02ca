import type { DomainRule } from '../rule.js'

export const iscsiSocket: DomainRule = {
  code: 'hostdev/iscsi-socket',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'An iSCSI host has a socket and is not reached by one, or is to be reached by one and has none.',
  why: 'iSCSI goes over the network; libvirt reads the words of other protocols there, too.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.1992-01.com.example/1'><[[host]] name='example.org' transport='unix'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.1992-01.com.example/1'><host name='example.org' port='3260'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
