import { formatCcwAddress, parseCcwAddress } from '../../libvirt/ccw-address.js'
import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'

export const parentAddrReplaced: DescribedRule = {
  code: 'nodedev/parent-addr-replaced',
  severity: 'warning',
  refusedBy: [],
  effect: 'changed',
  summary: 'The <parent_addr> of a mediated device is not the address of its <parent>.',
  why: 'libvirt never reads <parent_addr>: the device is made on the <parent>.',
  examples: {
    bad: [{ text: exampleMdevXml({ inside: '<parent_addr>[[0000:86:00.0]]</parent_addr>' }) }],
    good: [
      { text: exampleMdevXml({ inside: '<parent_addr>0000:06:00.0</parent_addr>' }) },
      {
        text: exampleMdevXml({
          parent: 'css_0_0_0052',
          type: 'vfio_ccw-io',
          inside: '<parent_addr>0.0.0052</parent_addr>',
        }),
      },
    ],
  },
  check,
}

function* check({ nodeDevice }: DescribedFacts): Iterable<DescribedFinding> {
  const { parent, capabilities = [] } = nodeDevice?.draft ?? {}
  const real = parent === undefined ? undefined : addressOf(parent)
  if (parent === undefined || real === undefined) return
  for (const [index, capability] of capabilities.entries()) {
    const said = capability.type === 'mdev' ? capability.parentAddr : undefined
    if (said === undefined || said === real) continue
    yield {
      path: ['capabilities', index, 'parentAddr'],
      message: `libvirt takes the address of the parent ${visible(parent)}, ${real}, and not ${visible(said)}.`,
      help: 'Leave <parent_addr> out, or mend <parent>.',
    }
  }
}

/** The address that mdevctl gets, where libvirt's name of the parent shows it. */
function addressOf(parent: string): string | undefined {
  if (parent === 'ap_matrix') return 'matrix'
  if (parent === 'mtty_mtty') return 'mtty'
  const pci = parent.startsWith('pci_') ? parsePciAddress(parent) : undefined
  const css = parent.startsWith('css_') ? parseCcwAddress(parent) : undefined
  return pci ? formatPciAddress(pci) : css && formatCcwAddress(css)
}
