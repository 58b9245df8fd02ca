import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'

export const capabilityOrder: DescribedRule = {
  code: 'nodedev/capability-order',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'The capability of a mediated device stands behind one of another kind.',
  why: 'libvirt looks for the parent of the first capability, whatever that is; a mediated device has one capability.',
  examples: {
    bad: [
      {
        text: `<device><name>example</name><parent>pci_0000_06_00_0</parent><capability type='drm'><type>render</type></capability><[[capability]] type='mdev'><type id='nvidia-231'/></capability></device>`,
      },
    ],
    good: [{ text: exampleMdevXml({}) }],
  },
  check,
}

function* check({ nodeDevice }: DescribedFacts): Iterable<DescribedFinding> {
  const types = (nodeDevice?.draft.capabilities ?? []).map(({ type }) => type)
  const index = types.indexOf('mdev')
  const [first] = types
  if (index < 1 || first === undefined) return
  yield {
    path: ['capabilities', index],
    message: `The capability of the mediated device stands behind that of kind ${first}, which libvirt looks at.`,
    help: 'Leave the other capability out.',
  }
}
