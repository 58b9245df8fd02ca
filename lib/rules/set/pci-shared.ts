import { formatPciAddress } from '../../libvirt/pci-address.js'
import { visible } from '../../xml/visible.js'
import { pciSources } from '../facts/pci-sources.js'
import { repeated } from '../facts/repeated.js'
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
  const taken = domains.flatMap((each, domain) =>
    pciSources(each.document.draft).map(({ path, address }) => ({
      domain,
      identity: identityOf(each),
      path,
      address: formatPciAddress(address),
    })),
  )
  for (const { item, first } of repeated(taken, ({ address }) => address)) {
    if (item.identity === first.identity) continue
    yield {
      domain: item.domain,
      path: item.path,
      message: `The PCI function ${item.address} is also given to the domain in ${visible(domains[first.domain]?.file ?? '')}.`,
      help: 'Give each domain a function of its own; only domains that never run at the same time can share one.',
      related: [{ domain: first.domain, path: first.path, message: 'The other domain takes it here.' }],
    }
  }
}
