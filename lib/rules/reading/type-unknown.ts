import type { DomainRule } from '../rule.js'

export const typeUnknown: DomainRule = {
  code: 'read/type-unknown',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A word that tells what kind of thing follows is unknown.',
  why: 'How the rest is read depends on the word, so none of it can be judged.',
  examples: {
    bad: [{ devices: `<hostdev mode='subsystem' type='scsi'><source protocol='[[nvme]]'/></hostdev>` }],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
