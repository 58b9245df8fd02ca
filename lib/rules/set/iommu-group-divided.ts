import { visible } from '../../xml/visible.js'
import { examplePciHost } from '../examples/example-host.js'
import { pciNodeAt } from '../facts/host-pci.js'
import { pciSources } from '../facts/pci-sources.js'
import { repeated } from '../facts/repeated.js'
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

function* check({ domains, host }: SetFacts): Iterable<SetFinding> {
  if (host === undefined) return
  const taken = domains.flatMap((each, domain) =>
    pciSources(each.document.draft).map(({ path, address }) => {
      const node = pciNodeAt(host, address)
      return { domain, identity: identityOf(each), path, id: node?.id ?? '', group: node?.iommuGroup?.number }
    }),
  )
  for (const { item, first } of repeated(taken, ({ group }) => group)) {
    // the same function twice is another fault
    if (item.identity === first.identity || item.id === first.id) continue
    yield {
      domain: item.domain,
      path: item.path,
      message: `The PCI function ${item.id} is of the IOMMU group ${item.group ?? ''}, of which ${first.id} is given to the domain in ${visible(domains[first.domain]?.file ?? '')}.`,
      help: 'Give all functions of the group to one domain.',
      related: [{ domain: first.domain, path: first.path, message: `${first.id} is taken here.` }],
    }
  }
}
