import { expect } from 'chai'
import fc from 'fast-check'
import type { WrittenParent, WrittenPersonality } from '../../lib/machine/sim.js'
import {
  HostError,
  nodeDeviceOf,
  parsePersonality,
  personalities,
  readPersonality,
  simulateHost,
} from '../../lib/machine/sim.js'
import type { CapacityRule, Personality, SimulatedHost } from '../../lib/machine/sim.js'

const CARD = '0000:06:00.0'
const uuid = (number: number) => `0000000${number}-aaaa-4bbb-8ccc-ddddeeeeffff`

/** A card of one's own, behind a bridge. */
const MINE = {
  version: 1,
  name: 'mine',
  kernel: '6.1',
  firstIommuGroup: 10,
  numaNodes: [{ id: 0, cpus: '0-7' }],
  pciFunctions: [
    {
      ...{ address: '0000:00:03.0', class: '0x060400', vendor: '0x8086', device: '0x6f08', driver: 'pcieport' },
      ...{ secondaryBus: 6, iommuGroup: 2, link: { port: 0, speed: 3, width: 16 } },
    },
    {
      ...{ address: CARD, bridge: '0000:00:03.0', class: '0x030200', vendor: '0x10DE', device: '0x1eb8' },
      ...{ subsystemVendor: '0x10de', subsystemDevice: '0x12a2', revision: '0xa1', driver: 'mine', numaNode: 0 },
    },
  ],
  parents: [
    {
      device: CARD,
      driver: 'mine-vfio',
      module: 'mine',
      parameters: { debug: '0' },
      types: [
        {
          id: 'mine-small',
          name: 'Small',
          description: 'framebuffer=512M',
          deviceApi: 'vfio-pci',
          demand: { memory: 1 },
        },
        { id: 'mine-large', deviceApi: 'vfio-pci', demand: { memory: 4 }, maxInstances: 1 },
      ],
      capacity: { rule: 'pools', totals: { memory: 8 } },
      whenFull: 'ENOSPC',
      attributes: [
        { name: 'mine/id', text: '{uuid} {parent} {type} {ordinal} {other}' },
        { name: 'mine/mode', text: 'slow', writable: { values: ['slow', 'fast'] } },
        { name: 'mine/label', text: '', writable: { longest: 4 } },
        { name: 'mine/trigger', writable: true },
      ],
    },
  ],
}

/** The same with something else in it. */
function changed(change: (personality: typeof MINE) => void): unknown {
  const copy = structuredClone(MINE)
  change(copy)
  return copy
}

function opened(value: unknown): SimulatedHost {
  const { personality, problems = [] } = readPersonality(value)
  if (personality === undefined) throw new Error(problems.join('\n'))
  return simulateHost(personality)
}

async function availableOf(host: SimulatedHost): Promise<Record<string, number | undefined>> {
  const { types } = await host.snapshot()
  return Object.fromEntries(types.map((type) => [`${type.parent} ${type.id}`, type.availableInstances]))
}

describe('a personality as JSON', () => {
  it('is a machine with its types, which are made and removed', async () => {
    const { personality } = parsePersonality(JSON.stringify({ $schema: './personality.json', ...MINE }))
    if (personality === undefined) throw new Error('refused')
    const host = simulateHost(personality)
    const snapshot = await host.snapshot()
    expect(snapshot.problems).to.deep.equal([])
    expect(nodeDeviceOf(snapshot, 'pci_0000_06_00_0')).to.deep.include({ parent: 'pci_0000_00_03_0', driver: 'mine' })
    expect(snapshot.nodes[1]).to.deep.include({ class: 0x030200, vendor: { id: 0x10de }, product: { id: 0x1eb8 } })
    expect(await availableOf(host)).to.deep.equal({ [`${CARD} mine-small`]: 8, [`${CARD} mine-large`]: 1 })
    const attributes = [{ name: 'mine/mode', value: 'fast' }]
    const device = await host.create({ parent: CARD, type: 'mine-large', uuid: uuid(1), attributes })
    expect(device).to.include({ driver: 'mine-vfio', iommuGroup: 10 })
    expect(await availableOf(host)).to.deep.equal({ [`${CARD} mine-small`]: 4, [`${CARD} mine-large`]: 0 })
    const read = (name: string) =>
      new TextDecoder().decode(host.kernel.read(`sys/bus/mdev/devices/${uuid(1)}/mine/${name}`))
    expect(read('id')).to.equal(`${uuid(1)} ${CARD} mine-large 1 {other}\n`)
    expect(read('mode')).to.equal('fast\n')
    const again = simulateHost(personality, { state: structuredClone(host.state()) })
    expect(await again.snapshot()).to.deep.equal(await host.snapshot())
    await host.destroy(uuid(1))
    expect(await host.snapshot()).to.deep.equal(snapshot)
  })

  for (const [name, value, expected] of [
    ['mode', 'middle', 'EINVAL'],
    ['label', 'long!', 'E2BIG'],
    ['label', '1234\n', undefined],
    ['trigger', 'anything', undefined],
    ['id', 'x', 'EACCES'],
  ] as const) {
    it(`its file ${name} answers ${expected ?? 'nothing'} to ${JSON.stringify(value)}`, async () => {
      const host = opened(MINE)
      const attributes = [{ name: `mine/${name}`, value }]
      const made = host.create({ parent: CARD, type: 'mine-small', uuid: uuid(1), attributes })
      const error: unknown = await made.then(
        () => undefined,
        (reason: unknown) => reason,
      )
      if (expected === undefined) expect(error).to.equal(undefined)
      else expect(error).to.be.instanceOf(HostError).and.to.include({ errno: expected })
    })
  }

  it('is as slow as it says', async () => {
    const host = opened(changed(({ parents: [parent] }) => Object.assign(parent ?? {}, { delay: { create: 15 } })))
    const begun = performance.now()
    await host.create({ parent: CARD, type: 'mine-small' })
    expect(performance.now() - begun).to.be.greaterThan(13)
  })

  const rules: [CapacityRule, Record<string, number>, Record<string, number>][] = [
    [
      { rule: 'pools', totals: { memory: 8 } },
      { a: 4, b: 2 },
      { a: 3, b: 1 },
    ],
    [
      { rule: 'pools', totals: { memory: 8 }, perParent: 1 },
      { a: 1, b: 1 },
      { a: 0, b: 0 },
    ],
    [{ rule: 'one-type' }, { a: 4, b: 2 }, { a: 3, b: 0 }],
    [
      { rule: 'one-size', size: 'memory' },
      { a: 4, b: 2 },
      { a: 3, b: 0 },
    ],
    [
      { rule: 'counter', total: 3 },
      { a: 3, b: 3 },
      { a: 2, b: 2 },
    ],
    [{ rule: 'each-type' }, { a: 4, b: 2 }, { a: 3, b: 2 }],
  ]
  for (const [capacity, empty, withOne] of rules) {
    it(`can have the rule ${JSON.stringify(capacity)}`, async () => {
      const host = opened({
        ...{ version: 1, name: 'rules', virtualDevices: [{ class: 'own', name: 'own0' }] },
        parents: [
          {
            ...{ device: 'own0', driver: 'own', capacity },
            types: [
              { id: 'a', deviceApi: 'vfio-pci', demand: { memory: 2 }, maxInstances: 4 },
              { id: 'b', deviceApi: 'vfio-pci', demand: { memory: 4 }, maxInstances: 2 },
            ],
          },
        ],
      })
      const available = async () => {
        const { types } = await host.snapshot()
        return Object.fromEntries(types.map((type) => [type.id, type.availableInstances]))
      }
      expect(await available()).to.deep.equal(empty)
      await host.create({ parent: 'own0', type: 'a' })
      expect(await available()).to.deep.equal(withOne)
    })
  }

  it('can be an s390 machine', async () => {
    const host = opened({
      ...{ version: 1, name: 'z', summary: 'Mine.', kernel: '5.10' },
      subchannels: [
        {
          address: '0.0.0052',
          driver: 'vfio_ccw',
          device: { address: '0.0.c000', cutype: '3990/e9', devtype: '3390/0a', driver: 'dasd-eckd' },
        },
      ],
      ap: {
        ...{ maxAdapter: 63, maxDomain: 84, cards: [{ adapter: 5, type: 'CEX7C', hwtype: 13 }], domains: [71] },
        reserved: { adapters: [], domains: [] },
      },
      parents: [
        {
          ...{
            device: '0.0.0052',
            driver: 'vfio_ccw_mdev',
            capacity: { rule: 'counter', total: 1 },
            whenFull: 'EPERM',
          },
          types: [{ id: 'vfio_ccw-io', deviceApi: 'vfio-ccw' }],
        },
        {
          ...{ device: 'matrix', driver: 'vfio_ap_mdev', capacity: { rule: 'counter', total: 2 } },
          types: [{ id: 'vfio_ap-passthrough', deviceApi: 'vfio-ap' }],
          apMatrix: { hotplug: true, apConfig: true },
        },
      ],
    })
    expect((await host.snapshot()).nodes.map((node) => node.name)).to.deep.equal(['ap_matrix', 'css_0_0_0052'])
    const attributes = ['assign_adapter=5', 'assign_domain=71'].map((text) => {
      const [name = '', value = ''] = text.split('=')
      return { name, value }
    })
    await host.create({ parent: 'matrix', type: 'vfio_ap-passthrough', uuid: uuid(1), attributes })
    expect(new TextDecoder().decode(host.kernel.read(`sys/bus/mdev/devices/${uuid(1)}/matrix`))).to.equal('05.0047\n')
  })

  const parent = (change: Partial<Record<keyof WrittenParent, unknown>>) =>
    changed(({ parents: [first] }) => Object.assign(first ?? {}, change))
  const type = (change: object) => changed(({ parents: [first] }) => Object.assign(first?.types[0] ?? {}, change))
  const cases: [string, unknown, string][] = [
    ['no object', [], 'the whole must be object'],
    ['another version', { ...MINE, version: 2 }, '/version must be 1'],
    ['a key that is misspelled', { ...MINE, parnets: [] }, `must not have the key 'parnets'`],
    ['no parents', { version: 1, name: 'x' }, "must have required property 'parents'"],
    ['the name of a built-in machine', { ...MINE, name: 'mtty' }, '/name is that of another machine: "mtty"'],
    [
      'an address in capitals',
      changed(({ pciFunctions: [, card] }) => Object.assign(card ?? {}, { address: 'A' })),
      '/pciFunctions/1/address must match',
    ],
    [
      'a bridge behind its device',
      { ...MINE, pciFunctions: MINE.pciFunctions.toReversed() },
      '/pciFunctions/0/bridge is no function before it: 0000:00:03.0',
    ],
    [
      'a function twice',
      { ...MINE, pciFunctions: [...MINE.pciFunctions, MINE.pciFunctions[0]] },
      '/pciFunctions/2/address is there already',
    ],
    [
      'a parent that is no device',
      parent({ device: 'nope' }),
      '/parents/0/device is no device of this machine: "nope"',
    ],
    [
      'a parameter that is no name',
      parent({ parameters: { '../refcnt': '1' } }),
      '/parents/0/parameters has a name that no parameter has: "../refcnt"',
    ],
    [
      'the name of another device',
      { ...MINE, virtualDevices: [{ class: 'sample', name: CARD }] },
      `/virtualDevices/0/name is that of another device: "${CARD}"`,
    ],
    ['a parent twice', { ...MINE, parents: [MINE.parents[0], MINE.parents[0]] }, '/parents/1/device is there already'],
    [
      'a rule that is unknown',
      parent({ capacity: { rule: 'none' } }),
      '/parents/0/capacity value of tag "rule" must be in oneOf',
    ],
    [
      'a rule without its numbers',
      parent({ capacity: { rule: 'counter' } }),
      "/parents/0/capacity must have required property 'total'",
    ],
    ['a type with a slash', type({ id: 'a/b' }), '/parents/0/types/0/id must match'],
    ['a type with the name ..', type({ id: '..' }), '/parents/0/types/0/id must match'],
    ['a type twice', type({ id: 'mine-large' }), '/parents/0/types/1/id is there already: mine-large'],
    [
      'a pool that is not there',
      type({ demand: { fences: 1 } }),
      '/parents/0/types/0/demand names no pool of the parent: "fences"',
    ],
    ['a type that takes nothing', type({ demand: {} }), '/parents/0/types/0 takes nothing from any pool'],
    [
      'a type without its number',
      parent({ capacity: { rule: 'one-type' } }),
      '/parents/0/types/0 has no "maxInstances", which the rule "one-type" counts by',
    ],
    [
      'a type without its size',
      parent({ capacity: { rule: 'one-size', size: 'framebuffer' } }),
      '/parents/0/types/0 has no size: no "framebuffer" in "demand"',
    ],
    [
      'an aggregation without its form',
      type({ maxAggregation: 2 }),
      '/parents/0/types/0/maxAggregation needs the "aggregation" of the parent',
    ],
    ['an errno that is none', parent({ whenFull: 'EFULL' }), '/parents/0/whenFull must be one of "E'],
    [
      'a file that leads out',
      parent({ attributes: [{ name: '../remove', text: '' }] }),
      '/parents/0/attributes/0/name is no plain path: "../remove"',
    ],
    [
      "a file of the kernel's",
      parent({ attributes: [{ name: 'power/x', text: '' }] }),
      `/parents/0/attributes/0/name is the kernel's own: "power/x"`,
    ],
    [
      'a file in a file',
      parent({
        attributes: [
          { name: 'a', text: '' },
          { name: 'a/b', text: '' },
        ],
      }),
      '/parents/0/attributes/0/name is a directory of another file: "a"',
    ],
    [
      'a file for nothing',
      parent({ attributes: [{ name: 'a' }] }),
      '/parents/0/attributes/0 can be neither read nor written',
    ],
    [
      'a matrix without adapters',
      parent({ apMatrix: { hotplug: true, apConfig: true } }),
      '/parents/0/apMatrix needs the crypto adapters of "ap"',
    ],
  ]
  for (const [what, value, expected] of cases) {
    it(`is refused with ${what}`, () => {
      const { problems = [] } = readPersonality(value)
      expect(problems.join('\n')).to.contain(expected)
      for (const problem of problems) expect(problem).to.match(/^In the personality, .*\.$/)
    })
  }

  it('can have the rule of shared hardware in any order of its keys', () => {
    const rules = [
      { rule: 'counter', total: 2, perParent: 1 },
      { perParent: 1, total: 2, rule: 'counter' },
    ]
    const virtualDevices = ['one', 'two'].map((name) => ({ class: 'sample', name }))
    const parents = rules.map((capacity, index) => ({
      ...{ device: virtualDevices[index]?.name, driver: 'sample', hardware: 'card', capacity },
      types: [{ id: 'sample-1', deviceApi: 'vfio-pci' }],
    }))
    expect(readPersonality({ version: 1, name: 'x', virtualDevices, parents }).problems).to.equal(undefined)
  })

  it('makes room for what a device becomes with its own, also on shared hardware', async () => {
    const type = { id: 'sample-1', deviceApi: 'vfio-pci', demand: { units: 1 }, maxAggregation: 4 }
    const { personality } = readPersonality({
      ...{ version: 1, name: 'x', virtualDevices: [{ class: 'sample', name: 'one' }] },
      parents: [
        {
          ...{ device: 'one', driver: 'sample', hardware: 'card', types: [type], aggregation: 'attribute' },
          capacity: { rule: 'pools', totals: { units: 4 } },
        },
      ],
    })
    if (personality === undefined) throw new Error('It is no personality.')
    const host = simulateHost(personality)
    await host.create({ parent: 'one', type: 'sample-1', uuid: uuid(1) })
    const file = `sys/bus/mdev/devices/${uuid(1)}/mdev/aggregated_instances`
    await host.kernel.write(file, new TextEncoder().encode('4'))
    expect((await host.snapshot()).types[0]?.availableInstances).to.equal(0)
  })

  it('is refused where it is no JSON', () => {
    expect(parsePersonality('{').problems).to.have.lengthOf(1)
  })

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('parents', 'pciFunctions', 'ap', 'name'), (value, key) => {
        const { problems } = readPersonality({ ...MINE, [key]: value })
        if (problems !== undefined) expect(problems).not.to.have.lengthOf(0)
      }),
    )
  })

  it('can say what the built-in machines are, as far as they are data', async () => {
    for (const personality of personalities) {
      const written = writtenFrom(personality)
      if (written === undefined) continue
      const read = readPersonality(written)
      expect(read.problems, personality.name).to.equal(undefined)
      if (read.personality === undefined) continue
      const [own, builtIn] = [simulateHost(read.personality), simulateHost(personality)]
      expect(await own.snapshot(), personality.name).to.deep.equal(await builtIn.snapshot())
    }
  })
})

/** A built-in machine as JSON without the vendor's files, which are functions there. */
function writtenFrom({ summary, pciFunctions, subchannels, parents, ...rest }: Personality): unknown {
  const hex = (number: number, digits: number) => `0x${number.toString(16).padStart(digits, '0')}`
  const pci = ({
    domain,
    bus,
    slot,
    function: number,
  }: {
    domain: number
    bus: number
    slot: number
    function: number
  }) => `${hex(domain, 4).slice(2)}:${hex(bus, 2).slice(2)}:${hex(slot, 2).slice(2)}.${number}`
  const ccw = ({ cssid, ssid, devno }: { cssid: number; ssid: number; devno: number }) =>
    `${cssid.toString(16)}.${ssid}.${hex(devno, 4).slice(2)}`
  const written: unknown = {
    ...rest,
    ...{ version: 1, name: `my-${rest.name}`, summary },
    ...(pciFunctions && {
      pciFunctions: pciFunctions.map((each) => ({
        ...each,
        ...{
          address: pci(each.address),
          class: hex(each.class, 6),
          vendor: hex(each.vendor, 4),
          device: hex(each.device, 4),
        },
        ...(each.bridge && { bridge: pci(each.bridge) }),
        ...(each.physFunction && { physFunction: pci(each.physFunction) }),
        ...(each.subsystemVendor !== undefined && { subsystemVendor: hex(each.subsystemVendor, 4) }),
        ...(each.subsystemDevice !== undefined && { subsystemDevice: hex(each.subsystemDevice, 4) }),
        ...(each.revision !== undefined && { revision: hex(each.revision, 2) }),
      })),
    }),
    ...(subchannels && {
      subchannels: subchannels.map((each) => ({
        ...each,
        address: ccw(each.address),
        device: { ...each.device, address: ccw(each.device.address) },
      })),
    }),
    parents: parents.map(({ attributes: _attributes, behaviour: _behaviour, ...each }) => each),
  }
  return JSON.parse(JSON.stringify(written)) as WrittenPersonality
}
