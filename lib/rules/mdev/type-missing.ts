import type { DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'

export const typeMissing: DescribedRule = {
  code: 'mdev/type-missing',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A mediated device does not name its type.',
  why: 'libvirt chooses a UUID where there is none, and no type.',
  examples: {
    bad: [
      { text: "<device><name>example</name><parent>pci_0000_06_00_0</parent><[[capability]] type='mdev'/></device>" },
      {
        text: "<device><name>example</name><parent>pci_0000_06_00_0</parent><capability type='mdev'><type [[id='']]/></capability></device>",
      },
    ],
    good: [{ text: exampleMdevXml({}) }],
  },
  check: 'reading',
}
