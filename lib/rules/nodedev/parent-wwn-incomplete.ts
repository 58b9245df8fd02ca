import type { DescribedRule } from '../described-rule.js'

export const parentWwnIncomplete: DescribedRule = {
  code: 'nodedev/parent-wwn-incomplete',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A parent is given by one of wwnn and wwpn without the other.',
  why: 'An adapter is named by both of its numbers.',
  examples: {
    bad: [
      {
        text: "<device><name>example</name><[[parent]] wwnn='20000000c9831b4b'/><capability type='scsi_host'><host>1</host></capability></device>",
      },
    ],
    good: [
      {
        text: "<device><name>example</name><parent wwnn='20000000c9831b4b' wwpn='10000000c9831b4b'/><capability type='scsi_host'><host>1</host></capability></device>",
      },
    ],
  },
  check: 'reading',
}
