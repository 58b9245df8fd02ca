import type { DescribedRule } from '../described-rule.js'
import { exampleDefinition } from '../examples/example-mdev.js'

export const attributesInvalid: DescribedRule = {
  code: 'definition/attributes-invalid',
  severity: 'error',
  refusedBy: ['define'],
  summary: "The attributes in a definition are not in mdevctl's form.",
  why: 'attrs is a list of objects with one key each, whose values are texts; the order is that of writing.',
  examples: {
    bad: [
      { text: '{ "mdev_type": "nvidia-231", "start": "auto", "attrs": [[{}]] }' },
      { text: '{ "mdev_type": "nvidia-231", "start": "auto", "attrs": [ {"a": [[5]]} ] }' },
    ],
    good: [{ text: exampleDefinition('nvidia-231') }],
  },
  check: 'reading',
}
