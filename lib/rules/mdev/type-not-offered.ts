import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { examplePciHost } from '../examples/example-host.js'
import { exampleDefinition, exampleMdevXml } from '../examples/example-mdev.js'
import { offersOf } from '../facts/host-facts.js'
import { nodeNamed } from '../facts/host-pci.js'
import type { Undecided } from '../rule.js'

export const typeNotOffered: DescribedRule = {
  code: 'mdev/type-not-offered',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'The parent does not offer the type.',
  why: 'libvirt and mdevctl define a device of any type; that the parent offers it shows only when the device is started.',
  needs: 'host',
  examples: {
    bad: [
      { text: exampleMdevXml({ type: '[[nvidia-999]]' }), host: examplePciHost },
      {
        text: '{ "mdev_type": [["nvidia-999"]], "start": "auto" }',
        file: { parent: '0000:06:00.0' },
        host: examplePciHost,
      },
    ],
    good: [
      { text: exampleMdevXml({}), host: examplePciHost },
      { text: exampleDefinition('nvidia-231'), file: { parent: '0000:06:00.0' }, host: examplePciHost },
    ],
  },
  check,
}

function* check({ mdev, host }: DescribedFacts): Iterable<DescribedFinding | Undecided> {
  if (mdev?.type === undefined || mdev.parent === undefined || host === undefined) return
  const { type, parent } = mdev
  const node = nodeNamed(host, parent)
  if (node === undefined || offersOf(host, type, parent).length > 0) return
  if (host.problems.some((problem) => problem.parent === node.id && (problem.type ?? type) === type)) {
    yield { why: `Which types ${visible(parent)} offers could not be read.`, refusedBy: ['start'] }
    return
  }
  const elsewhere = offersOf(host, type).map((offer) => visible(offer.parent))
  yield {
    path: mdev.paths.type,
    message: `The parent ${visible(parent)} does not offer the type ${visible(type)}.`,
    ...(elsewhere.length === 0 ? {} : { help: `It is offered by ${elsewhere.join(', ')}.` }),
  }
}
