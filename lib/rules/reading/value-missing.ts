import type { DomainRule } from '../rule.js'

export const valueMissing: DomainRule = {
  code: 'read/value-missing',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A part is missing without which libvirt refuses the document.',
  why: 'The part says which device is meant, or how it is given.',
  examples: {
    bad: [{ devices: `<hostdev mode='subsystem' type='scsi_host'><[[source]] protocol='vhost'/></hostdev>` }],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='scsi_host'><source protocol='vhost' wwpn='naa.5123456789abcde0'/></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
