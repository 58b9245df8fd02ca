import type { Layer } from '../../diagnostic.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'

export const capabilityUnreadable: DescribedRule = {
  code: 'nodedev/capability-unreadable',
  severity: 'warning',
  refusedBy: ['schema', 'parse'],
  summary: 'A capability of this kind is written by libvirt and never read.',
  why: 'libvirt shows mdev_types of a parent that is no PCI, css or ap device, scsi_generic and vdpa, and its parser refuses all of them; the schema knows the last two.',
  examples: {
    bad: [
      {
        text: `<device><name>mtty_mtty</name><[[capability]] type='mdev_types'><capability type='mdev_types'><type id='mtty-1'><deviceAPI>vfio-pci</deviceAPI><availableInstances>1</availableInstances></type></capability></capability></device>`,
      },
    ],
    good: [{ text: exampleMdevXml({}) }],
  },
  check,
}

const REFUSED: Readonly<Record<string, readonly Layer[]>> = {
  mdev_types: ['schema', 'parse'],
  scsi_generic: ['parse'],
  vdpa: ['parse'],
}

function* check({ nodeDevice }: DescribedFacts): Iterable<DescribedFinding> {
  for (const [index, { type }] of (nodeDevice?.draft.capabilities ?? []).entries()) {
    const refusedBy = type === undefined ? undefined : REFUSED[type]
    if (type === undefined || refusedBy === undefined) continue
    yield {
      path: ['capabilities', index],
      message: `libvirt writes the capability ${type} and cannot read it.`,
      refusedBy,
    }
  }
}
