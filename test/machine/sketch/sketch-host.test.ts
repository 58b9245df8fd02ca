import { expect } from 'chai'
import fc from 'fast-check'
import type { Personality, SimulatedHost, SketchVariant } from '../../../lib/machine/sim.js'
import { Errno, Faults, FileTree, openSysfs, recordedTree, simulateHost } from '../../../lib/machine/sim.js'
import { pool2016 } from '../../../lib/machine/simulation/personalities/pool-2016.js'
import { failureCode } from '../failure-code.js'
import { wholeTree } from '../whole-tree.js'
import '../../seed.js'

const GPU = '0000:05:00.0'
const TYPES = `sys/bus/pci/devices/${GPU}/mdev_supported_types`
const VM = '12345678-1234-1234-1234-123456789abc'
const UUID = 'abcdef00-1234-4234-8234-123456789abc'

/** The card without a pool to divide: each type takes from the 1,024 MB. */
function machine(sketch: SketchVariant, more: Partial<Personality['parents'][number]> = {}): SimulatedHost {
  return simulateHost({ ...pool2016, parents: pool2016.parents.map((parent) => ({ ...parent, sketch, ...more })) })
}

async function left(host: SimulatedHost): Promise<Record<string, number | undefined>> {
  const { types } = await host.snapshot()
  return Object.fromEntries(types.map(({ id, availableInstances }) => [id, availableInstances]))
}

describe('a parent of the sketch of August 2016', () => {
  it('offers its types with what fits and what is left', async () => {
    const { types, problems, nodes } = await simulateHost('pool-2016').snapshot()
    expect(problems).to.deep.equal([])
    expect(nodes.map(({ id, backend }) => [id, backend])).to.deep.equal([[GPU, 'sketch']])
    const { details, ...type } = types[0] ?? {}
    expect(type).to.deep.equal({
      parent: GPU,
      parentName: 'pci_0000_05_00_0',
      backend: 'sketch',
      id: 'vgpu-128',
      name: 'vGPU 128 MB',
      description: 'num_heads=1, framebuffer=128M, max_resolution=1920x1200',
      maxInstances: 8,
      availableInstances: 8,
      configurable: true,
    })
    expect(details).to.have.property('framebufferMiB', 128)
    expect(types.map(({ availableInstances }) => availableInstances)).to.deep.equal([8, 0, 0])
  })

  it("makes a guest's devices, which know their guest, and the state keeps them", async () => {
    const host = simulateHost('pool-2016')
    const before = wholeTree(host.kernel.tree)
    const request = { parent: GPU, type: 'vgpu-128' }
    const made = await host.createAll([{ ...request, uuid: UUID.toUpperCase() }, request], { group: VM })
    expect(made[0]).to.deep.equal({
      id: UUID,
      uuid: UUID,
      name: 'mdev_abcdef00_1234_4234_8234_123456789abc_0000_05_00_0',
      parent: GPU,
      parentName: 'pci_0000_05_00_0',
      backend: 'sketch',
      path: `/sys/devices/pci0000:05/${GPU}/${UUID}`,
      active: true,
      defined: false,
      type: 'vgpu-128',
      driver: 'vfio_mpci',
      deviceApi: 'vfio-pci',
      iommuGroup: 20,
      group: VM,
      ours: true,
    })
    expect(new TextDecoder().decode(host.kernel.read(`sys/bus/mdev/devices/${UUID}/vm_uuid`))).to.equal(`${VM}\n`)
    const again = simulateHost('pool-2016', { state: structuredClone(host.state()) })
    const snapshot = await again.snapshot()
    expect(snapshot.devices).to.have.deep.members(made)
    expect(snapshot.types[0]).to.include({ maxInstances: 8, availableInstances: 6 })
    expect(again.state()).to.deep.equal(host.state())
    await again.destroyGroup(VM)
    expect(wholeTree(again.kernel.tree)).to.deep.equal(before)
  })

  it('removes by the file of the parent where devices have none', async () => {
    const host = machine({ remove: 'parent' })
    const { id } = await host.create({ parent: GPU, type: 'vgpu-512', uuid: UUID })
    expect(host.kernel.list(`sys/bus/mdev/devices/${id}`)).not.to.include('remove')
    const release = host.kernel.hold(id)
    expect(await failureCode(host.destroy(id))).to.equal('in-use')
    release()
    await host.destroy(id.toUpperCase())
    expect(host.state().devices).to.deep.equal([])
    expect(await failureCode(host.destroy(id))).to.equal('device-unknown')
  })

  it('finds its parent when all types have vanished', async () => {
    const host = machine({ full: 'vanish' })
    const made = await host.createAll([
      { parent: GPU, type: 'vgpu-512' },
      { parent: GPU, type: 'vgpu-512' },
    ])
    expect((await host.snapshot()).types).to.deep.equal([])
    expect((await host.snapshot()).devices).to.have.deep.members(made)
    expect(await failureCode(host.create({ parent: GPU, type: 'vgpu-128' }))).to.equal('type-unknown')
    await host.destroy(made[0]?.name ?? '')
    expect(await left(host)).to.deep.equal({ 'vgpu-128': 4, 'vgpu-256': 2, 'vgpu-512': 1 })
  })

  const variants: [string, SketchVariant][] = [
    ['a number', { counts: 'maximum' }],
    ['current and maximum', { counts: 'pair' }],
    ['types that vanish', { full: 'vanish' }],
  ]
  for (const [what, sketch] of variants) {
    it(`counts as the memory does, with ${what}`, async () => {
      const sizes = [128, 256, 512]
      const step = fc.tuple(fc.constantFrom('make', 'remove'), fc.nat(2))
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
          const host = machine(sketch)
          const live: { id: string; size: number }[] = []
          for (const [what, choice] of steps) {
            const size = sizes[choice] ?? 0
            if (what === 'remove') {
              const gone = live.splice(choice % Math.max(1, live.length), 1)
              for (const { id } of gone) await host.destroy(id)
            } else {
              const fits = live.reduce((sum, device) => sum + device.size, size) <= 1024
              const made = await host.create({ parent: GPU, type: `vgpu-${size}` }).catch(() => undefined)
              expect(made !== undefined).to.equal(fits)
              if (made) live.push({ id: made.id, size })
            }
          }
          const free = 1024 - live.reduce((sum, device) => sum + device.size, 0)
          const model = sizes
            .map((size): [string, number] => [`vgpu-${size}`, Math.floor(free / size)])
            .filter(([, count]) => sketch.full !== 'vanish' || count > 0)
          expect(await left(host)).to.deep.equal(Object.fromEntries(model))
        }),
        { numRuns: 10 },
      )
    })
  }

  it('undoes a device that does not take its guest or an attribute', async () => {
    const host = machine({}, { attributes: () => ({ weight: { mode: 0o644, show: () => '1\n', store: refuse } }) })
    const before = wholeTree(host.kernel.tree)
    const attributes = [{ name: 'weight', value: '2' }]
    const requests = [
      { parent: GPU, type: 'vgpu-128' },
      { parent: GPU, type: 'vgpu-128', attributes },
    ]
    const error: unknown = await host.createAll(requests, { group: VM }).catch((reason: unknown) => reason)
    expect(error).to.include({ code: 'attribute-refused', errno: 'EINVAL', request: 1 })
    expect(wholeTree(host.kernel.tree)).to.deep.equal(before)
  })

  const refusals: [string, object, string][] = [
    ['an unknown type', { type: 'VGPU-128' }, 'type-unknown'],
    ['a type without instances', { type: 'vgpu-512' }, 'no-instances-left'],
    ['a handle', { index: '1' }, 'not-supported'],
    ['parameters', { parameters: 'x' }, 'not-supported'],
    ['several instances in one', { aggregate: 2 }, 'not-supported'],
  ]
  for (const [what, request, code] of refusals) {
    it(`refuses ${what}`, async () => {
      const host = simulateHost('pool-2016')
      expect(await failureCode(host.create({ parent: GPU, type: 'vgpu-128', ...request }))).to.equal(code)
    })
  }

  it('refuses what is more than fits, and a UUID twice', async () => {
    const host = machine({})
    const half = { parent: GPU, type: 'vgpu-512' }
    expect(await failureCode(host.createAll([half, half, half]))).to.equal('no-instances-left')
    expect(host.state().devices).to.deep.equal([])
    await host.create({ ...half, uuid: UUID })
    expect(await failureCode(host.create({ ...half, uuid: UUID }))).to.equal('uuid-exists')
  })
})

describe('files of the sketch that are not as they should be', () => {
  const PARENT = 'sys/devices/virtual/gpu/gpu0'

  it('are told, and hide nothing else', async () => {
    const { types, devices, problems } = await openSysfs(
      recordedTree({
        'sys/class/mdev': { dir: true },
        [`${PARENT}/mdev_supported_types/a/max_instances`]: { text: 'many\n' },
        [`${PARENT}/mdev_supported_types/b/max_instances`]: { text: ' 2 / 6 \n' },
        [`${PARENT}/mdev_supported_types/b/devices/${UUID}`]: { link: `../../../${UUID}` },
        [`${PARENT}/mdev_supported_types/c/max_instances`]: { text: '3\n', mode: '0644' },
        [`${PARENT}/${UUID}/vm_uuid`]: { text: 'me\n' },
        [`${PARENT}/${VM}/vm_uuid`]: { text: '\n' },
        [`sys/bus/mdev/devices/${UUID}`]: { link: `../../../devices/virtual/gpu/gpu0/${UUID}` },
        [`sys/bus/mdev/devices/${VM}`]: { link: `../../../devices/virtual/gpu/gpu0/${VM}` },
      }),
    ).snapshot()
    expect(
      types.map(({ id, maxInstances, availableInstances }) => [id, maxInstances, availableInstances]),
    ).to.deep.equal([
      ['a', undefined, undefined],
      ['b', 6, 4],
      // a device whose type is not known may be one of them
      ['c', 3, undefined],
    ])
    expect(devices.map(({ id, type, group }) => [id, type, group])).to.deep.equal([
      [VM, undefined, undefined],
      [UUID, 'b', undefined],
    ])
    expect(problems.map(({ message }) => message)).to.have.members([
      'The value "many" is neither a number nor two, current and maximum.',
      'The value "me" is no UUID.',
      `The device ${VM} has no type: it is being made or removed.`,
    ])
  })

  it('a count that may be written is known by the mode of its file, where that was recorded', async () => {
    const files = {
      'sys/class/mdev': { dir: true } as const,
      [`${PARENT}/mdev_supported_types/a/max_instances`]: { text: '1\n' },
      [`${PARENT}/mdev_supported_types/b/max_instances`]: { text: '1\n', mode: '0644' },
      [`${PARENT}/mdev_supported_types/c/max_instances`]: { text: '1\n', mode: '0444' },
    }
    const { types } = await openSysfs(recordedTree(files)).snapshot()
    expect(types.map(({ configurable }) => configurable)).to.deep.equal([undefined, true, undefined])
  })

  it('a refusal names the devices that share the hardware', async () => {
    const faults = new Faults()
    const host = simulateHost('pool-2016', { faults })
    await host.create({ parent: GPU, type: 'vgpu-128', uuid: UUID })
    faults.add({ on: ({ kind, file }) => kind === 'write' && file.endsWith('/create'), fails: 'ENOSPC' })
    const error: unknown = await host.create({ parent: GPU, type: 'vgpu-128' }).catch((reason: unknown) => reason)
    expect(error).to.deep.include({
      code: 'no-instances-left',
      siblings: [{ id: UUID, parent: GPU, type: 'vgpu-128' }],
    })
  })

  it('a device without a type is left alone', async () => {
    const host = machine({})
    await host.create({ parent: GPU, type: 'vgpu-128', uuid: UUID })
    host.kernel.tree.remove(`sys/devices/pci0000:05/${GPU}/${UUID}/mdev_type`)
    expect(await failureCode(host.destroy(UUID))).to.equal('busy')
  })

  it('the merged hierarchy on the same machine is spoken to as such', async () => {
    const tree = new FileTree()
    const merged = 'sys/devices/virtual/mtty/mtty'
    tree.addDirectory('sys/class/mdev')
    tree.addLink('sys/class/mdev_bus/mtty', merged)
    tree.addFile(`${merged}/mdev_supported_types/mtty-1/available_instances`, { mode: 0o444, show: () => '24\n' })
    tree.addFile(`${merged}/mdev_supported_types/mtty-1/device_api`, { mode: 0o444, show: () => 'vfio-pci\n' })
    tree.addLink('sys/class/mdev_bus/gpu0', PARENT)
    tree.addFile(`${PARENT}/mdev_supported_types/a/max_instances`, { mode: 0o444, show: () => '1\n' })
    const { types, problems } = await openSysfs({
      list: (directory) => tree.list(directory),
      read: (file) => tree.read(file),
      link: (path) => tree.link(path),
      resolve: (path) => tree.resolve(path),
      write: () => Promise.resolve(),
      inUse: () => Promise.resolve(false),
    }).snapshot()
    expect(types.map(({ id, backend }) => [id, backend])).to.deep.equal([
      ['mtty-1', 'mdev'],
      ['a', 'sketch'],
    ])
    expect(problems).to.deep.equal([])
  })
})

describe('the simulated sketch', () => {
  const encoder = new TextEncoder()

  it('answers with errors that a driver would give', async () => {
    const host = simulateHost('pool-2016')
    const attempt = (file: string, text: string) => failureCode(host.kernel.write(file, encoder.encode(text)))
    expect(await attempt(`${TYPES}/vgpu-128/create`, 'x')).to.equal('EINVAL')
    expect(await attempt(`${TYPES}/vgpu-512/create`, UUID)).to.equal('ENOSPC')
    await host.create({ parent: GPU, type: 'vgpu-128', uuid: UUID })
    expect(await attempt(`${TYPES}/vgpu-128/create`, UUID)).to.equal('EEXIST')
    expect(await attempt(`${TYPES}/vgpu-128/max_instances`, '4')).to.equal('EBUSY')
    expect(await attempt(`sys/bus/mdev/devices/${UUID}/vm_uuid`, 'x')).to.equal('EINVAL')
    expect(await attempt(`sys/bus/mdev/devices/${UUID}/remove`, 'x')).to.equal('EINVAL')
    await host.kernel.write(`sys/bus/mdev/devices/${UUID}/remove`, encoder.encode('0'))
    const release = host.kernel.hold(UUID)
    expect(await attempt(`sys/bus/mdev/devices/${UUID}/remove`, '1')).to.equal('EBUSY')
    expect(await attempt(`sys/bus/mdev/devices/${UUID}/vm_uuid`, VM)).to.equal('EBUSY')
    release()
    const other = machine({ remove: 'parent' })
    await expectErrno(other.kernel.write(`sys/bus/pci/devices/${GPU}/mdev_destroy`, encoder.encode(UUID)), 'EINVAL')
  })
})

async function expectErrno(promise: Promise<unknown>, code: string): Promise<void> {
  expect(await failureCode(promise)).to.equal(code)
}

function refuse(): never {
  throw new Errno('EINVAL')
}
