import type { DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'

export const capabilityMissing: DescribedRule = {
  code: 'nodedev/capability-missing',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'A node device has no capability.',
  why: "A capability says what the device is; libvirt's parser asks for one, its schema does not.",
  examples: {
    bad: [{ text: '<[[device]]><name>example</name><parent>pci_0000_06_00_0</parent></device>' }],
    good: [{ text: exampleMdevXml({}) }],
  },
  check: 'reading',
}
