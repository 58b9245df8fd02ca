import type { DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'

export const capabilityTypeUnknown: DescribedRule = {
  code: 'nodedev/capability-type-unknown',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A capability of a node device is of a type that libvirt does not know.',
  why: "Types are words of libvirt's, in lower case.",
  examples: {
    bad: [
      {
        text: "<device><name>example</name><parent>pci_0000_06_00_0</parent><capability type='[[MDEV]]'><type id='nvidia-231'/></capability></device>",
      },
    ],
    good: [{ text: exampleMdevXml({}) }],
  },
  check: 'reading',
}
