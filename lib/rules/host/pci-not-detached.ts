import { visible } from '../../xml/visible.js'
import { examplePciHost } from '../examples/example-host.js'
import { isNvidiaVirtualFunction, pciNodeAt } from '../facts/host-pci.js'
import { pciSources } from '../facts/pci-sources.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const pciNotDetached: DomainRule = {
  code: 'host/pci-not-detached',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'An unmanaged PCI function is not bound to a driver of VFIO.',
  why: "Without managed='yes' libvirt leaves the function where it is, and refuses the guest unless a driver of VFIO has it: vfio-pci, or with libvirt 10 and later a variant of it.",
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='no'><source><[[address]] domain='0x0000' bus='0x3b' slot='0x00' function='0x0'/></source></hostdev>`,
        host: examplePciHost,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x3b' slot='0x00' function='0x0'/></source></hostdev>`,
        host: examplePciHost,
      },
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='no'><source><address domain='0x0000' bus='0x41' slot='0x00' function='0x4'/></source></hostdev>`,
        host: examplePciHost,
      },
    ],
  },
  check,
}

/** Drivers of the kernel's that are surely none of VFIO. */
const OWN = new Set(['pci-stub', 'pcieport'])

function* check({ domain, host }: DomainFacts): Iterable<Finding> {
  if (host === undefined) return
  for (const { path, address, managed } of pciSources(domain)) {
    const node = pciNodeAt(host, address)
    if (managed || node === undefined || node.bridge !== undefined) continue
    const { driver } = node
    if (driver?.includes('vfio') === true || isNvidiaVirtualFunction(host, node)) continue
    yield {
      path,
      message: `The host's PCI function ${node.id} is bound to ${driver === undefined ? 'no driver' : `the driver ${visible(driver)}`}, and without managed='yes' libvirt leaves it there.`,
      help: `Say managed='yes', or detach it first: virsh nodedev-detach ${visible(node.name)}`,
      // A variant of VFIO can have any name.
      ...(driver === undefined || OWN.has(driver) ? {} : { certainty: 'likely' as const }),
    }
  }
}
