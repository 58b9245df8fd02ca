import { expect } from 'chai'
import fc from 'fast-check'
import type { MdevDriver, Personality, SimulatedHost } from '../../../lib/machine/sim.js'
import {
  Errno,
  FileTree,
  HostError,
  nodeDeviceOf,
  nodeDevices,
  openSysfs,
  simulateHost,
  SysfsError,
} from '../../../lib/machine/sim.js'
import { gridM60 } from '../../../lib/machine/simulation/personalities/grid-m60.js'
import { failureCode } from '../failure-code.js'
import { wholeTree } from '../whole-tree.js'
import '../../seed.js'

const FIRST = '0000:86:00.0'
const SECOND = '0000:87:00.0'
const VM = '12345678-1234-1234-1234-123456789abc'
const OTHER = 'abcdef00-1234-4234-8234-123456789abc'

describe('a parent of patch v6', () => {
  let host: SimulatedHost

  beforeEach(() => {
    host = simulateHost('grid-m60')
  })

  it('offers its table as types, with what is left while it is empty', async () => {
    const { types, nodes, problems } = await host.snapshot()
    expect(problems).to.deep.equal([])
    expect(nodes.filter((node) => node.backend === 'flat').map((node) => node.id)).to.deep.equal([FIRST, SECOND])
    const { details, ...type } = types.find(({ parent, id }) => parent === SECOND && id === '17') ?? {}
    expect(type).to.deep.equal({
      parent: SECOND,
      parentName: 'pci_0000_87_00_0',
      backend: 'flat',
      id: '17',
      name: 'GRID M60-4Q',
      description: 'num_heads=4, frl_config=60, framebuffer=4096M, max_resolution=3840x2160, max_instance=2',
      maxInstances: 2,
      availableInstances: 2,
    })
    expect(details).to.deep.include({ heads: 4, framebufferMiB: 4096, maxInstances: 2 })
    await host.create({ parent: SECOND, type: '17' })
    const after = (await host.snapshot()).types
    const counts = new Map(after.map(({ parent, id, availableInstances }) => [`${parent} ${id}`, availableInstances]))
    expect([counts.get(`${FIRST} 17`), counts.get(`${SECOND} 17`)]).to.deep.equal([2, undefined])
  })

  it("makes a guest's devices, numbered below its UUID and started together", async () => {
    const made = await host.createAll(
      [
        { parent: FIRST, type: '11' },
        { parent: FIRST, type: '11', parameters: '11,frame_rate_limiter=0' },
        { parent: SECOND, type: '18' },
      ],
      { group: VM.toUpperCase() },
    )
    expect(made.map(({ id }) => id)).to.deep.equal([`${VM}:0`, `${VM}:1`, `${VM}:2`])
    const path = '/sys/devices/pci0000:80/0000:80:02.0/0000:84:00.0/0000:85:10.0/0000:87:00.0'
    expect(made[2]).to.deep.equal({
      id: `${VM}:2`,
      uuid: VM,
      index: '2',
      name: 'mdev_12345678_1234_1234_1234_123456789abc_2_0000_87_00_0',
      parent: SECOND,
      parentName: 'pci_0000_87_00_0',
      backend: 'flat',
      path: `${path}/${VM}-2`,
      active: true,
      defined: false,
      group: VM,
      driver: 'vfio_mpci',
      deviceApi: 'vfio-pci',
      iommuGroup: 72,
      type: '18',
      started: true,
      ours: true,
    })
    expect((await host.snapshot()).devices).to.deep.equal(made)
    const saved = host.state()
    expect(saved.devices[1]).to.deep.equal({
      ...{ backend: 'flat', parent: FIRST, type: '11', uuid: VM, index: '1' },
      ...{ parameters: '11,frame_rate_limiter=0', started: true, iommuGroup: 71 },
    })
    const again = simulateHost('grid-m60', { state: structuredClone(saved) })
    expect((await again.snapshot()).devices).to.deep.equal(made)
    expect(again.state()).to.deep.equal(saved)
    expect(await again.destroyGroup(VM)).to.deep.equal([`${VM}:2`, `${VM}:1`, `${VM}:0`])
    expect(again.state().devices).to.deep.equal([])
    expect(wholeTree(again.kernel.tree)).to.deep.equal(wholeTree(simulateHost('grid-m60').kernel.tree))
  })

  it('gives the lowest free number over all parents, or the one asked for', async () => {
    const options = { group: VM }
    await host.create({ parent: FIRST, type: '11', index: '1' }, options)
    const made = await host.createAll(
      [
        { parent: SECOND, type: '12' },
        { parent: SECOND, type: '12' },
      ],
      options,
    )
    expect(made.map(({ index }) => index)).to.deep.equal(['0', '2'])
    expect(await failureCode(host.create({ parent: SECOND, type: '12', index: '1' }, options))).to.equal('uuid-exists')
    const twice = [
      { parent: SECOND, type: '12', index: '9' },
      { parent: FIRST, type: '11', index: '9' },
    ]
    expect(await failureCode(host.createAll(twice, options))).to.equal('uuid-exists')
  })

  it('takes the UUID of the request for the guest where there is no group, and refuses two', async () => {
    const device = await host.create({ parent: FIRST, type: '11', uuid: OTHER })
    expect(device).to.include({ id: `${OTHER}:0`, group: OTHER })
    const error: unknown = await host
      .create({ parent: FIRST, type: '11', uuid: OTHER }, { group: VM })
      .catch((reason: unknown) => reason)
    expect(error).to.be.instanceOf(HostError).and.to.include({ code: 'uuid-invalid' })
    expect(String(error)).to.include(OTHER).and.to.include(VM)
    expect(await host.create({ parent: FIRST, type: '11', uuid: VM.toUpperCase() }, { group: VM })).to.include({
      id: `${VM}:0`,
    })
  })

  const refusals: [string, object, string][] = [
    ['an unknown type', { type: '19' }, 'type-unknown'],
    ['no index', { index: '' }, 'attribute-refused'],
    ['an index with a colon', { index: '1:2' }, 'attribute-refused'],
    ['an index with a slash', { index: '../1' }, 'attribute-refused'],
    ['an index that reads as octal', { index: '010' }, 'attribute-refused'],
    ['an index that reads as hexadecimal', { index: '0x1' }, 'attribute-refused'],
    ['an index below zero', { index: '-1' }, 'attribute-refused'],
    ['an index that is printed below zero', { index: '2147483648' }, 'attribute-refused'],
    ['an index that is too long', { index: 'x'.repeat(219) }, 'attribute-refused'],
    ['parameters that are too long', { parameters: 'x'.repeat(4096) }, 'attribute-refused'],
    ['parameters with NUL', { parameters: '11\0' }, 'attribute-refused'],
    ['several instances in one', { aggregate: 2 }, 'not-supported'],
  ]
  for (const [what, request, code] of refusals) {
    it(`refuses ${what} before anything is written`, async () => {
      const before = wholeTree(host.kernel.tree)
      let writes = 0
      const { kernel } = host
      const watching = openSysfs({
        list: (directory) => kernel.list(directory),
        read: (file) => kernel.read(file),
        link: (path) => kernel.link(path),
        resolve: (path) => kernel.resolve(path),
        inUse: (group) => kernel.inUse(group),
        write: (file, bytes) => {
          writes++
          return kernel.write(file, bytes)
        },
      })
      expect(await failureCode(watching.create({ parent: FIRST, type: '11', ...request }))).to.equal(code)
      expect(writes).to.equal(0)
      expect(wholeTree(host.kernel.tree)).to.deep.equal(before)
    })
  }

  it('refuses more than fit, and what was planned counts', async () => {
    const two = { parent: FIRST, type: '17' }
    expect(await failureCode(host.createAll([two, two, two], { group: VM }))).to.equal('no-instances-left')
    expect(host.state().devices).to.deep.equal([])
    await host.createAll([two, two], { group: VM })
    expect(await failureCode(host.create(two))).to.equal('no-instances-left')
  })

  it('takes one type on each GPU, up to its number, and tells as much as can be known', async () => {
    const most: Record<string, number> = { 11: 16, 17: 2, 18: 1 }
    const step = fc.tuple(fc.boolean(), fc.constantFrom(FIRST, SECOND), fc.constantFrom('11', '17', '18'), fc.nat(9))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const machine = simulateHost('grid-m60')
        const live: { id: string; parent: string; type: string }[] = []
        const on = (parent: string) => live.filter((device) => device.parent === parent)
        for (const [makes, parent, type, choice] of steps) {
          if (makes) {
            const fits = on(parent).every((other) => other.type === type) && on(parent).length < (most[type] ?? 0)
            const made = await machine.create({ parent, type }, { group: VM }).catch(() => undefined)
            expect(made !== undefined).to.equal(fits)
            if (made) live.push({ id: made.id, parent, type })
          } else {
            const [gone] = live.splice(choice % Math.max(1, live.length), 1)
            if (gone) await machine.destroy(gone.id)
          }
        }
        const { types, devices } = await machine.snapshot()
        expect(devices.map(({ id, type }) => [id, type])).to.have.deep.members(live.map(({ id, type }) => [id, type]))
        for (const { parent, availableInstances, maxInstances } of types) {
          expect(availableInstances).to.equal(on(parent).length === 0 ? maxInstances : undefined)
        }
      }),
      { numRuns: 15 },
    )
  })

  it('tells what a refusal of the driver may mean', async () => {
    await host.create({ parent: FIRST, type: '11' })
    const mixed: unknown = await host.create({ parent: FIRST, type: '12' }).catch((reason: unknown) => reason)
    expect(mixed).to.include({ code: 'driver-refused', errno: 'EINVAL' })
    expect(mixed).to.have.property('help').that.includes('has 1 devices')
    const text: unknown = await host
      .create({ parent: FIRST, type: '11', index: 'tail' })
      .catch((reason: unknown) => reason)
    expect(text).to.have.property('help').that.includes('only numbers')
  })

  it('removes a device of a guest that is started, and leaves the others started', async () => {
    const request = { parent: FIRST, type: '11' }
    await host.createAll([request, request], { group: VM })
    await host.destroy(`${VM}:0`)
    expect(host.state().devices).to.have.lengthOf(1)
    expect(host.state().devices[0]).to.include({ index: '1', started: true })
    const release = host.kernel.hold(`${VM}:1`)
    expect(await failureCode(host.destroy(VM))).to.equal('in-use')
    await host.create(request, { group: VM })
    expect(await failureCode(host.destroy(`${VM}:0`))).to.equal('in-use')
    expect(host.state().devices.map(({ started }) => started)).to.deep.equal([true, true])
    release()
    await host.destroyGroup(VM)
    expect(host.state().devices).to.deep.equal([])
  })

  it('finds a device by its id, its directory or its name; by the UUID alone when that is enough', async () => {
    const [first] = await host.createAll(
      [
        { parent: FIRST, type: '11' },
        { parent: SECOND, type: '11' },
      ],
      { group: VM },
    )
    expect(await failureCode(host.destroy(VM))).to.equal('uuid-ambiguous')
    expect(await failureCode(host.destroy(`${VM}:7`))).to.equal('device-unknown')
    await host.destroy(VM, { parent: 'pci_0000_87_00_0' })
    await host.destroy(first?.name ?? '')
    await host.create({ parent: FIRST, type: '11', uuid: OTHER })
    await host.destroy(`${OTHER.toUpperCase()}-0`)
    await host.create({ parent: FIRST, type: '11', uuid: OTHER })
    await host.destroy(OTHER)
    expect(host.state().devices).to.deep.equal([])
  })

  it('is one of libvirt’s devices only where its UUID is its own', async () => {
    const request = { parent: FIRST, type: '11' }
    const device = await host.create(request, { group: VM })
    const alone = await host.snapshot()
    expect(nodeDeviceOf(alone, VM)).to.deep.include({ name: device.name, parent: 'pci_0000_86_00_0' })
    expect(nodeDevices(alone).map(({ name }) => name)).to.include(device.name)
    await host.create(request, { group: VM })
    const two = await host.snapshot()
    for (const name of [VM, `${VM}:0`, device.name]) {
      expect(() => nodeDeviceOf(two, name))
        .to.throw(HostError, 'by its UUID alone')
        .with.property('code', 'not-supported')
    }
    expect(nodeDevices(two)).to.have.lengthOf(two.nodes.length)
  })

  it('shows a device that others made, whose type nothing tells', async () => {
    await host.kernel.write(`sys/bus/pci/devices/${FIRST}/mdev_create`, new TextEncoder().encode(`${VM}:0x3:11\n`))
    const snapshot = await host.snapshot()
    expect(snapshot.devices).to.have.lengthOf(1)
    expect(snapshot.devices[0]).to.include({ id: `${VM}:3`, group: VM })
    expect(snapshot.devices[0]).not.to.have.any.keys('type', 'ours', 'started')
    expect(snapshot.problems).to.deep.equal([])
    expect(() => nodeDeviceOf(snapshot, VM)).to.throw(HostError, 'No file tells the type')
    await host.destroy(VM)
    expect(host.state().devices).to.deep.equal([])
  })

  it('answers as the patch does', async () => {
    const parent = `sys/bus/pci/devices/${FIRST}`
    const attempt = (file: string, text: string) => failureCode(host.kernel.write(file, new TextEncoder().encode(text)))
    for (const text of ['', 'x', VM, `${VM}:`, `${VM}:x:11`, `${VM}:0`, `${VM.slice(1)}:0:11`, `${VM}:0:99`]) {
      if (text !== '') expect(await attempt(`${parent}/mdev_create`, text), text).to.equal('EINVAL')
    }
    expect(await attempt(`${parent}/mdev_create`, `${VM}:4294967296:11`)).to.equal('ERANGE')
    await host.create({ parent: FIRST, type: '11', uuid: VM })
    expect(await attempt(`${parent}/mdev_create`, `${VM}:0:11`)).to.equal('EEXIST')
    expect(await attempt('sys/bus/pci/devices/0000:87:00.0/mdev_create', `${VM}:0:11`)).to.equal('EEXIST')
    for (const text of [VM, `${VM}:1`, `${VM}:0:11`, OTHER]) {
      expect(await attempt(`${parent}/mdev_destroy`, text), text).to.equal('EINVAL')
    }
    expect(await attempt(`${parent}/mdev_destroy`, `${VM}:0`)).to.equal('EBUSY')
    for (const file of ['mdev_start', 'mdev_stop']) {
      expect(await attempt(`sys/class/mdev/${file}`, OTHER)).to.equal('EINVAL')
      expect(await attempt(`sys/class/mdev/${file}`, 'x')).to.equal('EINVAL')
    }
  })
})

describe('starting the devices of a guest', () => {
  const requests = [
    { parent: FIRST, type: '11' },
    { parent: SECOND, type: '12' },
  ]

  /** The machine with a driver that is told, and may refuse. */
  function machine(flat: MdevDriver['flat'], behaviour: Pick<MdevDriver, 'start' | 'stop'>): SimulatedHost {
    const personality: Personality = {
      ...gridM60,
      parents: gridM60.parents.map((parent) => ({ ...parent, ...(flat && { flat }), behaviour: () => behaviour })),
    }
    return simulateHost(personality)
  }

  it('is one write for all of them', async () => {
    const calls: string[] = []
    const host = machine(undefined, {
      start: (devices) => void calls.push(`start ${devices.map(({ index }) => index).join(' ')}`),
      stop: (devices) => void calls.push(`stop ${devices.length}`),
    })
    await host.createAll(requests, { group: VM })
    expect(calls).to.deep.equal(['start 0 1'])
  })

  it('undoes everything when it is refused', async () => {
    const host = machine(undefined, {
      start() {
        throw new Errno('ENOSPC')
      },
    })
    const before = wholeTree(host.kernel.tree)
    const error: unknown = await host.createAll(requests, { group: VM }).catch((reason: unknown) => reason)
    expect(error).to.include({ code: 'no-instances-left', errno: 'ENOSPC', file: 'sys/class/mdev/mdev_start' })
    expect(error).to.have.property('undoing', undefined)
    expect(wholeTree(host.kernel.tree)).to.deep.equal(before)
    expect(host.state()).not.to.have.property('files')
  })

  it('stops the guests that were started before the one that is refused', async () => {
    const stopped: string[] = []
    const host = machine(undefined, {
      start([device]) {
        if (device?.uuid === OTHER) throw new Errno('EBUSY')
      },
      stop: ([device]) => void stopped.push(device?.uuid ?? ''),
    })
    const guests = [
      { parent: FIRST, type: '11', uuid: VM },
      { parent: FIRST, type: '11', uuid: OTHER },
    ]
    expect(await failureCode(host.createAll(guests))).to.equal('busy')
    expect(stopped).to.deep.equal([VM])
    expect(host.state().devices).to.deep.equal([])
  })

  it('keeps both errors when stopping is refused too', async () => {
    const host = machine(undefined, {
      start([device]) {
        if (device?.uuid === OTHER) throw new Errno('EBUSY')
      },
      stop() {
        throw new Errno('EIO')
      },
    })
    const guests = [
      { parent: FIRST, type: '11', uuid: VM },
      { parent: FIRST, type: '11', uuid: OTHER },
    ]
    const error: unknown = await host.createAll(guests).catch((reason: unknown) => reason)
    expect(error).to.include({ code: 'busy', errno: 'EBUSY' }).and.to.have.property('undoing')
    expect((await host.snapshot()).unfinished).to.have.lengthOf(1)
  })

  it('is a file of each device where the kernel has that, and can be read there', async () => {
    const host = machine({ start: 'device', textHandles: true }, {})
    const made = await host.createAll([{ parent: FIRST, type: '11', index: 'head' }, ...requests.slice(1)], {
      group: VM,
    })
    expect(made.map(({ id, started }) => [id, started])).to.deep.equal([
      [`${VM}:head`, true],
      [`${VM}:0`, true],
    ])
    expect((await host.snapshot()).devices.map(({ started }) => started)).to.deep.equal([true, true])
    await host.kernel.write(`sys/bus/mdev/devices/${VM}-head/start`, new TextEncoder().encode('0'))
    const head = (await host.snapshot()).devices.find(({ index }) => index === 'head')
    expect(head).to.include({ started: false })
    await host.destroyGroup(VM)
    expect(host.state().devices).to.deep.equal([])
  })

  it('comes back when a device was stopped that cannot be destroyed all the same', async () => {
    for (const flat of [{ start: 'device' }, undefined] as const) {
      const host = machine(flat, {})
      const { kernel, store } = host
      await host.createAll(requests, { group: VM })
      const started = async () => (await host.snapshot()).devices.map((device) => device.started)
      const before = await started()
      const destroys: unknown[] = []
      const calls: string[] = []
      const other = openSysfs(
        {
          list: (directory) => kernel.list(directory),
          read: (path) => kernel.read(path),
          link: (path) => kernel.link(path),
          resolve: (path) => kernel.resolve(path),
          inUse: (group) => kernel.inUse(group),
          async write(path, bytes, options) {
            calls.push(`${path.slice(path.lastIndexOf('/') + 1)} ${new TextDecoder().decode(bytes)}`)
            if (!path.endsWith('/mdev_destroy')) return kernel.write(path, bytes, options)
            destroys.push(options)
            if (destroys.length === 2) throw new SysfsError({ code: 'EIO', errno: 5, syscall: 'write', file: path })
            return kernel.write(path, bytes, options)
          },
        },
        { store },
      )
      expect(await failureCode(other.destroy(`${VM}:0`))).to.equal('driver-refused')
      expect(await started()).to.deep.equal(before)
      expect(calls.at(-1)).to.equal(flat === undefined ? `mdev_start ${VM}` : 'start 1')
      expect(destroys, 'the kernel may block it').to.deep.equal(destroys.map(() => ({ mayBlock: true, timeout: 5000 })))
    }
  })

  it('is nothing where the kernel has no file for it', async () => {
    const host = machine({ start: 'none' }, {})
    const [device] = await host.createAll(requests, { group: VM })
    expect(device).not.to.have.property('started')
    expect((await host.snapshot()).devices[0]).to.deep.equal(device)
  })
})

describe('a machine of 2016 whose files are not as they should be', () => {
  const PARENT = 'sys/devices/virtual/gpu/gpu0'

  async function problemsOf(fill: (tree: FileTree) => void): Promise<string[]> {
    const tree = new FileTree()
    tree.addDirectory('sys/class/mdev')
    fill(tree)
    const snapshot = await openSysfs({
      list: (directory) => tree.list(directory),
      read: (file) => tree.read(file),
      link: (path) => tree.link(path),
      resolve: (path) => tree.resolve(path),
      write: () => Promise.resolve(),
      inUse: () => Promise.resolve(false),
    }).snapshot()
    expect(snapshot.types.every(({ backend }) => backend === 'flat')).to.equal(true)
    return snapshot.problems.map(({ file, message }) => `${file}: ${message}`)
  }

  const file = (text: string, mode = 0o444) => ({ mode, show: () => text })

  it('has its problems told, each with its file', async () => {
    const problems = await problemsOf((tree) => {
      tree.addFile(`${PARENT}/mdev_create`, { mode: 0o200 })
      tree.addFile(`${PARENT}/mdev_supported_types`, file('# id, max_instance\n1, x\n'))
      tree.addFile('sys/devices/virtual/gpu/gpu1/mdev_create', { mode: 0o200 })
      tree.addFile('sys/devices/virtual/gpu/gpu1/mdev_supported_types', { mode: 0o200 })
      tree.addDirectory(`${PARENT}/12345678-1234-1234-1234-123456789abc-0`)
      tree.addRawLink(`${PARENT}/12345678-1234-1234-1234-123456789abc-0/iommu_group`, '../nowhere')
      tree.addLink(
        'sys/bus/mdev/devices/12345678-1234-1234-1234-123456789abc-0',
        `${PARENT}/12345678-1234-1234-1234-123456789abc-0`,
      )
      tree.addRawLink('sys/bus/mdev/devices/nonsense', '../../x')
    })
    expect(problems).to.have.lengthOf(4)
    expect(problems.join('\n'))
      .to.include(`${PARENT}/mdev_supported_types: Line 2 has "x" in "max_instance", which is no number.`)
      .and.to.include('sys/devices/virtual/gpu/gpu1/mdev_supported_types: The file cannot be read: EACCES')
      .and.to.include('which is no group')
      .and.to.include('The name "nonsense" is no UUID.')
  })

  it('has no parents without the class', async () => {
    const tree = new FileTree()
    tree.addFile(`${PARENT}/mdev_create`, { mode: 0o200 })
    tree.addFile(`${PARENT}/mdev_supported_types`, file('# id\n1\n'))
    const read: string[] = []
    const { types } = await openSysfs({
      list: (directory) => {
        read.push(directory)
        return tree.list(directory)
      },
      read: (path) => tree.read(path),
      link: (path) => tree.link(path),
      resolve: (path) => tree.resolve(path),
      write: () => Promise.resolve(),
      inUse: () => Promise.resolve(false),
    }).snapshot()
    expect(types).to.deep.equal([])
    expect(read.filter((directory) => directory.startsWith('sys/devices/virtual'))).to.deep.equal([])
  })
})
