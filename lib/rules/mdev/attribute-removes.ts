import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleDefinition, exampleMdevXml } from '../example-mdev.js'

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
    ],
    good: [{ text: exampleMdevXml({ inside: "<attr name='assign_adapter' value='5'/>" }) }],
  },
  check,
}

function* check({ mdev }: DescribedFacts): Iterable<DescribedFinding> {
  for (const [index, { name }] of (mdev?.attributes ?? []).entries()) {
    if (mdev === undefined || name !== 'remove') continue
    yield {
      path: [...mdev.paths.attributes, index, 'name'],
      message: "Writing the attribute 'remove' removes the device that has just been made.",
      help: 'Leave the attribute out.',
    }
  }
}
