import type { TextEdit } from '../../diagnostic.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { editsBetween } from '../running/edits-between.js'
import { exampleDefinition, exampleMdevXml } from '../examples/example-mdev.js'

export const attributeRemoves: DescribedRule = {
  code: 'mdev/attribute-removes',
  severity: 'error',
  refusedBy: [],
  summary: "An attribute is the kernel's file that removes the device.",
  why: 'Attributes are written when the device has just been made; writing 1 to `remove` takes it away again.',
  examples: {
    bad: [
      { text: exampleMdevXml({ inside: "<attr name='[[remove]]' value='1'/>" }) },
      { text: exampleDefinition('nvidia-231', '{ [["remove"]]: "1" }') },
      { text: exampleDefinition('nvidia-231', '{ "a": "1" }, { [["remove"]]: "1" }') },
      { text: exampleDefinition('nvidia-231', '{ [["remove"]]: "1" }, { "a": "1" }') },
    ],
    good: [{ text: exampleMdevXml({ inside: "<attr name='assign_adapter' value='5'/>" }) }],
  },
  check,
}

function* check(facts: DescribedFacts): Iterable<DescribedFinding> {
  const { mdev } = facts
  for (const [index, { name }] of (mdev?.attributes ?? []).entries()) {
    if (mdev === undefined || name !== 'remove') continue
    yield {
      path: [...mdev.paths.attributes, index, 'name'],
      message: "Writing the attribute 'remove' removes the device that has just been made.",
      help: 'Leave the attribute out.',
      fix: withoutAttribute(facts, index),
    }
  }
}

function withoutAttribute({ nodeDevice, definition, mdev }: DescribedFacts, index: number): TextEdit[] {
  const [, capability] = mdev?.paths.attributes ?? []
  if (nodeDevice !== undefined && typeof capability === 'number') {
    return editsBetween(nodeDevice.text, nodeDevice.remove(['capabilities', capability, 'attributes', index]).text)
  }
  if (definition === undefined) return []
  // one comma goes with the item
  const [before, item, next] = [index - 1, index, index + 1].map((at) => {
    const isItem = at >= 0 && at < (mdev?.attributes.length ?? 0)
    return isItem ? definition.spanOf(['attributes', at]) : undefined
  })
  if (item === undefined) return []
  return [
    { start: next === undefined ? (before?.end ?? item.start) : item.start, end: next?.start ?? item.end, text: '' },
  ]
}
