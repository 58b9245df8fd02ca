import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'

export const notDefinable: DescribedRule = {
  code: 'nodedev/not-definable',
  severity: 'info',
  refusedBy: ['define'],
  summary: 'The node device is of a kind that libvirt shows and cannot make.',
  why: 'virsh nodedev-define takes mediated devices alone, and nodedev-create these and virtual SCSI adapters. That is no fault of what virsh nodedev-dumpxml printed.',
  examples: {
    bad: [
      { text: `<device><name>drm_card0</name><[[capability]] type='drm'><type>primary</type></capability></device>` },
    ],
    good: [{ text: exampleMdevXml({}) }],
  },
  check,
}

function* check({ nodeDevice, mdev }: DescribedFacts): Iterable<DescribedFinding> {
  const types = (nodeDevice?.draft.capabilities ?? []).map(({ type }) => type)
  const [first] = types
  // Of a kind that could not be read is told already.
  if (mdev !== undefined || first === undefined || types.includes(undefined)) return
  yield {
    path: ['capabilities', 0],
    message: `A node device of kind ${first} cannot be defined${types.includes('scsi_host') ? '' : ' or created'}.`,
  }
}
