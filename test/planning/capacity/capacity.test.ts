import { expect } from 'chai'
import type { HostSnapshot, HostType } from '../../../lib/machine/sim.js'
import { openSnapshot, simulateHost } from '../../../lib/machine/sim.js'
import { capacity, type DeviceCapacity, type TypeCapacity } from '../../../lib/planning/capacity/index.js'

const THREE = [
  { parent: '0000:08:00.4', type: 'nvidia-754' },
  { parent: '0000:08:00.6', type: 'nvidia-751' },
  { parent: '0000:08:02.0', type: 'nvidia-746' },
]

function only(snapshot: HostSnapshot): DeviceCapacity {
  const [device, ...others] = capacity(snapshot).devices
  if (device === undefined || others.length > 0) throw new Error('not one device')
  return device
}

function typeIn({ types }: DeviceCapacity, type: string): TypeCapacity {
  const found = types.find((each) => each.type === type)
  if (found === undefined) throw new Error(`no ${type}`)
  return found
}

/** What is left of each type, and how sure that is. */
function lefts({ types }: DeviceCapacity): Record<string, string> {
  return Object.fromEntries(
    types.map(({ type, left, atLeast, atMost, certainty }) => [
      type,
      `${left ?? `${atLeast}..${atMost}`} ${certainty}`,
    ]),
  )
}

/** A parent of a vendor that nobody knows, once or on several virtual functions. */
function strangers(left: readonly (number | undefined)[], more: Partial<HostType> = {}): HostSnapshot {
  const parents = left.map((_, index) => `0000:41:00.${index + 1}`)
  return {
    version: 1,
    nodes: parents.map((id, index) => ({
      ...{
        kind: 'pci',
        id,
        name: `pci_${id.replaceAll(/[:.]/g, '_')}`,
        path: `/sys/devices/${id}`,
        parentName: 'computer',
      },
      address: { domain: 0, bus: 0x41, slot: 0, function: index + 1 },
      physFunction: { domain: 0, bus: 0x41, slot: 0, function: 0 },
      ...{ vendor: { id: 0x1234 }, product: { id: 1 }, backend: 'mdev' },
    })),
    types: left.flatMap((availableInstances, index) =>
      ['odd-1', 'odd-2'].map((id): HostType => ({
        ...{ parent: parents[index] ?? '', parentName: '', backend: 'mdev', id },
        ...(availableInstances !== undefined && { availableInstances }),
        ...(id === 'odd-1' && more),
      })),
    ),
    devices: [],
    problems: [],
  }
}

describe('capacity', () => {
  it('of an A2 with three devices of 4 GB: one more of each type of that size on the card, not on each function', async () => {
    const host = simulateHost('nvidia-a2')
    for (const device of THREE) await host.create(device)
    const card = only(await host.snapshot())
    expect(card).to.deep.include({ id: '0000:08:00.0', driver: 'nvidia', there: 3 })
    expect(card.parents).to.have.lengthOf(16)
    expect(
      card.types.filter(({ left }) => left !== 0).map(({ type, left, certainty }) => [type, left, certainty]),
    ).to.deep.equal([
      ['nvidia-746', 1, 'certain'],
      ['nvidia-751', 1, 'certain'],
      ['nvidia-754', 1, 'certain'],
    ])
    expect(card.pools).to.deep.equal([
      { pool: 'framebuffer', unit: 'MiB', total: 16384, used: 12288, free: 4096, certainty: 'likely' },
      { pool: 'functions', total: 16, used: 3, free: 13, certainty: 'certain' },
    ])
    expect(typeIn(card, 'nvidia-742').reason).to.equal(
      '0000:08:00.0 takes one size (framebuffer) at a time, and has 4096; nvidia-742 has 1024.',
    )
    // a fourth fits, and then nothing
    const { effects } = typeIn(card, 'nvidia-746')
    expect(effects).to.have.lengthOf(15)
    expect(effects.every(({ left, certainty }) => left === 0 && certainty === 'certain')).to.equal(true)
    await host.create({ parent: '0000:08:01.7', type: 'nvidia-746' })
    const full = only(await host.snapshot())
    expect(full.types.every(({ left, effects: none }) => left === 0 && none.length === 0)).to.equal(true)
  })

  it('of a T4 before its first device: by what is certain and what is likely of later', async () => {
    const { devices, types } = capacity(await simulateHost('nvidia-t4').snapshot())
    const [card] = devices
    if (card === undefined) throw new Error('no card')
    expect([typeIn(card, 'nvidia-231').left, typeIn(card, 'nvidia-231').certainty]).to.deep.equal([8, 'certain'])
    const effects = new Map(typeIn(card, 'nvidia-231').effects.map((effect) => [effect.type, effect]))
    expect(effects.get('nvidia-231')).to.deep.equal({ type: 'nvidia-231', left: 7, certainty: 'certain' })
    expect(effects.get('nvidia-230')).to.deep.equal({ type: 'nvidia-230', left: 0, certainty: 'certain' })
    // recent drivers go by the size, older ones by the type
    expect(effects.get('nvidia-226')).to.deep.equal({
      ...{ type: 'nvidia-226', left: 7, atLeast: 0, atMost: 7, certainty: 'likely' },
    })
    expect(types.find(({ type }) => type === 'nvidia-231')).to.deep.equal({
      ...{ type: 'nvidia-231', name: 'GRID T4-2Q', devices: 2, there: 0, left: 16, certainty: 'certain' },
    })
  })

  it('of GVT-g: what each type leaves of the others, and the largest device of several instances', async () => {
    const gpu = only(await simulateHost('i915-gvtg-aggregation').snapshot())
    expect(gpu.types.map(({ type, left, largest }) => [type, left, largest])).to.deep.equal([
      ['i915-GVTg_V5_2', 1, undefined],
      ['i915-GVTg_V5_4', 3, 3],
      ['i915-GVTg_V5_8', 6, 6],
    ])
    expect(typeIn(gpu, 'i915-GVTg_V5_4').effects.map(({ left }) => left)).to.deep.equal([1, 2, 4])
    expect(gpu.pools.map(({ pool, total }) => [pool, total])).to.deep.equal([
      ['low', 416],
      ['high', 3200],
      ['fences', 28],
    ])
  })

  it('of a pool that was divided beforehand: each type for itself', async () => {
    const host = simulateHost('pool-2016')
    await host.configurePool('0000:05:00.0', { 'vgpu-512': 1, 'vgpu-256': 2 })
    await host.create({ parent: '0000:05:00.0', type: 'vgpu-256' })
    const card = only(await host.snapshot())
    expect(lefts(card)).to.deep.equal({ 'vgpu-128': '0 certain', 'vgpu-256': '1 certain', 'vgpu-512': '1 certain' })
    expect(typeIn(card, 'vgpu-512').effects.map(({ left }) => left)).to.deep.equal([0, 1, 0])
    expect(card.pools).to.deep.equal([
      { pool: 'framebuffer', unit: 'MiB', total: 1024, used: 256, free: 768, certainty: 'certain' },
    ])
  })

  it('of types of which nothing is known: what the parents say now, and bounds where several say it', () => {
    const first = (...left: (number | undefined)[]) => lefts(only(strangers(left)))['odd-1']
    expect(first(7)).to.equal('7 certain')
    expect(first(3, 3, 1)).to.equal('3..7 unknown')
    expect(first(0, 0, 0)).to.equal('0 certain')
    expect(first(0, 1, 0)).to.equal('1 certain')
    expect(first(undefined)).to.equal('undefined..undefined unknown')
    // old kernels let drivers give out too many
    expect(first(-2)).to.equal('0 certain')
    const device = only(strangers([3, 3]))
    expect(device.reason).to.contain('is not known')
    expect(typeIn(device, 'odd-1').effects).to.deep.equal(
      ['odd-1', 'odd-2'].map((type) => ({ type, certainty: 'unknown' })),
    )
    expect(capacity(strangers([3, 3])).types[0]).to.deep.equal({
      ...{ type: 'odd-1', devices: 1, there: 0, atLeast: 3, atMost: 6, certainty: 'unknown' },
    })
  })

  it('of types that MIG divides: unknown', () => {
    const mig = { id: 'nvidia-506', name: 'NVIDIA A100-1-5C', description: 'framebuffer=5120M, max_instance=7' }
    const snapshot = strangers([1, 1, 1], mig)
    const card = only({
      ...snapshot,
      nodes: snapshot.nodes.map((node) => ({ ...node, vendor: { id: 0x10de } }) as typeof node),
    })
    expect(lefts(card)).to.include({ 'nvidia-506': '1..3 unknown' })
    expect(typeIn(card, 'nvidia-506').reason).to.contain('MIG')
    expect(typeIn(card, 'nvidia-506').effects.every(({ certainty }) => certainty === 'unknown')).to.equal(true)
  })

  it('is the same each time, plain JSON, and empty where nothing is', async () => {
    const snapshot = await simulateHost('nvidia-l40s').snapshot()
    const once = capacity(snapshot)
    expect(JSON.parse(JSON.stringify(once))).to.deep.equal(once)
    const shuffled = { ...snapshot, types: snapshot.types.toReversed(), nodes: snapshot.nodes.toReversed() }
    expect(capacity(shuffled)).to.deep.equal(once)
    expect(
      capacity(await openSnapshot({ version: 1, nodes: [], types: [], devices: [], problems: [] }).snapshot()),
    ).to.deep.equal({
      ...{ version: 1, devices: [], types: [] },
    })
  })

  it('takes 256 cards with 16 functions each in a moment', async () => {
    const { nodes, types } = await simulateHost('nvidia-a2').snapshot()
    const many: HostSnapshot = { version: 1, nodes: [], types: [], devices: [], problems: [] }
    for (let domain = 0; domain < 256; domain++) {
      const moved = (id: string) => id.replace(/^0000/, domain.toString(16).padStart(4, '0'))
      for (const node of nodes) {
        if (node.kind !== 'pci') continue
        many.nodes.push({
          ...node,
          id: moved(node.id),
          address: { ...node.address, domain },
          ...(node.physFunction && { physFunction: { ...node.physFunction, domain } }),
        })
      }
      for (const type of types) many.types.push({ ...type, parent: moved(type.parent) })
    }
    const start = performance.now()
    const { devices, types: totals } = capacity(many)
    expect(performance.now() - start).to.be.lessThan(5000)
    expect(devices).to.have.lengthOf(256)
    expect(totals.find(({ type }) => type === 'nvidia-746')).to.include({ left: 4 * 256, devices: 256 })
  })
})
