import { expect } from 'chai'
import { capacitiesOf } from '../../../lib/machine/capacity/capacity-of.js'
import type { CapacityRule, CapacityType } from '../../../lib/machine/capacity/capacity-rules.js'
import { availableInstances, capacityLimit } from '../../../lib/machine/capacity/capacity-rules.js'
import { physicalDevices } from '../../../lib/machine/capacity/physical-devices.js'
import type { LiveDevice, PhysicalCapacity } from '../../../lib/machine/capacity/physical-capacity.js'
import type { PredictedAvailability } from '../../../lib/machine/capacity/predict-availability.js'
import { predictAvailability, predictAvailabilityOf } from '../../../lib/machine/capacity/predict-availability.js'
import type { HostDevice, HostPciNode, HostSnapshot, HostType, Personality } from '../../../lib/machine/sim.js'
import { personalities, simulateHost } from '../../../lib/machine/sim.js'

const CARD = '0000:41:00.0'

/** A machine with one PCI function that is a parent. */
function machine(
  types: readonly Partial<HostType>[],
  devices: readonly Partial<HostDevice>[] = [],
  node: Partial<HostPciNode> = {},
): HostSnapshot {
  const parentName = 'pci_0000_41_00_0'
  return {
    version: 1,
    nodes: [
      {
        ...{ kind: 'pci', id: CARD, name: parentName, path: `/sys/devices/pci0000:40/${CARD}`, parentName: 'computer' },
        ...{ address: { domain: 0, bus: 0x41, slot: 0, function: 0 }, vendor: { id: 0x10de }, product: { id: 1 } },
        backend: 'mdev',
        ...node,
      },
    ],
    types: types.map((type) => ({ parent: CARD, parentName, backend: 'mdev', id: '', deviceApi: 'vfio-pci', ...type })),
    devices: devices.map((device, index) => ({
      ...{ id: `${index}`, uuid: `${index}`, name: `mdev_${index}`, parent: CARD, parentName },
      ...{ backend: 'mdev', active: true, defined: false, ...device },
    })),
    problems: [],
  }
}

function only(snapshot: HostSnapshot): PhysicalCapacity {
  const [capacity, ...others] = capacitiesOf(snapshot)
  if (capacity === undefined || others.length > 0) throw new Error(`${others.length + 1} physical devices`)
  return capacity
}

/** `23`, `23?` where it is likely, `?` where it is not known. */
function shown({ available, certainty }: PredictedAvailability): string {
  return certainty === 'unknown' ? '?' : `${available}${certainty === 'certain' ? '' : '?'}`
}

function table(capacity: PhysicalCapacity, live?: readonly LiveDevice[]): Record<string, string> {
  return Object.fromEntries(predictAvailability(capacity, live).map((one) => [one.type, shown(one)]))
}

const on = (...types: string[]): LiveDevice[] => types.map((type) => ({ parent: CARD, type }))

function nvidia(
  id: number,
  name: string,
  megabytes: number,
  most: number,
  availableInstances?: number,
): Partial<HostType> {
  return {
    ...{ id: `nvidia-${id}`, name },
    description: `num_heads=4, frl_config=60, framebuffer=${megabytes}M, max_resolution=7680x4320, max_instance=${most}`,
    ...(availableInstances !== undefined && { availableInstances }),
  }
}

describe('availableInstances', () => {
  const small: CapacityType = { id: 's', demand: { memory: 1 }, maxInstances: 8 }
  const other: CapacityType = { id: 'o', demand: { memory: 1 }, maxInstances: 4 }
  const large: CapacityType = { id: 'l', demand: { memory: 4 }, maxInstances: 2 }
  const cases: [string, CapacityRule, CapacityType, CapacityType[], CapacityType[], number][] = [
    ['pools', { rule: 'pools', totals: { memory: 8 } }, large, [small], [], 1],
    ['pools and a largest number', { rule: 'pools', totals: { memory: 99 } }, large, [large], [], 1],
    ['pools given out too much', { rule: 'pools', totals: { memory: 2 } }, small, [large], [], -2],
    ['a pool that it takes nothing of', { rule: 'pools', totals: { other: 1 } }, { id: 'n' }, [], [], 0],
    ['one type, the same', { rule: 'one-type' }, small, [small, small], [], 6],
    ['one type, another', { rule: 'one-type' }, small, [other], [], 0],
    ['one size, another of that size', { rule: 'one-size', size: 'memory' }, other, [small, small, small], [], 1],
    ['one size, another size', { rule: 'one-size', size: 'memory' }, large, [small], [], 0],
    ['one each, taken', { rule: 'one-size', size: 'memory', perParent: 1 }, small, [small], [small], 0],
    ['one each, free', { rule: 'one-size', size: 'memory', perParent: 1 }, small, [small], [], 1],
    ['one each, free on a full card', { rule: 'one-size', size: 'memory', perParent: 1 }, large, [large, large], [], 0],
    ['a counter', { rule: 'counter', total: 4 }, large, [small, other, large], [], 1],
    ['a counter with some each', { rule: 'counter', total: 4, perParent: 2 }, large, [small], [small], 1],
    ['each type for itself', { rule: 'each-type' }, small, [large, large, small], [], 7],
    ['a number that nobody knows', { rule: 'one-type' }, { id: 'n' }, [], [], 0],
  ]
  for (const [what, rule, type, live, onParent, left] of cases) {
    it(`${what}: ${left}`, () => {
      expect(availableInstances(rule, type, live, onParent)).to.equal(left)
      expect(JSON.parse(JSON.stringify(rule))).to.deep.equal(rule)
    })
  }

  it('names what bounds it', () => {
    const rule: CapacityRule = { rule: 'one-size', size: 'memory', perParent: 1 }
    expect(capacityLimit(rule, small, [large], [])).to.deep.equal({
      ...{ limit: 'other-size', size: 'memory', has: 4, wanted: 1, left: 0 },
    })
    expect(capacityLimit(rule, small, [large], [large])).to.deep.equal({ limit: 'parent', most: 1, left: 0 })
  })
})

describe('an A2 with three devices on virtual functions, as it was captured', () => {
  const LIVE: LiveDevice[] = [
    { parent: '0000:08:00.4', type: 'nvidia-754' },
    { parent: '0000:08:00.6', type: 'nvidia-751' },
    { parent: '0000:08:02.0', type: 'nvidia-746' },
  ]
  const FREE = '0000:08:01.7'
  const SAME_SIZE = ['nvidia-746', 'nvidia-751', 'nvidia-754']

  it('has exactly the three types of their size left on a free one, once each, and none after a fourth', async () => {
    const host = simulateHost('nvidia-a2')
    for (const device of LIVE) await host.create(device)
    const left = async (parent: string) =>
      (await host.snapshot()).types
        .filter((type) => type.parent === parent && type.availableInstances !== 0)
        .map(({ id, availableInstances }) => [id, availableInstances])
    expect(await left(FREE)).to.deep.equal(SAME_SIZE.map((id) => [id, 1]))
    expect(await left('0000:08:00.4')).to.deep.equal([])
    const fourth = await host.create({ parent: FREE, type: 'nvidia-746' })
    expect(fourth.iommuGroup).to.equal(109)
    expect((await host.snapshot()).types.filter(({ availableInstances }) => availableInstances !== 0)).to.deep.equal([])
  })

  it('is predicted from the empty card, although other drivers may mix sizes', async () => {
    const capacity = only(await simulateHost('nvidia-a2').snapshot())
    expect([capacity.id, capacity.parents.length]).to.deep.equal(['0000:08:00.0', 16])
    const free = predictAvailability(capacity, LIVE).filter(({ parent }) => parent === FREE)
    expect(free).to.have.lengthOf(15)
    expect(free.filter(({ available }) => available === 1).map(({ type }) => type)).to.deep.equal(SAME_SIZE)
    // 12 of 16 GB are used: 8 GB do not fit on any driver, 1 GB would where sizes are mixed
    const one = (type: string) => predictAvailabilityOf(capacity, LIVE, FREE, type)
    expect(one('nvidia-746')).to.include({ available: 1, certainty: 'certain' })
    expect(one('nvidia-747')).to.include({ available: 0, certainty: 'certain' })
    expect(one('nvidia-744')).to.include({ available: 0, certainty: 'likely' })
    expect(one('nvidia-744')?.reason).to.equal(
      '0000:08:00.0 takes one size (framebuffer) at a time, and has 4096; nvidia-744 has 1024.',
    )
    expect(predictAvailabilityOf(capacity, LIVE, '0000:08:00.0', 'nvidia-746')).to.equal(undefined)
    const four = [...LIVE, { parent: FREE, type: 'nvidia-746' }]
    expect(predictAvailability(capacity, four).every(({ available }) => available === 0)).to.equal(true)
  })

  it('is certain once what the functions tell leaves one rule', async () => {
    const host = simulateHost('nvidia-a2')
    await host.create({ parent: '0000:08:00.4', type: 'nvidia-754' })
    const capacity = only(await host.snapshot())
    expect(capacity.rules).to.deep.equal([{ rule: 'one-size', size: 'framebuffer', perParent: 1 }])
    expect(predictAvailability(capacity, LIVE).every(({ certainty }) => certainty === 'certain')).to.equal(true)
  })
})

describe('a card that offers types of an RTX A6000, as it was captured with one nvidia-525', () => {
  const SIZES: [series: string, sizes: number[]][] = [
    ['B', [1, 2]],
    ['Q', [1, 2, 3, 4, 6, 8, 12, 16, 24, 48]],
    ['A', [1, 2, 3, 4, 6, 8, 12, 16, 24, 48]],
    ['C', [4, 6, 8, 12, 16, 24, 48]],
  ]
  const all = SIZES.flatMap(([series, sizes]) => sizes.map((size) => ({ series, size })))
  const types = all.map(({ series, size }, index) => {
    const most = Math.min(32, Math.floor(48 / size))
    return nvidia(522 + index, `NVIDIA RTXA6000-${size}${series}`, size * 1024, most, size === 2 ? most - 1 : 0)
  })

  it('has 23 of 24 left of the three types of its size, and none of the other 26', async () => {
    expect(types).to.have.lengthOf(29)
    const personality: Personality = {
      ...(personalities.find(({ name }) => name === 'nvidia-t4') ?? expect.fail('no T4')),
      parents: [
        {
          ...{ device: '0000:06:00.0', driver: 'nvidia-vgpu-vfio', whenFull: 'EINVAL' },
          capacity: { rule: 'one-size', size: 'framebuffer' },
          types: types.map(({ id = '', name = '', description = '' }, index) => ({
            ...{ id, name, description, deviceApi: 'vfio-pci' },
            demand: { framebuffer: (all[index]?.size ?? 0) * 1024 },
            maxInstances: Math.min(32, Math.floor(48 / (all[index]?.size ?? 1))),
          })),
        },
      ],
    }
    const host = simulateHost(personality)
    await host.create({ parent: '0000:06:00.0', type: 'nvidia-525' })
    const left = (await host.snapshot()).types.filter(({ availableInstances }) => availableInstances !== 0)
    expect(left.map(({ name, availableInstances }) => [name, availableInstances])).to.have.deep.members([
      ['NVIDIA RTXA6000-2B', 23],
      ['NVIDIA RTXA6000-2Q', 23],
      ['NVIDIA RTXA6000-2A', 23],
    ])
  })

  it('tells by these numbers that its driver goes by size', () => {
    const capacity = only(machine(types, [{ type: 'nvidia-525' }]))
    expect(capacity.rules).to.deep.equal([{ rule: 'one-size', size: 'framebuffer' }])
    const next = table(capacity, on('nvidia-525', 'nvidia-523', 'nvidia-523'))
    expect([next['nvidia-523'], next['nvidia-525'], next['nvidia-524']]).to.deep.equal(['21', '21', '0'])
    expect(table(capacity, [])['nvidia-533']).to.equal('1')
  })
})

describe('what is known of a real card', () => {
  const small = [
    nvidia(230, 'GRID T4-1Q', 1024, 16, 16),
    nvidia(231, 'GRID T4-2Q', 2048, 8, 8),
    nvidia(226, 'GRID T4-2A', 2048, 8, 8),
  ]

  it('NVIDIA before SR-IOV: the same type for certain, the same size likely, another size not', () => {
    const capacity = only(machine(small))
    expect(table(capacity)).to.deep.equal({ 'nvidia-230': '16', 'nvidia-231': '8', 'nvidia-226': '8' })
    expect(table(capacity, on('nvidia-231'))).to.deep.equal({
      'nvidia-230': '0',
      'nvidia-231': '7',
      'nvidia-226': '7?',
    })
    expect(table(capacity, on('nvidia-231', 'nvidia-231'))['nvidia-231']).to.equal('6')
  })

  it('an older driver is known by what it tells', () => {
    const told = [
      nvidia(230, 'GRID T4-1Q', 1024, 16, 0),
      nvidia(231, 'GRID T4-2Q', 2048, 8, 7),
      nvidia(226, 'GRID T4-2A', 2048, 8, 0),
    ]
    const capacity = only(machine(told, [{ type: 'nvidia-231' }]))
    expect(capacity.rules).to.deep.equal([{ rule: 'one-type' }])
    expect(table(capacity, on('nvidia-226'))).to.deep.equal({ 'nvidia-230': '0', 'nvidia-231': '0', 'nvidia-226': '7' })
  })

  it('what fits no rule is believed for now, and nothing is said of later', () => {
    const odd = [nvidia(230, 'GRID T4-1Q', 1024, 16, 3), nvidia(231, 'GRID T4-2Q', 2048, 8, 5)]
    const capacity = only(machine(odd, [{ type: 'nvidia-231' }]))
    expect(capacity.rules).to.deep.equal([])
    expect(table(capacity)).to.deep.equal({ 'nvidia-230': '3', 'nvidia-231': '5' })
    expect(table(capacity, [])).to.deep.equal({ 'nvidia-230': '?', 'nvidia-231': '?' })
    expect(predictAvailability(capacity, [])[0]?.reason).to.contain('fits no rule')
  })

  it('types that need MIG are not known, and with one of them nothing is', () => {
    const capacity = only(machine([...small, nvidia(506, 'NVIDIA A100-1-5C', 5120, 7, 0)]))
    expect(table(capacity, on('nvidia-230'))).to.include({ 'nvidia-230': '15', 'nvidia-506': '?' })
    expect(table(capacity, on('nvidia-506'))).to.deep.equal({
      ...{ 'nvidia-230': '?', 'nvidia-231': '?', 'nvidia-226': '?', 'nvidia-506': '?' },
    })
  })

  it('a device that is half made makes all unknown', () => {
    const snapshot = machine(small, [{ type: 'nvidia-231' }])
    delete snapshot.devices[0]?.type
    const capacity = only(snapshot)
    expect(capacity.reason).to.contain('half made')
    expect(table(capacity, [])['nvidia-230']).to.equal('?')
    expect(table(capacity)['nvidia-230']).to.equal('16')
  })

  it('what is only defined takes nothing', () => {
    const capacity = only(machine(small, [{ type: 'nvidia-231', active: false, defined: true }]))
    expect(capacity.live).to.deep.equal([])
  })

  const intel = (
    id: string,
    low: number,
    high: number,
    availableInstances?: number,
    fences = 4,
  ): Partial<HostType> => ({
    id,
    description: `low_gm_size: ${low}MB\nhigh_gm_size: ${high}MB\nfence: ${fences}\nresolution: 1024x768\nweight: 2`,
    ...(availableInstances !== undefined && { availableInstances }),
  })

  it('GVT-g: the aperture is found by what is left', () => {
    const capacity = only(
      machine(
        [
          intel('i915-GVTg_V5_8', 64, 384, 6),
          intel('i915-GVTg_V5_4', 128, 512, 3),
          intel('i915-GVTg_V5_2', 256, 1024, 1),
        ],
        [],
        { vendor: { id: 0x8086 } },
      ),
    )
    expect(capacity.rules[0]).to.deep.equal({ rule: 'pools', totals: { low: 416, high: 3200, fences: 28 } })
    expect(table(capacity, on('i915-GVTg_V5_4'))).to.deep.equal({
      ...{ 'i915-GVTg_V5_8': '4', 'i915-GVTg_V5_4': '2', 'i915-GVTg_V5_2': '1' },
    })
    const aggregated = [{ parent: CARD, type: 'i915-GVTg_V5_8', aggregation: 3 }]
    expect(table(capacity, aggregated)).to.include({ 'i915-GVTg_V5_8': '3', 'i915-GVTg_V5_4': '1' })
  })

  it('GVT-g: a device of several instances has the fences of one', () => {
    const type = 'i915-GVTg_V5_8'
    const capacity = only(machine([intel(type, 64, 384, 3, 8)], [], { vendor: { id: 0x8086 } }))
    expect(table(capacity, [{ parent: CARD, type, aggregation: 2 }])[type]).to.equal('2?')
  })

  it('GVT-g: where no known aperture fits, the answer is likely at most', () => {
    const types = [intel('i915-GVTg_V5_8', 64, 384, 4), intel('i915-GVTg_V5_4', 128, 512, 2)]
    const capacity = only(machine(types, [], { vendor: { id: 0x8086 } }))
    expect(capacity.guessed).to.equal(true)
    expect(table(capacity, on('i915-GVTg_V5_4'))).to.deep.equal({ 'i915-GVTg_V5_8': '2?', 'i915-GVTg_V5_4': '1?' })
    expect(table(capacity)).to.deep.equal({ 'i915-GVTg_V5_8': '4', 'i915-GVTg_V5_4': '2' })
  })

  for (const [id, told, made, expected] of [
    ['vfio_ccw-io', 1, 1, '0'],
    ['vfio_ap-passthrough', 65536, 3, '65533'],
    ['vfio_ap-passthrough', undefined, 3, '65533'],
    ['mdpy-vga', 4, 3, '1'],
    ['mtty-2', 12, 3, '9'],
    ['other-1', 5, 3, '2?'],
    ['other-1', undefined, 3, '?'],
  ] as const) {
    it(`${id} with ${told ?? 'nothing'} told and ${made} made: ${expected}`, () => {
      const type = { id, ...(told !== undefined && { availableInstances: told }) }
      const capacity = only(machine([type], [], { vendor: { id: 0x1234 } }))
      expect(table(capacity, on(...Array.from({ length: made }, () => id)))[id]).to.equal(expected)
    })
  }

  it('types of a driver that nobody knows are unknown', () => {
    const types = ['other-1', 'other-2'].map((id) => ({ id, availableInstances: 2 }))
    const capacity = only(machine(types, [], { vendor: { id: 0x1234 }, driver: 'thing' }))
    expect(table(capacity)).to.deep.equal({ 'other-1': '2', 'other-2': '2' })
    expect(table(capacity, on('other-1'))).to.deep.equal({ 'other-1': '?', 'other-2': '?' })
    expect(capacity.reason).to.equal(`How the types of ${CARD} share its hardware is not known of the driver thing.`)
  })

  it('a device of a type that is not offered makes all unknown', () => {
    expect(table(only(machine(small)), on('nvidia-999'))['nvidia-230']).to.equal('?')
  })

  it('is plain JSON', async () => {
    for (const { name } of personalities) {
      const capacities = capacitiesOf(await simulateHost(name).snapshot())
      expect(JSON.parse(JSON.stringify(capacities))).to.deep.equal(capacities)
    }
  })
})

describe('a card whose functions become the devices', () => {
  const FIRST = '0000:26:00.4'
  const SECOND = '0000:26:00.5'

  it('is full by its largest type', async () => {
    const capacity = only(await simulateHost('nvidia-l40s').snapshot())
    const one = (live: LiveDevice[], type: string) =>
      shown(predictAvailabilityOf(capacity, live, SECOND, type) ?? expect.fail())
    const half = { parent: FIRST, type: '1155' }
    expect([one([half], '1155'), one([half], '1165'), one([half], '1154'), one([half], '1156')]).to.deep.equal([
      // only older drivers want one type; only a switched card mixes sizes
      ...['1', '1?', '0?', '0'],
    ])
    expect(one([half, { parent: '0000:26:01.0', type: '1155' }], '1155')).to.equal('0')
  })

  it('that has devices is known by its name, and by what it lists', async () => {
    const host = simulateHost('nvidia-l40s')
    await host.create({ parent: FIRST, type: '1155' })
    const capacity = only(await host.snapshot())
    expect(capacity.rules).to.deep.equal([{ rule: 'one-size', size: 'framebuffer', perParent: 1 }])
    const two = [...capacity.live, { parent: SECOND, type: '1165' }]
    expect(predictAvailability(capacity, two).every((one) => shown(one) === '0')).to.equal(true)
    const mixing = simulateHost('nvidia-l40s-heterogeneous')
    await mixing.create({ parent: FIRST, type: '1155' })
    expect(only(await mixing.snapshot()).rules).to.deep.equal([
      { rule: 'pools', totals: { framebuffer: 49152 }, perParent: 1 },
    ])
  })

  it('that nobody knows tells nothing of what fits later', async () => {
    const host = simulateHost('nvidia-l40s')
    await host.create({ parent: FIRST, type: '1150' })
    const snapshot = await host.snapshot()
    for (const type of snapshot.types) if (type.name !== undefined) type.name = type.name.replace('L40S', 'X1')
    const capacity = only(snapshot)
    const two = [...capacity.live, { parent: SECOND, type: '1150' }]
    const third = predictAvailabilityOf(capacity, two, '0000:26:01.0', '1150')
    expect(third).to.include({ certainty: 'unknown' }).and.not.to.have.property('available')
    expect(shown(predictAvailabilityOf(capacity, two, SECOND, '1150') ?? expect.fail())).to.equal('0')
  })
})

describe('physicalDevices', () => {
  it('puts virtual functions below their card, and other parents by themselves', async () => {
    const devices = physicalDevices(await simulateHost('nvidia-a2').snapshot())
    expect(devices).to.have.lengthOf(1)
    expect(devices[0]).to.deep.include({
      ...{
        id: '0000:08:00.0',
        backend: 'mdev',
        virtFunctions: true,
        driver: 'nvidia',
        vendor: 0x10de,
        product: 0x25b6,
      },
    })
    expect(devices[0]?.parents.slice(0, 2)).to.deep.equal(['0000:08:00.4', '0000:08:00.5'])
    const samples = physicalDevices(await simulateHost('samples').snapshot())
    expect(samples).to.deep.equal(
      ['mbochs', 'mdpy', 'mtty'].map((id) => ({ id, parents: [id], backend: 'mdev', virtFunctions: false })),
    )
  })
})
