import type { CapacityRule, CapacityType } from '../../../lib/machine/capacity/capacity-rules.js'
import { availableInstances } from '../../../lib/machine/capacity/capacity-rules.js'
import { detailsOfType } from '../../../lib/machine/description/details-of-type.js'
import type { HostDevice, HostNode, HostSnapshot, HostType } from '../../../lib/machine/snapshot/host-snapshot.js'
import type { Wanted, WantedDevices } from '../../../lib/planning/plan/index.js'

/** Numbers from 0 up to below 1, the same ones each time (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

type Random = () => number

const upTo = (random: Random, most: number): number => Math.floor(random() * (most + 1))

function oneOf<T>(random: Random, list: readonly [T, ...T[]]): T {
  return list[upTo(random, list.length - 1)] ?? list[0]
}

/** A physical device of a vendor, made up. */
interface MadeUp {
  /** One parent, or the virtual functions of a card. */
  parents: number
  virtFunctions: boolean
  types: (Pick<HostType, 'id'> & Partial<HostType> & { takes: CapacityType })[]
  rule: CapacityRule
  backend?: HostType['backend']
  pci?: { vendor: number }
}

/** Vendors by what rule their drivers follow. */
export const vendors: Readonly<Record<string, (random: Random) => MadeUp>> = {
  'pools: one that all types share (mbochs)': (random) => {
    const sizes = [4, 8, 16]
    const total = oneOf(random, [8, 16, 20, 24])
    return {
      ...{ parents: 1, virtFunctions: false, rule: { rule: 'pools', totals: { megabytes: total } } },
      types: sizes.map((size) => ({
        id: `mbochs-${size}`,
        description: `virtual display, ${size} MB video memory`,
        takes: { id: `mbochs-${size}`, demand: { megabytes: size } },
      })),
    }
  },
  'pools: several (GVT-g)': (random) => ({
    ...{ parents: 1, virtFunctions: false, pci: { vendor: 0x8086 } },
    rule: { rule: 'pools', totals: { low: oneOf(random, [160, 416]), high: oneOf(random, [3456, 3200]), fences: 28 } },
    types: (
      [
        ['V5_4', 128, 512],
        ['V5_2', 256, 1024],
        ['V5_8', 64, 384],
      ] as const
    ).map(([suffix, low, high]) => ({
      id: `i915-GVTg_${suffix}`,
      description: `low_gm_size: ${low}MB\nhigh_gm_size: ${high}MB\nfence: 4\nresolution: 1024x768\nweight: 2`,
      takes: { id: `i915-GVTg_${suffix}`, demand: { low, high, fences: 4 } },
    })),
  }),
  'one type at a time (NVIDIA without virtual functions)': (random) => ({
    ...{ parents: 1, virtFunctions: false, pci: { vendor: 0x10de }, types: nvidiaTypes(random) },
    rule: oneOf<CapacityRule>(random, [
      { rule: 'one-type' },
      { rule: 'one-type' },
      { rule: 'one-size', size: 'framebuffer' },
    ]),
  }),
  'one size at a time (NVIDIA with virtual functions)': (random) => ({
    ...{
      parents: oneOf(random, [1, 2, 2, 3]),
      virtFunctions: true,
      pci: { vendor: 0x10de },
      types: nvidiaTypes(random),
    },
    rule: { rule: 'one-size', size: 'framebuffer', perParent: 1 },
  }),
  'sizes mixed (NVIDIA with virtual functions)': (random) => ({
    ...{
      parents: oneOf(random, [1, 2, 2, 3]),
      virtFunctions: true,
      pci: { vendor: 0x10de },
      types: nvidiaTypes(random),
    },
    rule: { rule: 'pools', totals: { framebuffer: 4096 }, perParent: 1 },
  }),
  'a counter for all types (mdpy)': (random) => ({
    ...{ parents: 1, virtFunctions: false, rule: { rule: 'counter', total: 1 + upTo(random, 3) } },
    types: ['vga', 'xga', 'hd'].map((suffix) => ({ id: `mdpy-${suffix}`, takes: { id: `mdpy-${suffix}` } })),
  }),
  'each type for itself (a divided pool)': (random) => ({
    ...{ parents: 1, virtFunctions: false, rule: { rule: 'each-type' }, backend: 'sketch' },
    types: [128, 256, 512].map((size) => {
      const maxInstances = upTo(random, 2)
      const id = `vgpu-${size}`
      return {
        ...{ id, maxInstances, description: `num_heads=1, framebuffer=${size}M` },
        takes: { id, maxInstances },
      }
    }),
  }),
}

function nvidiaTypes(random: Random): MadeUp['types'] {
  return (
    [
      ['11', 'NVIDIA X-1B', 1024, 4],
      ['12', 'NVIDIA X-1B4', 1024, oneOf(random, [2, 3, 4])],
      ['13', 'NVIDIA X-2Q', 2048, 2],
      ['14', 'NVIDIA X-4Q', 4096, 1],
    ] as const
  ).map(([number, name, megabytes, maxInstances]) => ({
    id: `nvidia-${number}`,
    name,
    description: `num_heads=4, frl_config=60, framebuffer=${megabytes}M, max_resolution=4096x2160, max_instance=${maxInstances}`,
    takes: { id: `nvidia-${number}`, demand: { framebuffer: megabytes }, maxInstances },
  }))
}

/** A small machine of one vendor with some devices, and what its parents then say. */
export function randomHost(random: Random, vendor: (random: Random) => MadeUp): HostSnapshot {
  const snapshot: HostSnapshot = { version: 1, nodes: [], types: [], devices: [], problems: [] }
  const cards = 1 + upTo(random, 1)
  for (let card = 0; card < cards; card++) addCard(random, snapshot, vendor(random), card)
  return snapshot
}

function addCard(random: Random, snapshot: HostSnapshot, made: MadeUp, card: number): void {
  const { parents: count, virtFunctions, types, rule, backend = 'mdev', pci } = made
  const numaNode = upTo(random, 1)
  const parents = Array.from({ length: count }, (_, index) => {
    const id = pci === undefined ? `device${card}` : `0000:0${card + 1}:00.${virtFunctions ? index + 1 : 0}`
    const address = { domain: 0, bus: card + 1, slot: 0, function: virtFunctions ? index + 1 : 0 }
    const base = { id, name: id.replaceAll(/[:.]/g, '_'), path: `/sys/devices/${id}`, parentName: 'computer', backend }
    const node: HostNode =
      pci === undefined
        ? { kind: 'virtual', ...base }
        : {
            ...{ kind: 'pci', ...base, address, numaNode, vendor: { id: pci.vendor }, product: { id: 1 } },
            ...(virtFunctions && { physFunction: { ...address, function: 0 } }),
          }
    snapshot.nodes.push(node)
    return id
  })
  const live: { parent: string; takes: CapacityType }[] = []
  const onParent = (parent: string) => live.filter((one) => one.parent === parent).map(({ takes }) => takes)
  const left = (parent: string, takes: CapacityType) =>
    availableInstances(
      rule,
      takes,
      live.map((one) => one.takes),
      onParent(parent),
    )
  for (let tries = upTo(random, 2); tries > 0; tries--) {
    const parent = parents[upTo(random, count - 1)] ?? ''
    const type = types[upTo(random, types.length - 1)]
    if (type === undefined || left(parent, type.takes) <= 0) continue
    const uuid = `00000000-0000-4000-8000-00000000${card}00${live.length}`
    live.push({ parent, takes: type.takes })
    snapshot.devices.push(deviceOf(uuid, parent, type.id, backend, random() < 0.5))
  }
  const described = types.map(({ takes, ...told }) => ({ takes, told, details: detailsOfType({ backend, ...told }) }))
  for (const parent of parents) {
    for (const { takes, told, details } of described) {
      const availableInstances = left(parent, takes)
      const type = { ...{ parent, parentName: parent, backend }, ...told, availableInstances }
      snapshot.types.push(details === undefined ? type : { ...type, details })
    }
  }
}

function deviceOf(uuid: string, parent: string, type: string, backend: HostType['backend'], ours: boolean): HostDevice {
  return {
    ...{ id: uuid, uuid, name: `mdev_${uuid}`, parent, parentName: parent, backend, type },
    active: true,
    defined: false,
    ours,
  }
}

/** A few wishes that the machine may or may not meet. */
export function randomWanted(random: Random, { types, nodes }: HostSnapshot): Wanted {
  const devices: WantedDevices[] = []
  const most = 3
  let sum = 0
  for (let wishes = 1 + upTo(random, 2); wishes > 0 && sum < most; wishes--) {
    const type = types[upTo(random, types.length - 1)]
    if (type === undefined) break
    const fills = random() < 0.1 && devices.every(({ count }) => count !== 'all')
    const count = fills ? 'all' : 1 + upTo(random, Math.min(1, most - sum - 1))
    if (count !== 'all') sum += count
    const node = nodes[upTo(random, nodes.length - 1)]
    const sized = type.details?.framebufferMiB
    const which = random()
    devices.push({
      ...(which < 0.3 && sized !== undefined
        ? { need: { framebuffer: `>= ${sized} MiB` } }
        : which < 0.45 && type.name !== undefined
          ? { name: type.name }
          : { type: type.id }),
      ...(count !== 1 && { count }),
      ...(random() < 0.2 && node !== undefined && { parents: [node.id] }),
      ...(random() < 0.1 && { numaNode: upTo(random, 1) }),
    })
  }
  return { version: 1, devices, ...(random() < 0.5 && { placement: 'spread' }) }
}
