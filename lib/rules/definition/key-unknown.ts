import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleDefinition } from '../examples/example-mdev.js'

export const keyUnknown: DescribedRule = {
  code: 'definition/key-unknown',
  severity: 'warning',
  refusedBy: [],
  effect: 'dropped',
  summary: 'A definition has a key that mdevctl does not know.',
  why: 'mdevctl reads mdev_type, start and attrs; other keys are lost when it writes the definition anew.',
  examples: {
    bad: [{ text: '{ "mdev_type": "nvidia-231", "start": "auto", [["atrs"]]: [] }' }],
    good: [{ text: exampleDefinition('nvidia-231') }],
  },
  check,
}

const KNOWN = new Set(['mdev_type', 'start', 'attrs'])

function* check({ definition }: DescribedFacts): Iterable<DescribedFinding> {
  for (const { name, span } of definition?.keys ?? []) {
    if (KNOWN.has(name)) continue
    yield { path: [], span, message: `mdevctl does not know the key '${visible(name)}' and drops it.` }
  }
}
