import { nodeDeviceName } from '../../libvirt/names.js'
import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { examplePciHost } from '../examples/example-host.js'
import { exampleDefinition, exampleMdevXml } from '../examples/example-mdev.js'
import { editsBetween } from '../running/edits-between.js'
import { nodeNamed } from '../facts/host-pci.js'

export const parentUnknown: DescribedRule = {
  code: 'mdev/parent-unknown',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'The host has no device of the name of the parent.',
  why: "libvirt looks for the parent by its own name when the device is defined or created; mdevctl stores a definition for any parent, by the kernel's name, and fails when the device is started.",
  needs: 'host',
  examples: {
    bad: [
      { text: exampleMdevXml({ parent: '[[pci_0000_07_00_0]]' }), host: examplePciHost },
      { text: exampleMdevXml({ parent: '[[0000:06:00.0]]' }), host: examplePciHost },
    ],
    good: [
      { text: exampleMdevXml({}), host: examplePciHost },
      { text: exampleDefinition('nvidia-231'), file: { parent: '0000:06:00.0' }, host: examplePciHost },
    ],
  },
  check,
}

function* check({ nodeDevice, mdev, host }: DescribedFacts): Iterable<DescribedFinding> {
  const parent = mdev?.parent
  if (mdev === undefined || parent === undefined || host === undefined) return
  const node = nodeNamed(host, parent)
  const path = mdev.paths.parent
  if (nodeDevice === undefined) {
    if (node !== undefined && node.id === parent) return
    yield {
      path,
      message: `The host has no parent device ${visible(parent)}.`,
      refusedBy: ['start'],
      ...(node === undefined ? {} : { help: `mdevctl calls it ${visible(node.id)}.` }),
    }
  } else if (node?.name !== parent) {
    yield {
      path,
      message: `The host has no device that libvirt calls ${visible(parent)}.`,
      ...(node === undefined
        ? {}
        : {
            help: `libvirt calls it ${visible(node.name)}.`,
            fix: editsBetween(nodeDevice.text, nodeDevice.set(['parent'], node.name).text),
          }),
    }
  } else if (node.kind === 'virtual' && node.name !== nodeDeviceName('mtty', 'mtty')) {
    yield {
      path,
      message: `libvirt does not show the parent ${visible(parent)}: of devices on no bus it knows mtty alone.`,
      help: 'nodedev create makes devices there.',
    }
  }
}
