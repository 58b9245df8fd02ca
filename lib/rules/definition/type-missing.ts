import type { DescribedRule } from '../described-rule.js'
import { exampleDefinition } from '../examples/example-mdev.js'

export const definitionTypeMissing: DescribedRule = {
  code: 'definition/type-missing',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A definition does not name the type.',
  why: 'mdevctl asks for mdev_type, and takes null for none.',
  examples: {
    bad: [{ text: '[[{]] "start": "auto" }' }, { text: '{ "mdev_type": [[null]], "start": "auto" }' }],
    good: [{ text: exampleDefinition('nvidia-231') }],
  },
  check: 'reading',
}
