import type { DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'

export const capabilityTypeMissing: DescribedRule = {
  code: 'nodedev/capability-type-missing',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A capability of a node device does not say what type it is of.',
  why: 'The type says how the rest of the capability is read.',
  examples: {
    bad: [
      {
        text: "<device><name>example</name><parent>pci_0000_06_00_0</parent><[[capability]]><type id='nvidia-231'/></capability></device>",
      },
    ],
    good: [{ text: exampleMdevXml({}) }],
  },
  check: 'reading',
}
