import type { Path } from '../../diagnostic.js'
import type { HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import { visible } from '../../xml/visible.js'
import { examplePciHost } from '../example-host.js'
import { activeDevice, knownFor, namedMdevs } from '../host-facts.js'
import { nodeNamed, pciNodeAt } from '../host-pci.js'
import { nodesetOf } from '../nodeset.js'
import { pciSources } from '../pci-sources.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const numaFar: DomainRule = {
  code: 'host/numa-far',
  severity: 'warning',
  refusedBy: [],
  summary: "The device hangs on another NUMA node than the one that the guest's memory is taken from.",
  why: 'Everything that the device reads and writes then crosses from one socket of the host to another, which costs speed. It works all the same.',
  needs: 'host',
  examples: {
    bad: [
      {
        head: `<numatune><memory mode='strict' nodeset='1'/></numatune>`,
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='[[4b20d080-1b54-4048-85b3-a6a62d165c01]]'/></source></hostdev>`,
        host: examplePciHost,
      },
      {
        head: `<numatune><memory mode='strict' nodeset='0,2-3'/></numatune>`,
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><[[address]] domain='0x0000' bus='0x3b' slot='0x00' function='0x0'/></source></hostdev>`,
        host: examplePciHost,
      },
    ],
    good: [
      {
        head: `<numatune><memory mode='strict' nodeset='0-1'/></numatune>`,
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
        host: examplePciHost,
      },
    ],
  },
  check,
}

interface Placed {
  readonly path: Path
  readonly what: string
  readonly numaNode: number | undefined
}

function* check(facts: DomainFacts): Iterable<Finding> {
  const { domain, host } = facts
  const nodeset = domain.numaMemory?.nodeset
  const nodes = nodeset === undefined ? undefined : nodesetOf(nodeset)
  if (host === undefined || nodeset === undefined || nodes === undefined) return
  for (const { path, what, numaNode } of [...mdevsPlaced(facts, host), ...functionsPlaced(facts, host)]) {
    if (numaNode === undefined || nodes.has(numaNode)) continue
    yield {
      path,
      message: `The guest's memory is taken from the NUMA nodes ${visible(nodeset)}, and ${what} is on node ${numaNode}.`,
      related: [{ path: ['numaMemory', 'nodeset'], message: 'The memory is pinned here.' }],
      certainty: 'likely',
    }
  }
}

function mdevsPlaced(facts: DomainFacts, host: HostSnapshot): Placed[] {
  return namedMdevs(facts).map(({ index, uuid }) => {
    const parent = activeDevice(host, uuid)?.parent ?? knownFor(facts, host, uuid)?.parent
    const node = parent === undefined ? undefined : nodeNamed(host, parent)
    return {
      path: ['hostdevs', index, 'uuid'],
      what: `the parent ${node?.id ?? ''} of ${uuid}`,
      numaNode: node?.kind === 'pci' ? node.numaNode : undefined,
    }
  })
}

function functionsPlaced({ domain }: DomainFacts, host: HostSnapshot): Placed[] {
  return pciSources(domain).map(({ path, address }) => {
    const node = pciNodeAt(host, address)
    return { path, what: `the PCI function ${node?.id ?? ''}`, numaNode: node?.numaNode }
  })
}
