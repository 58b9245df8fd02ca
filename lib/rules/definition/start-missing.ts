import type { DescribedRule } from '../described-rule.js'
import { exampleDefinition } from '../examples/example-mdev.js'

export const startMissing: DescribedRule = {
  code: 'definition/start-missing',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A definition does not say how the device is started.',
  why: 'mdevctl asks for start, and takes null for none.',
  examples: {
    bad: [{ text: '[[{]] "mdev_type": "nvidia-231" }' }],
    good: [{ text: exampleDefinition('nvidia-231') }],
  },
  check: 'reading',
}
