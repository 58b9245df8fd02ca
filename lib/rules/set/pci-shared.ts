import { formatPciAddress } from '../../libvirt/pci-address.js'
import { visible } from '../../xml/visible.js'
import { pciSources, type PciSource } from '../pci-sources.js'
import { identityOf, type SetFacts, type SetFinding, type SetRule } from '../set-rule.js'

export const pciShared: SetRule = {
  code: 'domains/pci-shared',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'Two domains take the same PCI function from the host.',
  why: 'libvirt defines both; while one of them runs it refuses to start the other. The address can be written in several ways.',
  examples: {
    bad: [
      {
        domains: [
          `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x3b' slot='0x00' function='0x0'/></source></hostdev>`,
          `<interface type='hostdev' managed='yes'><source><[[address]] type='pci' domain='0' bus='59' slot='0' function='0'/></source></interface>`,
        ],
      },
    ],
    good: [
      {
        domains: [
          `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x3b' slot='0x00' function='0x0'/></source></hostdev>`,
          `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x3b' slot='0x00' function='0x1'/></source></hostdev>`,
        ],
      },
    ],
  },
  check,
}

function* check({ domains }: SetFacts): Iterable<SetFinding> {
  const first = new Map<string, { readonly domain: number; readonly source: PciSource; readonly identity: string }>()
  for (const [domain, each] of domains.entries()) {
    const identity = identityOf(each)
    for (const source of pciSources(each.document.draft)) {
      const address = formatPciAddress(source.address)
      const before = first.get(address)
      if (before === undefined) first.set(address, { domain, source, identity })
      if (before === undefined || before.identity === identity) continue
      yield {
        domain,
        path: source.path,
        message: `The PCI function ${address} is also given to the domain in ${visible(domains[before.domain]?.file ?? '')}.`,
        help: 'Give each domain a function of its own; only domains that never run at the same time can share one.',
        related: [{ domain: before.domain, path: before.source.path, message: 'The other domain takes it here.' }],
      }
    }
  }
}
