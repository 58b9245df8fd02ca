import { isSameFunction } from '../../libvirt/pci-address.js'
import { visible } from '../../xml/visible.js'
import { examplePciHost } from '../examples/example-host.js'
import { groupMates, isAssignable, pciNodeAt } from '../facts/host-pci.js'
import { pciSources } from '../facts/pci-sources.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const iommuGroupShared: DomainRule = {
  code: 'host/iommu-group-shared',
  severity: 'error',
  refusedBy: ['start'],
  summary: "Another function of the PCI function's IOMMU group is in use by a driver of the host.",
  why: 'The functions of a group can reach each other past the IOMMU, so VFIO gives a guest the whole group or nothing. All its functions have to be given to the guest, or be bound to no driver or one of VFIO.',
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><[[address]] domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
        host: examplePciHost,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>
<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x1'/></source></hostdev>`,
        host: examplePciHost,
      },
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x3b' slot='0x00' function='0x0'/></source></hostdev>`,
        host: examplePciHost,
      },
    ],
  },
  check,
}

function* check({ domain, host }: DomainFacts): Iterable<Finding> {
  if (host === undefined) return
  const sources = pciSources(domain)
  for (const { path, address } of sources) {
    const node = pciNodeAt(host, address)
    if (node === undefined) continue
    const inTheWay = groupMates(host, node).filter(
      (mate) => !isAssignable(mate) && !sources.some((other) => isSameFunction(other.address, mate.address)),
    )
    if (inTheWay.length === 0) continue
    const mates = inTheWay.map((mate) => `${mate.id} (driver ${visible(mate.driver ?? 'none')})`).join(', ')
    yield {
      path,
      message: `The PCI function ${node.id} shares the IOMMU group ${node.iommuGroup?.number ?? '?'} with ${mates}.`,
      help: 'Give the guest these too, or take them from their drivers.',
      certainty: 'likely',
    }
  }
}
