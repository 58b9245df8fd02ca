import type { DescribedRule } from '../described-rule.js'
import { exampleDefinition } from '../examples/example-mdev.js'

export const jsonInvalid: DescribedRule = {
  code: 'definition/json-invalid',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A definition is no JSON object.',
  why: 'One such file makes mdevctl fail with everything that looks at definitions.',
  examples: {
    bad: [{ text: '[["nvidia-231"]]' }, { text: '{ "mdev_type": "nvidia-231", [[}]]' }],
    good: [{ text: exampleDefinition('nvidia-231') }],
  },
  check: 'reading',
}
