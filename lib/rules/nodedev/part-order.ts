import type { Path, TextEdit } from '../../diagnostic.js'
import type { NodeDevice } from '../../libvirt/node-device.js'
import type { Document } from '../../shape/document.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'
import { libvirtVersion } from '../facts/libvirt-version.js'

/** The schema of the first one is known to want an order, that of the second one to want none. */
const [ORDERED, ANY_ORDER] = [libvirtVersion('9.0.0'), libvirtVersion('11.3')]

export const partOrder: DescribedRule = {
  code: 'nodedev/part-order',
  severity: 'info',
  refusedBy: ['schema'],
  summary: 'The parts of the node device stand in an order that the schema of older versions of libvirt does not take.',
  why: 'libvirt reads the parts in any order. The schema of libvirt 9.0 wants name, path, devnode (the device, then links), parent, driver and capability; that of 11.3 takes any order.',
  examples: {
    bad: [
      {
        text: `<device><name>example</name><[[capability]] type='mdev'><type id='nvidia-231'/></capability><parent>pci_0000_06_00_0</parent></device>`,
        libvirt: '9.0.0',
      },
    ],
    good: [
      { text: exampleMdevXml({}), libvirt: '9.0.0' },
      {
        text: `<device><name>example</name><capability type='mdev'><type id='nvidia-231'/></capability><parent>pci_0000_06_00_0</parent></device>`,
      },
    ],
  },
  check,
}

function* check({ nodeDevice, libvirt }: DescribedFacts): Iterable<DescribedFinding> {
  if (nodeDevice === undefined || libvirt >= ANY_ORDER) return
  let last = -1
  for (const path of partsInOrder(nodeDevice)) {
    const start = nodeDevice.spanOf(path)?.start
    if (start === undefined) continue
    const span = nodeDevice.spanOf(path, 'name')
    if (start < last) {
      yield {
        path,
        ...(span !== undefined && { span }),
        message: 'The schema of libvirt before 11.3 wants this part behind one that follows it.',
        fix: inOrder(nodeDevice),
        ...(libvirt <= ORDERED ? {} : { certainty: 'unknown' as const }),
      }
    }
    last = Math.max(last, start)
  }
}

/** The parts of a node device in the order that the schema wants. */
function partsInOrder({ draft: { devnodes = [], capabilities = [] } }: Document<NodeDevice>): Path[] {
  const files = [...devnodes.entries()]
  return [
    ['name'],
    ['path'],
    ...files.filter(([, { type }]) => type !== 'link').map(([index]) => ['devnodes', index]),
    ...files.filter(([, { type }]) => type === 'link').map(([index]) => ['devnodes', index]),
    ['parent'],
    ['driver'],
    ...[...capabilities.keys()].map((index) => ['capabilities', index]),
  ]
}

/** Puts the parts in order; what stands between them stays where it is. */
function inOrder(nodeDevice: Document<NodeDevice>): TextEdit[] {
  const parts = partsInOrder(nodeDevice).flatMap((path) => nodeDevice.spanOf(path) ?? [])
  const places = parts.toSorted((a, b) => a.start - b.start)
  return places.flatMap(({ start, end }, index) => {
    const part = parts[index]
    return part === undefined || part.start === start
      ? []
      : [{ start, end, text: nodeDevice.text.slice(part.start, part.end) }]
  })
}
