import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleDefinition, exampleMdevXml } from '../examples/example-mdev.js'

export const attributeUnescaped: DescribedRule = {
  code: 'mdev/attribute-unescaped',
  severity: 'warning',
  refusedBy: [],
  summary: "An attribute has one of the characters & < ', which libvirt writes unescaped.",
  why: 'libvirt writes names and values of attributes as they are, so that virsh nodedev-dumpxml prints something that is no XML, and programs that read it fail.',
  examples: {
    bad: [
      { text: exampleMdevXml({ inside: "<attr name='note' value='[[a &amp; b]]'/>" }) },
      { text: exampleDefinition('nvidia-231', `{ "note": [["it's"]] }`) },
    ],
    good: [{ text: exampleMdevXml({ inside: "<attr name='note' value='a &gt; b'/>" }) }],
  },
  check,
}

function* check({ mdev }: DescribedFacts): Iterable<DescribedFinding> {
  for (const [index, attribute] of (mdev?.attributes ?? []).entries()) {
    // What lacks one of the two is dropped.
    if (mdev === undefined || attribute.name === undefined || attribute.value === undefined) continue
    for (const part of ['name', 'value'] as const) {
      const text = attribute[part]
      if (text === undefined || !/[&<']/.test(text)) continue
      yield {
        path: [...mdev.paths.attributes, index, part],
        message: `libvirt would write the ${part} '${visible(text)}' of an attribute unescaped, which is no XML.`,
      }
    }
  }
}
