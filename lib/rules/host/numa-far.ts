import type { Path } from '../../diagnostic.js'
import type { Domain } from '../../libvirt/domain.js'
import type { HostNumaNode, HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import type { Draft } from '../../shape/draft.js'
import { visible } from '../../xml/visible.js'
import { examplePciHost } from '../examples/example-host.js'
import { namedMdevs, parentOfMdev } from '../facts/host-facts.js'
import { nodeNamed, pciNodeAt } from '../facts/host-pci.js'
import { numberIn } from '../facts/number-in.js'
import { numberSetOf } from '../facts/number-set.js'
import { pciSources } from '../facts/pci-sources.js'
import type { DomainFacts, DomainRule, Finding, Undecided } from '../rule.js'

const pciDevice = (source: string): string =>
  `<hostdev mode='subsystem' type='pci' managed='yes'><source>${source}</source></hostdev>`
const farCard = "<[[address]] domain='0x0000' bus='0x3b' slot='0x00' function='0x0'/>"

export const numaFar: DomainRule = {
  code: 'host/numa-far',
  severity: 'warning',
  refusedBy: [],
  summary: 'The device hangs on another NUMA node than those that the guest takes its memory from or runs on.',
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
        devices: pciDevice(farCard),
        host: examplePciHost,
      },
      {
        head: `<vcpu cpuset='0-3'>4</vcpu>`,
        devices: pciDevice(farCard),
        host: examplePciHost,
      },
      {
        head: `<vcpu>2</vcpu><cputune><vcpupin vcpu='0' cpuset='2'/><vcpupin vcpu='1' cpuset='3,24-25'/></cputune>`,
        devices: pciDevice(farCard),
        host: examplePciHost,
      },
    ],
    good: [
      {
        head: `<numatune><memory mode='strict' nodeset='0-1'/></numatune>`,
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
        host: examplePciHost,
      },
      {
        head: `<vcpu cpuset='0-3'>2</vcpu><cputune><vcpupin vcpu='1' cpuset='12-15'/></cputune>`,
        devices: pciDevice(farCard.replace(/[[\]]/g, '')),
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

/** Something of the guest that is bound to NUMA nodes of the host. */
interface Bound {
  /** As a message begins. */
  readonly what: string
  readonly nodes: ReadonlySet<number>
  readonly related: readonly { readonly path: Path; readonly message: string }[]
}

function* check(facts: DomainFacts): Iterable<Finding | Undecided> {
  const { domain, host } = facts
  if (host === undefined) return
  const placed = [...mdevsPlaced(facts, host), ...functionsPlaced(facts, host)].filter(hasNode)
  if (placed.length === 0) return
  const pins = cpuPins(domain)
  if (pins !== undefined && host.numaNodes === undefined) {
    yield { why: 'The snapshot of the host does not tell which CPUs a NUMA node has.' }
  }
  for (const bound of [memoryOf(domain), pins && cpusOf(pins, host.numaNodes ?? [])]) {
    if (bound === undefined) continue
    for (const { path, what, numaNode } of placed) {
      if (bound.nodes.has(numaNode)) continue
      yield {
        path,
        message: `${bound.what}, and ${what} is on node ${numaNode}.`,
        related: bound.related,
        certainty: 'likely',
      }
    }
  }
}

function hasNode(placed: Placed): placed is Placed & { readonly numaNode: number } {
  return placed.numaNode !== undefined
}

function memoryOf({ numaMemory }: Draft<Domain>): Bound | undefined {
  const { nodeset } = numaMemory ?? {}
  const nodes = nodeset === undefined ? undefined : numberSetOf(nodeset)
  if (nodeset === undefined || nodes === undefined) return undefined
  return {
    what: `The guest's memory is taken from the NUMA nodes ${visible(nodeset)}`,
    nodes,
    related: [{ path: ['numaMemory', 'nodeset'], message: 'The memory is pinned here.' }],
  }
}

/** CPUs of the host that some of the guest's run on, and where the document says so. */
interface CpuPin {
  readonly path: Path
  readonly cpus: ReadonlySet<number>
}

/** Where the guest's CPUs run; `undefined` where one of them may run anywhere. */
function cpuPins({ vcpus, vcpuPins = [] }: Draft<Domain>): CpuPin[] | undefined {
  const pins: CpuPin[] = []
  const pinned = new Set<number>()
  for (const [index, { vcpu = '', cpuset = '' }] of vcpuPins.entries()) {
    const [number, cpus] = [numberIn(vcpu, 10), numberSetOf(cpuset)]
    if (number === undefined || cpus === undefined) return undefined
    pins.push({ path: ['vcpuPins', index, 'cpuset'], cpus })
    pinned.add(number)
  }
  const count = numberIn(vcpus?.count?.trim() ?? '1', 10)
  if (count !== undefined && [...pinned].filter((number) => number < count).length === count) return pins
  const { cpuset, placement } = vcpus ?? {}
  const others = cpuset === undefined || placement === 'auto' ? undefined : numberSetOf(cpuset)
  return others && [...pins, { path: ['vcpus', 'cpuset'], cpus: others }]
}

function cpusOf(pins: readonly CpuPin[], numaNodes: readonly HostNumaNode[]): Bound | undefined {
  const nodes = new Set<number>()
  for (const { id, cpus: list } of numaNodes) {
    const own = numberSetOf(list)
    if (own !== undefined && pins.some(({ cpus }) => [...cpus].some((cpu) => own.has(cpu)))) nodes.add(id)
  }
  // CPUs that no node has are a fault of another kind
  if (nodes.size === 0) return undefined
  return {
    what: `The guest's CPUs run on the NUMA nodes ${[...nodes].join(',')}`,
    nodes,
    related: pins.slice(0, 1).map(({ path }) => ({ path, message: 'They are pinned here.' })),
  }
}

function mdevsPlaced(facts: DomainFacts, host: HostSnapshot): Placed[] {
  return namedMdevs(facts).map(({ index, uuid }) => {
    const parent = parentOfMdev(facts, host, uuid)
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
