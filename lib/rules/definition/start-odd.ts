import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleDefinition } from '../examples/example-mdev.js'

export const startOdd: DescribedRule = {
  code: 'definition/start-odd',
  severity: 'warning',
  refusedBy: [],
  effect: 'changed',
  summary: "The start of a definition is neither 'auto' nor 'manual'.",
  why: "mdevctl takes anything but the text 'auto' for 'manual': the device is not started when its parent appears.",
  examples: {
    bad: [
      { text: '{ "mdev_type": "nvidia-231", "start": [["AUTO"]], "attrs": [] }' },
      { text: '{ "mdev_type": "nvidia-231", "start": [[true]], "attrs": [] }' },
    ],
    good: [
      { text: exampleDefinition('nvidia-231') },
      { text: '{ "mdev_type": "nvidia-231", "start": "manual", "attrs": [] }' },
    ],
  },
  check,
}

function* check({ definition }: DescribedFacts): Iterable<DescribedFinding> {
  const start = definition?.keys.findLast(({ name }) => name === 'start')
  if (start === undefined || start.value === null || start.value === 'auto' || start.value === 'manual') return
  const said = JSON.stringify(start.value) as string | undefined
  yield {
    path: ['start'],
    message: `mdevctl takes the start ${said === undefined ? 'that is no text' : visible(said)} for "manual".`,
    help: 'Say "auto" or "manual".',
  }
}
