import { visible } from '../../xml/visible.js'
import { examplePciHost } from '../example-host.js'
import { pciNodeAt } from '../host-pci.js'
import { pciSources, type PciSource } from '../pci-sources.js'
import { identityOf, type SetFacts, type SetFinding, type SetRule } from '../set-rule.js'

export const iommuGroupDivided: SetRule = {
  code: 'domains/iommu-group-divided',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'Two domains take different functions of one IOMMU group.',
  why: 'The functions of a group can reach each other past the IOMMU, so VFIO gives all of them to one guest. While one of the domains runs the other cannot be started.',
  needs: 'host',
  examples: {
    bad: [
      {
        domains: [
          `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
          `<hostdev mode='subsystem' type='pci' managed='yes'><source><[[address]] domain='0x0000' bus='0x06' slot='0x00' function='0x1'/></source></hostdev>`,
        ],
        host: examplePciHost,
      },
    ],
    good: [
      {
        domains: [
          `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
          `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x3b' slot='0x00' function='0x0'/></source></hostdev>`,
        ],
        host: examplePciHost,
      },
    ],
  },
  check,
}

interface Use {
  readonly domain: number
  readonly source: PciSource
  readonly id: string
  readonly identity: string
}

function* check({ domains, host }: SetFacts): Iterable<SetFinding> {
  if (host === undefined) return
  const first = new Map<number, Use>()
  for (const [domain, each] of domains.entries()) {
    const identity = identityOf(each)
    for (const source of pciSources(each.document.draft)) {
      const node = pciNodeAt(host, source.address)
      const group = node?.iommuGroup?.number
      if (node === undefined || group === undefined) continue
      const before = first.get(group)
      if (before === undefined) first.set(group, { domain, source, id: node.id, identity })
      // The same function twice is another fault.
      if (before === undefined || before.identity === identity || before.id === node.id) continue
      yield {
        domain,
        path: source.path,
        message: `The PCI function ${node.id} is of the IOMMU group ${group}, of which ${before.id} is given to the domain in ${visible(domains[before.domain]?.file ?? '')}.`,
        help: 'Give all functions of the group to one domain.',
        related: [{ domain: before.domain, path: before.source.path, message: `${before.id} is taken here.` }],
      }
    }
  }
}
