import type { DescribedRule } from '../described-rule.js'

export const storageSizeMissing: DescribedRule = {
  code: 'nodedev/storage-size-missing',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A storage capability has neither a size nor removable media.',
  why: 'libvirt reads the size of the disk, or that of the medium in a drive.',
  examples: {
    bad: [
      {
        text: "<device><name>example</name><[[capability]] type='storage'><block>/dev/sda</block></capability></device>",
      },
    ],
    good: [
      {
        text: "<device><name>example</name><capability type='storage'><block>/dev/sda</block><size>1024</size></capability></device>",
      },
    ],
  },
  check: 'reading',
}
