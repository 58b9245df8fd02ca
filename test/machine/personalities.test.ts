import { expect } from 'chai'
import type { Personality, SimulatedDeviceState, SimulatedHost } from '../../lib/machine/sim.js'
import { HostError, nodeDeviceOf, personalities, simulateHost } from '../../lib/machine/sim.js'

const FIRST = '0000:06:00.0'
const SECOND = '0000:86:00.0'

async function available(host: SimulatedHost, parent: string): Promise<Record<string, number | undefined>> {
  const { types } = await host.snapshot()
  return Object.fromEntries(
    types.filter((type) => type.parent === parent).map((type) => [type.id, type.availableInstances]),
  )
}

/** Of what many parents offer a part, spread over all of them. */
function some<T>(offers: readonly T[]): T[] {
  const most = 20
  if (offers.length <= most) return [...offers]
  return Array.from({ length: most }, (_, index) => offers[Math.floor((index * offers.length) / most)]).flatMap(
    (offer) => offer ?? [],
  )
}

describe('every personality', () => {
  for (const personality of personalities) {
    it(`${personality.name}: makes and removes one device of each type, and is then as before`, async () => {
      const host = simulateHost(personality.name)
      const before = await host.snapshot()
      expect(before.problems).to.deep.equal([])
      expect(before.types).not.to.have.lengthOf(0)
      for (const type of some(before.types.filter(({ availableInstances }) => availableInstances !== 0))) {
        const device = await host.create({ parent: type.parent, type: type.id })
        const snapshot = await host.snapshot()
        expect(snapshot.devices).to.deep.equal([device])
        expect(snapshot.problems).to.deep.equal([])
        const node = nodeDeviceOf(snapshot, device.name)
        // without a UUID it is the parent itself
        expect(device.uuid === undefined ? node?.name : node?.parent).to.equal(type.parentName)
        await host.destroy(device.name)
      }
      expect(await host.snapshot()).to.deep.equal(before)
    })

    it(`${personality.name}: is the same machine when its state is given back`, async () => {
      const host = simulateHost(personality.name)
      const { types } = await host.snapshot()
      const gone = await host.create({ parent: types[0]?.parent ?? '', type: types[0]?.id ?? '' })
      for (const type of some(types)) await host.create({ parent: type.parent, type: type.id }).catch(() => undefined)
      await host.destroy(gone.id)
      const state = structuredClone(host.state())
      const again = simulateHost(personality.name, { state })
      expect(await again.snapshot()).to.deep.equal(await host.snapshot())
      expect(again.state()).to.deep.equal(host.state())
    })
  }
})

describe('nvidia-t4', () => {
  let host: SimulatedHost

  beforeEach(() => {
    host = simulateHost('nvidia-t4')
  })

  it('has one type per card at a time', async () => {
    await host.create({ parent: FIRST, type: 'nvidia-231' })
    const types = await available(host, FIRST)
    expect(types['nvidia-231']).to.equal(7)
    expect(Object.values(types).filter((count) => count !== 0)).to.have.lengthOf(1)
    expect((await available(host, SECOND))['nvidia-234']).to.equal(1)
    const error: unknown = await host.create({ parent: FIRST, type: 'nvidia-230' }).catch((reason: unknown) => reason)
    expect(error).to.be.instanceOf(HostError).and.to.include({ code: 'no-instances-left' })
  })

  it('tells EINVAL of a race for the last instance as no instance left', async () => {
    host.kernel.delays.create = 2
    const types = ['nvidia-234', 'nvidia-229']
    const tries = await Promise.allSettled(types.map((type) => host.create({ parent: FIRST, type })))
    const [lost] = tries.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []))
    expect(lost).to.include({ code: 'no-instances-left', errno: 'EINVAL', syscall: 'write' })
  })

  it('takes the vendor parameters, keeps them in its state, and refuses others', async () => {
    const attributes = [{ name: 'nvidia/vgpu_params', value: 'frame_rate_limiter=0,disable_vnc=1' }]
    const device = await host.create({ parent: 'pci_0000_06_00_0', type: 'nvidia-231', attributes })
    expect(device.attributes).to.deep.equal(attributes)
    const file = `sys/bus/mdev/devices/${device.id}/nvidia/vgpu_params`
    const again = simulateHost('nvidia-t4', { state: host.state() })
    expect(new TextDecoder().decode(again.kernel.read(file))).to.equal('frame_rate_limiter=0,disable_vnc=1\n')
    const wrong = [{ name: 'nvidia/vgpu_params', value: `unknown=${'1'.repeat(200)}` }]
    const error: unknown = await host
      .create({ parent: FIRST, type: 'nvidia-231', attributes: wrong })
      .catch((reason: unknown) => reason)
    expect(error).to.include({ code: 'attribute-refused', errno: 'E2BIG' })
    expect((await host.snapshot()).devices).to.have.lengthOf(1)
  })

  it('is seen by libvirt as PCI functions behind bridges', async () => {
    const snapshot = await host.snapshot()
    const gpu = nodeDeviceOf(snapshot, FIRST)
    expect(gpu).to.deep.include({
      name: 'pci_0000_06_00_0',
      path: '/sys/devices/pci0000:00/0000:00:03.0/0000:06:00.0',
      parent: 'pci_0000_00_03_0',
      driver: 'nvidia',
    })
    const capability = gpu?.capabilities[0]
    if (capability?.type !== 'pci') throw new Error('no PCI function')
    const { mdevTypes, ...rest } = capability
    expect(mdevTypes).to.have.lengthOf(17)
    const address = { domain: 0, bus: 6, slot: 0, function: 0 }
    expect(rest).to.deep.equal({
      type: 'pci',
      class: 0x030200,
      ...address,
      product: { id: 0x1eb8 },
      vendor: { id: 0x10de },
      iommuGroup: { number: 30, addresses: [address] },
      numaNode: 0,
      pciExpress: {
        links: [
          { validity: 'cap', port: 0, speed: '8', width: 16 },
          { validity: 'sta', speed: '8', width: 16 },
        ],
      },
    })
    expect(nodeDeviceOf(snapshot, 'pci_0000_80_03_0')?.capabilities[0]).to.include({
      pciBridge: true,
      numaNode: 1,
    })
  })

  it('tells which CPUs its NUMA nodes have, by number', async () => {
    const simulated = simulateHost('nvidia-t4')
    simulated.kernel.addNumaNode({ id: 10, cpus: '' })
    simulated.kernel.addNumaNode({ id: 2, cpus: '48' })
    expect((await simulated.snapshot()).numaNodes).to.deep.equal([
      { id: 0, cpus: '0-11,24-35' },
      { id: 1, cpus: '12-23,36-47' },
      { id: 2, cpus: '48' },
      { id: 10, cpus: '' },
    ])
    expect(await simulateHost('mtty').snapshot()).not.to.have.property('numaNodes')
  })

  it('names vendors where it is given names', async () => {
    const named = simulateHost('nvidia-t4', { pciNames: (vendor) => (vendor === 0x10de ? { vendor: 'NVIDIA' } : {}) })
    const node = (await named.snapshot()).nodes.find((candidate) => candidate.id === FIRST)
    expect(node).to.deep.include({ vendor: { id: 0x10de, name: 'NVIDIA' }, product: { id: 0x1eb8 } })
  })
})

describe('i915-gvtg', () => {
  const GPU = '0000:00:02.0'

  it('has types without names that share one pool', async () => {
    const host = simulateHost('i915-gvtg')
    expect(await available(host, GPU)).to.deep.equal({ 'i915-GVTg_V5_4': 1, 'i915-GVTg_V5_8': 2 })
    const { types } = await host.snapshot()
    for (const type of types) expect(type).not.to.have.property('name')
    expect(types[1]?.description).to.equal(
      'low_gm_size: 64MB\nhigh_gm_size: 384MB\nfence: 4\nresolution: 1024x768\nweight: 2',
    )
    await host.create({ parent: GPU, type: 'i915-GVTg_V5_8' })
    expect(await available(host, GPU)).to.deep.equal({ 'i915-GVTg_V5_4': 0, 'i915-GVTg_V5_8': 1 })
    const second = await host.create({ parent: GPU, type: 'i915-GVTg_V5_8' })
    expect(second.driver).to.equal('vfio_mdev')
    expect(new TextDecoder().decode(host.kernel.read(`sys/bus/mdev/devices/${second.id}/intel_vgpu/vgpu_id`))).to.equal(
      '2\n',
    )
    expect(await available(host, GPU)).to.deep.equal({ 'i915-GVTg_V5_4': 0, 'i915-GVTg_V5_8': 0 })
  })
})

describe('simulateHost', () => {
  it('knows no other names', () => {
    expect(() => simulateHost('nvidia-t5'))
      .to.throw(HostError, 'no simulated machine')
      .with.property('code', 'not-supported')
    expect(() => simulateHost('__proto__')).to.throw(HostError)
  })

  const uuid = '00000009-aaaa-4bbb-8ccc-ddddeeeeffff'
  const device = { parent: 'mtty', type: 'mtty-1', uuid }
  const cases: [string, SimulatedDeviceState[]][] = [
    ['uuid-exists', [device, device]],
    ['type-unknown', [{ ...device, type: 'mtty-3' }]],
    ['parent-unknown', [{ ...device, parent: 'nope' }]],
    [
      'no-instances-left',
      Array.from({ length: 25 }, (_, index) => ({ ...device, uuid: `${uuid.slice(0, -2)}${index + 10}` })),
    ],
    ['driver-refused', [{ ...device, attributes: [{ name: 'vendor/sample_mdev_dev', value: '1' }] }]],
  ]
  for (const [code, devices] of cases) {
    it(`refuses a state that does not fit: ${code}`, () => {
      const state = { version: 1 as const, personality: 'mtty', devices }
      expect(() => simulateHost('mtty', { state }))
        .to.throw(HostError)
        .with.property('code', code)
    })
  }

  it('refuses the state of another machine', () => {
    const state = simulateHost('mtty').state()
    expect(() => simulateHost('mdpy', { state }))
      .to.throw(HostError)
      .with.property('code', 'not-supported')
  })

  it("takes a personality of one's own, in plain data", async () => {
    const own: Personality = {
      name: 'own',
      summary: 'Two of one kind.',
      virtualDevices: [{ class: 'own', name: 'own0' }],
      parents: [
        {
          device: 'own0',
          driver: 'own',
          types: [{ id: 'own-a', deviceApi: 'vfio-platform', demand: { slots: 1 } }],
          capacity: { rule: 'pools', totals: { slots: 2 } },
          whenFull: 'ENOSPC',
        },
      ],
    }
    const host = simulateHost(own)
    const made = await host.create({ parent: 'own_own0', type: 'own-a' })
    expect(made).to.include({ parentName: 'own_own0', deviceApi: 'vfio-platform' })
    expect(await available(host, 'own0')).to.deep.equal({ 'own-a': 1 })
  })
})
