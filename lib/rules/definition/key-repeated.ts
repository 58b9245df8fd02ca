import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleDefinition } from '../examples/example-mdev.js'

export const keyRepeated: DescribedRule = {
  code: 'definition/key-repeated',
  severity: 'warning',
  refusedBy: [],
  effect: 'ignored',
  summary: 'A definition has a key twice; the last one counts.',
  why: 'Readers of JSON let the last of several equal keys win, so what stands here is not looked at.',
  examples: {
    bad: [{ text: '{ [["mdev_type"]]: "nvidia-231", "start": "auto", "mdev_type": "nvidia-232" }' }],
    good: [{ text: exampleDefinition('nvidia-231') }],
  },
  check,
}

function* check({ definition }: DescribedFacts): Iterable<DescribedFinding> {
  const keys = definition?.keys ?? []
  const last = new Map(keys.map((key) => [key.name, key]))
  for (const [index, key] of keys.entries()) {
    const next = keys[index + 1]
    if (last.get(key.name) === key || next === undefined) continue
    yield {
      path: [],
      span: key.span,
      message: `A later key '${visible(key.name)}' takes the place of this one.`,
      help: 'Remove this one.',
      fix: [{ start: key.span.start, end: next.span.start, text: '' }],
    }
  }
}
