import type { Path } from '../../diagnostic.js'
import type { HostPciNode } from '../../machine/snapshot/host-snapshot.js'
import { visible } from '../../xml/visible.js'
import { examplePciHost } from '../examples/example-host.js'
import { parentOfMdev } from '../facts/host-facts.js'
import { functionsOfParent, pciNodeAt } from '../facts/host-pci.js'
import { mdevsOf } from '../facts/mdevs.js'
import { pciSources } from '../facts/pci-sources.js'
import { identityOf, type SetFacts, type SetFinding, type SetRule } from '../set-rule.js'

export const parentShared: SetRule = {
  code: 'domains/parent-shared',
  severity: 'error',
  refusedBy: [],
  summary: 'One domain takes a PCI function whole, and another one has a device that is made of it.',
  why: 'When the function is taken from its driver, the mediated devices and virtual functions that the driver makes of it go away. The two domains cannot run at the same time.',
  needs: 'host',
  examples: {
    bad: [
      {
        domains: [
          `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
          `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='[[4b20d080-1b54-4048-85b3-a6a62d165c01]]'/></source></hostdev>`,
        ],
        host: examplePciHost,
      },
      {
        domains: [
          `<hostdev mode='subsystem' type='pci' managed='no'><source><address domain='0x0000' bus='0x41' slot='0x00' function='0x4'/></source></hostdev>`,
          `<hostdev mode='subsystem' type='pci' managed='yes'><source><[[address]] domain='0x0000' bus='0x41' slot='0x00' function='0x0'/></source></hostdev>`,
        ],
        host: examplePciHost,
      },
    ],
    good: [
      {
        domains: [
          `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x3b' slot='0x00' function='0x0'/></source></hostdev>`,
          `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
        ],
        host: examplePciHost,
      },
    ],
  },
  check,
}

interface Use {
  readonly domain: number
  readonly identity: string
  readonly path: Path
  readonly what: string
}

function* check(facts: SetFacts): Iterable<SetFinding> {
  const { domains, host } = facts
  if (host === undefined) return
  const whole = new Map<HostPciNode, Use>()
  const made = new Map<HostPciNode, Use>()
  for (const [domain, { file, document }] of domains.entries()) {
    const identity = identityOf({ file, document })
    for (const { path, address } of pciSources(document.draft)) {
      const node = pciNodeAt(host, address)
      if (node === undefined) continue
      const use = { domain, identity, path, what: `the PCI function ${node.id}` }
      yield* conflicts(domains, use, made.get(node), `${use.what} is taken whole here`)
      if (!whole.has(node)) whole.set(node, use)
      const physical = node.physFunction && pciNodeAt(host, node.physFunction)
      if (physical === undefined) continue
      yield* conflicts(domains, use, whole.get(physical), `it is made of ${physical.id}, which is taken whole there`)
      if (!made.has(physical)) made.set(physical, use)
    }
    for (const { index, hostdev } of mdevsOf(document.draft)) {
      const parent = hostdev.uuid === undefined ? undefined : parentOfMdev(facts, host, hostdev.uuid)
      if (hostdev.uuid === undefined || parent === undefined) continue
      const path = ['hostdevs', index, 'uuid']
      const use = { domain, identity, path, what: `the mediated device ${hostdev.uuid}` }
      for (const node of functionsOfParent(host, parent)) {
        yield* conflicts(domains, use, whole.get(node), `it is made of ${node.id}, which is taken whole there`)
        if (!made.has(node)) made.set(node, use)
      }
    }
  }
}

function* conflicts(
  domains: SetFacts['domains'],
  { domain, identity, path, what }: Use,
  other: Use | undefined,
  why: string,
): Iterable<SetFinding> {
  if (other === undefined || other.identity === identity) return
  const file = visible(domains[other.domain]?.file ?? '')
  yield {
    domain,
    path,
    message: `The domain has ${what} and that in ${file} has ${other.what}: ${why}.`,
    help: 'Give a function to one domain, or what is made of it to several.',
    related: [{ domain: other.domain, path: other.path, message: `The other domain has ${other.what} here.` }],
  }
}
