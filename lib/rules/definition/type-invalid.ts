import type { DescribedRule } from '../described-rule.js'
import { exampleDefinition } from '../examples/example-mdev.js'

export const definitionTypeInvalid: DescribedRule = {
  code: 'definition/type-invalid',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'The type in a definition is not a text.',
  why: 'mdevctl ends in a panic over such a file.',
  examples: {
    bad: [{ text: '{ "mdev_type": [[231]], "start": "auto" }' }],
    good: [{ text: exampleDefinition('nvidia-231') }],
  },
  check: 'reading',
}
