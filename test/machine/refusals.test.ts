import { expect } from 'chai'
import type { SimulatedHost, Sysfs } from '../../lib/machine/sim.js'
import { errnoNumber, HostError, openSysfs, simulateHost, SysfsError } from '../../lib/machine/sim.js'

const UUID = '00000009-aaaa-4bbb-8ccc-ddddeeeeffff'
const OTHER = '00000008-aaaa-4bbb-8ccc-ddddeeeeffff'
const MTTY = { parent: 'mtty', type: 'mtty-1', uuid: UUID }
const TYPES = 'sys/devices/virtual/mtty/mtty/mdev_supported_types'

/** How a write fails; `meanwhile` changes the machine before the error is thrown. */
interface Failure {
  code: string
  syscall?: string
  meanwhile?: (host: SimulatedHost) => void
}

/** A simulated machine whose writes fail where the map has something for the end of their path. */
function faulty(failures: Readonly<Record<string, Failure>>, simulated = simulateHost('mtty')): SimulatedHost {
  const { kernel } = simulated
  const sysfs: Sysfs = {
    list: (directory) => kernel.list(directory),
    read: (file) => kernel.read(file),
    link: (path) => kernel.link(path),
    resolve: (path) => kernel.resolve(path),
    inUse: (group) => kernel.inUse(group),
    users: (group) => kernel.users(group),
    write(file, bytes, options) {
      const failure = Object.entries(failures).find(([end]) => file.endsWith(end))?.[1]
      if (failure === undefined) return kernel.write(file, bytes, options)
      const { code, syscall = 'write', meanwhile } = failure
      meanwhile?.(simulated)
      return Promise.reject(new SysfsError({ code, errno: errnoNumber(code), syscall, file }))
    },
  }
  return { ...simulated, ...openSysfs(sysfs) }
}

async function failure(promise: Promise<unknown>): Promise<HostError> {
  const error = await promise.catch((reason: unknown) => reason)
  if (!(error instanceof HostError)) throw error
  return error
}

describe('what is refused before anything is written', () => {
  it('says that it is the device asked for, by whichever name of the parent', async () => {
    const host = simulateHost('mtty')
    await host.create(MTTY)
    for (const parent of ['mtty', 'mtty_mtty']) {
      const error = await failure(host.create({ ...MTTY, parent }))
      expect(error).to.include({ code: 'uuid-exists' })
      expect(error.help).to.match(/^It is the device that you ask for/)
    }
    expect((await failure(host.create({ ...MTTY, type: 'mtty-2' }))).help).to.match(/choose another/)
  })

  it('says that a device may be there where the bus cannot be read', async () => {
    const { kernel } = simulateHost('mtty')
    const host = openSysfs({
      list: (directory) => kernel.list(directory === 'sys/bus/mdev/devices' ? 'a//b' : directory),
      read: (file) => kernel.read(file),
      link: (path) => kernel.link(path),
      resolve: (path) => kernel.resolve(path),
      inUse: (group) => kernel.inUse(group),
      write: (file, bytes, options) => kernel.write(file, bytes, options),
    })
    const error = await failure(host.destroy(UUID))
    expect(error).to.include({ code: 'device-unknown' })
    expect(error.message).to.match(/as far as can be seen: EINVAL/)
    expect(error.cause).to.be.instanceOf(SysfsError)
  })
})

/** Makes the machine's parent say that so many instances of mtty-1 are left. */
const left = (count: string) => (host: SimulatedHost) => {
  const file = `${TYPES}/mtty-1/available_instances`
  host.kernel.tree.remove(file)
  host.kernel.tree.addFile(file, { mode: 0o444, show: () => `${count}\n` })
}
const withoutParent = ({ kernel }: SimulatedHost) => kernel.unregisterParent('mtty')
const withoutType = ({ kernel }: SimulatedHost) => kernel.tree.remove(`${TYPES}/mtty-1`)
const heldElsewhere = ({ kernel }: SimulatedHost) => kernel.createNow('mtty', 'mtty-2', UUID)
const heldAlike = ({ kernel }: SimulatedHost) => kernel.createNow('mtty', 'mtty-1', UUID)
const halfGone = ({ kernel }: SimulatedHost) => {
  kernel.createNow('mtty', 'mtty-2', UUID)
  kernel.tree.remove(`sys/bus/mdev/devices/${UUID}`)
  kernel.tree.remove(`sys/devices/virtual/mtty/mtty/${UUID}/mdev_type`)
}
const withSibling = ({ kernel }: SimulatedHost) => kernel.createNow('mtty', 'mtty-2', OTHER)

describe('what an error of create means', () => {
  for (const [code, syscall, state, meanwhile, expected, says] of [
    ['EEXIST', 'write', 'nobody is seen with the UUID', undefined, 'uuid-exists', 'that is not seen'],
    ['EEXIST', 'write', 'another device has the UUID', heldElsewhere, 'uuid-exists', 'of type "mtty-2" on "mtty"'],
    ['EEXIST', 'write', 'the same device is there', heldAlike, 'uuid-exists', 'of type "mtty-1" on "mtty"'],
    ['EEXIST', 'write', 'the device is half gone', halfGone, 'uuid-exists', 'on "mtty" that is being made or removed'],
    ['EEXIST', 'open', 'nothing', undefined, 'driver-refused', 'the driver refused it'],
    ['ENOSPC', 'write', 'nothing', undefined, 'no-instances-left', 'no instance is left'],
    [
      'ENOSPC',
      'write',
      'a sibling is there',
      withSibling,
      'no-instances-left',
      `shared by ${OTHER} of type "mtty-2" (`,
    ],
    ['EUSERS', 'write', 'nothing', undefined, 'no-instances-left', 'no instance is left'],
    ['EPERM', 'write', 'instances are left', left('1'), 'denied', 'the permission is missing'],
    ['EPERM', 'write', 'none is left (before 6.1)', left('0'), 'no-instances-left', 'no instance is left'],
    ['EPERM', 'write', 'the count is below zero', left('-1'), 'no-instances-left', 'no instance is left'],
    ['ENOMEM', 'write', 'instances are left', left('3'), 'driver-refused', 'the driver refused it'],
    ['ENOMEM', 'write', 'none is left (mdpy 5.x)', left('0'), 'no-instances-left', 'no instance is left'],
    ['EINVAL', 'write', 'instances are left', undefined, 'driver-refused', 'the driver refused it'],
    ['EINVAL', 'write', 'none is left (NVIDIA)', left('0'), 'no-instances-left', 'no instance is left'],
    ['EINVAL', 'write', 'the count cannot be read', left('x'), 'driver-refused', 'the driver refused it'],
    ['EINVAL', 'write', 'the parent is gone', withoutParent, 'parent-gone', 'the parent is going away'],
    ['EFAULT', 'write', 'instances are left', undefined, 'driver-refused', 'the driver refused it'],
    ['EFAULT', 'write', 'none is left (i915 5.x)', left('0'), 'no-instances-left', 'no instance is left'],
    ['ENODEV', 'write', 'the parent is there', undefined, 'parent-gone', 'no working device is behind it'],
    ['ENODEV', 'write', 'the parent is gone', withoutParent, 'parent-gone', 'the parent is going away ('],
    ['ENOENT', 'open', 'the type is gone', withoutType, 'type-unknown', 'the type is gone'],
    ['ENOENT', 'open', 'the type is there', undefined, 'driver-refused', 'the type cannot make devices'],
    ['ENOENT', 'open', 'the parent is gone', withoutParent, 'parent-gone', 'the parent is going away'],
    ['EAGAIN', 'write', 'nothing', undefined, 'busy', 'not ready'],
    ['EBUSY', 'write', 'nothing', undefined, 'busy', 'not ready'],
    ['EACCES', 'open', 'nothing', undefined, 'denied', 'the permission is missing'],
    ['EROFS', 'open', 'nothing', undefined, 'read-only', 'can only be read'],
    ['ETIMEDOUT', 'write', 'nothing', undefined, 'timeout', 'did not answer in time'],
    ['EIO', 'write', 'nothing', undefined, 'driver-refused', 'the driver refused it'],
    ['UNKNOWN', 'write', 'nothing', undefined, 'driver-refused', 'the driver refused it'],
  ] as const) {
    it(`${code} (${syscall}), ${state}: ${expected}`, async () => {
      const host = faulty({ '/create': { code, syscall, ...(meanwhile && { meanwhile }) } })
      const error = await failure(host.create(MTTY))
      expect(error).to.include({ code: expected, errno: code, syscall })
      expect(error.file).to.equal(`${TYPES}/mtty-1/create`)
      expect(error.message).to.contain(UUID).and.to.contain(code).and.to.contain(says)
      expect(error.cause).to.be.instanceOf(SysfsError)
    })
  }

  it('names who has the UUID, and tells the device that was asked for from others', async () => {
    const other = await failure(faulty({ '/create': { code: 'EEXIST', meanwhile: heldElsewhere } }).create(MTTY))
    expect(other.takenBy).to.deep.equal({ id: UUID, parent: 'mtty', type: 'mtty-2' })
    expect(other.help).to.contain('choose another')
    const same = await failure(faulty({ '/create': { code: 'EEXIST', meanwhile: heldAlike } }).create(MTTY))
    expect(same.help).to.contain('the device that you ask for')
    const gone = await failure(faulty({ '/create': { code: 'EEXIST', meanwhile: halfGone } }).create(MTTY))
    expect(gone.takenBy).to.deep.equal({ id: UUID, parent: 'mtty' })
  })

  it('names who has the UUID before anything is written', async () => {
    const host = simulateHost('mtty')
    host.kernel.createNow('mtty', 'mtty-2', UUID)
    const error = await failure(host.create(MTTY))
    expect(error.takenBy).to.deep.equal({ id: UUID, parent: 'mtty', type: 'mtty-2' })
  })

  it('names the siblings that have the instances, and the types that fit beside', async () => {
    const host = simulateHost('mtty')
    for (let count = 0; count < 11; count++) await host.create({ parent: 'mtty', type: 'mtty-2' })
    await host.create({ parent: 'mtty', type: 'mtty-1' })
    const error = await failure(host.create({ parent: 'mtty', type: 'mtty-2' }))
    expect(error).to.include({ code: 'no-instances-left', file: `${TYPES}/mtty-2/available_instances` })
    expect(error.siblings).to.have.lengthOf(12)
    expect(error.siblings?.filter(({ type }) => type === 'mtty-1')).to.have.lengthOf(1)
    expect(error.message).to.match(/shared by [-0-9a-f]{36} of type "mtty-[12]", .* and 9 more\.$/)
    expect(error.help).to.contain('"mtty-1"').and.to.not.contain('"mtty-2"')
  })

  it('names siblings on the same card and none on another', async () => {
    const host = simulateHost('nvidia-t4')
    const here = await host.create({ parent: '0000:06:00.0', type: 'nvidia-230' })
    await host.create({ parent: '0000:86:00.0', type: 'nvidia-231' })
    const error = await failure(host.create({ parent: '0000:06:00.0', type: 'nvidia-231' }))
    expect(error.siblings).to.deep.equal([{ id: here.id, parent: '0000:06:00.0', type: 'nvidia-230' }])
    expect(error.message).to.contain(`${here.id} of type "nvidia-230"`)
    expect(error.help).to.contain('"nvidia-230"')
  })

  it('names siblings on other virtual functions of the card', async () => {
    const host = simulateHost('nvidia-a2')
    const { types } = await host.snapshot()
    const type = types.find(({ name }) => name === 'NVIDIA A2-16Q')?.id ?? ''
    const [first, second] = [...new Set(types.map(({ parent }) => parent))]
    const made = await host.create({ parent: first ?? '', type })
    const error = await failure(host.create({ parent: second ?? '', type }))
    expect(error).to.have.property('code', 'no-instances-left')
    expect(error.siblings).to.deep.equal([{ id: made.id, parent: first, type }])
  })
})

describe('what an error of remove means', () => {
  const gone = ({ kernel }: SimulatedHost) => kernel.unregisterParent('mtty')
  const unlisted = ({ kernel }: SimulatedHost) => kernel.tree.remove(`sys/bus/mdev/devices/${UUID}`)
  const opened = ({ kernel }: SimulatedHost) => void kernel.hold(UUID)
  const openedAndUnlisted = (host: SimulatedHost) => {
    opened(host)
    unlisted(host)
  }

  for (const [code, syscall, state, meanwhile, expected, says] of [
    ['EAGAIN', 'write', 'nothing', undefined, 'busy', 'still being made, or being removed'],
    ['EBUSY', 'write', 'nobody is seen', undefined, 'in-use', 'a guest has it open'],
    ['EBUSY', 'write', 'a guest has it open', opened, 'in-use', '"qemu-system-x86" (process 4000)'],
    ['ENODEV', 'write', 'it is there', undefined, 'busy', 'its removal is under way'],
    ['ENODEV', 'write', 'it is gone', gone, 'device-unknown', 'it is gone already'],
    ['ENOENT', 'open', 'it is there', undefined, 'busy', 'its removal is under way'],
    ['ENOENT', 'open', 'it is gone', gone, 'device-unknown', 'it is gone already'],
    ['EACCES', 'open', 'nothing', undefined, 'denied', 'the permission is missing'],
    ['EPERM', 'write', 'nothing', undefined, 'denied', 'the permission is missing'],
    ['EROFS', 'open', 'nothing', undefined, 'read-only', 'can only be read'],
    ['ETIMEDOUT', 'write', 'it is listed', undefined, 'timeout', 'the device is still there'],
    ['ETIMEDOUT', 'write', 'it is off the bus', unlisted, 'timeout', 'waits until whoever has it open closes it'],
    ['ETIMEDOUT', 'write', 'a guest is seen', openedAndUnlisted, 'timeout', '(process 4000) closes it'],
    ['EIO', 'write', 'nothing', undefined, 'driver-refused', 'the driver refused it'],
  ] as const) {
    it(`${code} (${syscall}), ${state}: ${expected}`, async () => {
      const host = faulty({ '/remove': { code, syscall, ...(meanwhile && { meanwhile }) } })
      await host.create(MTTY)
      const error = await failure(host.destroy(UUID))
      expect(error).to.include({ code: expected, errno: code, syscall })
      expect(error.file).to.equal(`sys/devices/virtual/mtty/mtty/${UUID}/remove`)
      expect(error.message).to.contain(UUID).and.to.contain(says)
      const seen = says.includes('process')
      expect(error.holders).to.deep.equal(seen ? [{ pid: 4000, command: 'qemu-system-x86' }] : undefined)
    })
  }

  it('a device in use: by whom, as far as the machine tells', async () => {
    const host = simulateHost('mtty')
    const { iommuGroup = -1 } = await host.create(MTTY)
    host.kernel.hold(UUID)
    const holders = [{ pid: 4000 + iommuGroup, command: 'qemu-system-x86' }]
    const error = await failure(host.destroy(UUID))
    expect(error).to.deep.include({ code: 'in-use', file: `dev/vfio/${iommuGroup}`, holders })
    expect(error.message).to.contain(
      `VFIO group ${iommuGroup} is held by "qemu-system-x86" (process ${4000 + iommuGroup})`,
    )
    for (let count = 0; count < 4; count++) host.kernel.hold(UUID)
    expect((await failure(host.destroy(UUID))).message).to.contain('and 2 more')
  })

  it('a device in use is in use where nobody can say by whom, and whatever a process calls itself', async () => {
    const host = simulateHost('mtty')
    const { kernel } = host
    await host.create(MTTY)
    kernel.hold(UUID)
    kernel.users = () => Promise.reject(new Error('no'))
    const nobody = await failure(host.destroy(UUID))
    expect(nobody).to.include({ code: 'in-use', holders: undefined })
    kernel.users = () => Promise.resolve([{ pid: 1, command: '\u001b[2J\n' }])
    expect((await failure(host.destroy(UUID))).message).to.match(/^[^\n\u001b]*$/)
  })
})

describe('what an error of an attribute means', () => {
  const withoutFile = ({ kernel }: SimulatedHost) =>
    kernel.tree.remove(`sys/devices/virtual/mtty/mtty/${UUID}/power/control`)

  for (const [code, syscall, state, meanwhile, expected, says] of [
    ['EINVAL', 'write', 'nothing', undefined, 'attribute-refused', 'the driver refused it'],
    ['EADDRINUSE', 'write', 'nothing', undefined, 'attribute-refused', 'the driver refused it'],
    ['E2BIG', 'write', 'nothing', undefined, 'attribute-refused', 'the driver refused it'],
    ['ENODEV', 'write', 'nothing', undefined, 'attribute-refused', 'the driver refused it'],
    ['ENODEV', 'write', 'the parent is gone', withoutParent, 'parent-gone', 'vanished'],
    ['EACCES', 'open', 'the file is there', undefined, 'attribute-refused', 'it can only be read'],
    ['EACCES', 'open', 'the file is absent', withoutFile, 'attribute-unknown', 'no such attribute'],
    ['EPERM', 'write', 'the file is there', undefined, 'attribute-refused', 'it cannot be written now'],
    ['ENOENT', 'open', 'the file is absent', withoutFile, 'attribute-unknown', 'no such attribute'],
    ['ENOENT', 'open', 'the parent is gone', withoutParent, 'parent-gone', 'vanished'],
    ['EISDIR', 'open', 'nothing', undefined, 'attribute-unknown', 'no such attribute'],
    ['EIO', 'write', 'nothing', undefined, 'attribute-refused', 'nothing that takes it'],
    ['EAGAIN', 'write', 'nothing', undefined, 'busy', 'not ready'],
    ['EBUSY', 'write', 'nobody has it open', undefined, 'busy', 'not ready'],
    ['EROFS', 'open', 'nothing', undefined, 'read-only', 'can only be read'],
    ['ETIMEDOUT', 'write', 'nothing', undefined, 'timeout', 'did not answer in time'],
  ] as const) {
    it(`${code} (${syscall}), ${state}: ${expected}`, async () => {
      const host = faulty({ '/power/control': { code, syscall, ...(meanwhile && { meanwhile }) } })
      const attributes = [{ name: 'power/control', value: 'on' }]
      const error = await failure(host.create({ ...MTTY, attributes }))
      expect(error).to.include({ code: expected, errno: code })
      expect(error.message).to.contain('"power/control"').and.to.contain(says)
      expect((await host.snapshot()).devices).to.deep.equal([])
    })
  }

  it('EBUSY, a guest has opened the device meanwhile: in-use, and the device is left to it', async () => {
    const meanwhile = ({ kernel }: SimulatedHost) => void kernel.hold(UUID)
    const host = faulty({ '/power/control': { code: 'EBUSY', meanwhile }, '/remove': { code: 'EBUSY' } })
    const error = await failure(host.create({ ...MTTY, attributes: [{ name: 'power/control', value: 'on' }] }))
    expect(error).to.deep.include({ code: 'in-use', holders: [{ pid: 4000, command: 'qemu-system-x86' }] })
    expect(error.undoing).to.include({ code: 'in-use' })
  })

  it('a failure while undoing is kept beside the first one', async () => {
    const host = faulty({ '/power/control': { code: 'EADDRINUSE' }, '/remove': { code: 'EBUSY' } })
    const attributes = [{ name: 'power/control', value: 'on' }]
    const error = await failure(host.create({ ...MTTY, attributes }))
    expect(error).to.include({ code: 'attribute-refused', errno: 'EADDRINUSE' })
    expect(error.undoing).to.be.instanceOf(HostError).and.to.include({ code: 'in-use', errno: 'EBUSY' })
    expect(error.help).to.contain(UUID)
    expect((await host.snapshot()).devices).to.have.lengthOf(1)
  })
})

describe('what an error of a crypto device means', () => {
  const QUEUES = new Map([[OTHER, '05.0047\n06.0047\n']])

  /** The matrix of s390 with a device that has the queues 05.0047 and 06.0047; assigning to another one fails. */
  function matrix(code: string, name: string): SimulatedHost {
    const host = simulateHost({
      name: 'matrix',
      summary: 'A matrix of crypto adapters.',
      virtualDevices: [{ class: 'vfio_ap', name: 'matrix' }],
      parents: [
        {
          device: 'matrix',
          driver: 'vfio_ap_mdev',
          types: [{ id: 'vfio_ap-passthrough', deviceApi: 'vfio-ap', demand: { devices: 1 } }],
          capacity: { rule: 'pools', totals: { devices: 9 } },
          whenFull: 'EUSERS',
          attributes: ({ uuid }) => ({
            matrix: { mode: 0o444, show: () => QUEUES.get(uuid) ?? '.0047\n' },
            assign_adapter: { mode: 0o200, store: () => undefined },
            assign_domain: { mode: 0o200, store: () => undefined },
          }),
        },
      ],
    })
    host.kernel.createNow('matrix', 'vfio_ap-passthrough', OTHER)
    return faulty({ [`${UUID}/${name}`]: { code } }, host)
  }

  async function assigning(code: string, name: string, value: string): Promise<HostError> {
    const host = matrix(code, name)
    const attributes = [{ name, value }]
    return failure(host.create({ parent: 'matrix', type: 'vfio_ap-passthrough', uuid: UUID, attributes }))
  }

  it('EADDRINUSE: the device that has the queue', async () => {
    const siblings = [{ id: OTHER, parent: 'matrix', type: 'vfio_ap-passthrough' }]
    for (const value of ['5', '0x06', '005']) {
      const error = await assigning('EADDRINUSE', 'assign_adapter', value)
      expect(error).to.deep.include({ code: 'attribute-refused', siblings })
      expect(error.message).to.contain(`belongs to ${OTHER}`)
    }
    const unseen = await assigning('EADDRINUSE', 'assign_adapter', '7')
    expect(unseen.message).to.contain('belongs to another device')
    expect(unseen.siblings).to.equal(undefined)
    for (const domain of ['0x48', '0x47']) {
      expect((await assigning('EADDRINUSE', 'assign_domain', domain)).siblings, domain).to.equal(undefined)
    }
  })

  it('EADDRNOTAVAIL: the host keeps it', async () => {
    const error = await assigning('EADDRNOTAVAIL', 'assign_domain', '1')
    expect(error).to.include({ code: 'attribute-refused' })
    expect(error.help).to.contain('/sys/bus/ap/apmask')
  })

  it('on the simulated machine: which device has the queue, what the host keeps, and how far numbers go', async () => {
    const host = simulateHost('vfio-ap')
    const make = (uuid: string, ...texts: string[]) => {
      const attributes = texts.map((text) => ({ name: text.split('=')[0] ?? '', value: text.split('=')[1] ?? '' }))
      return host.create({ parent: 'matrix', type: 'vfio_ap-passthrough', uuid, attributes })
    }
    await make(OTHER, 'assign_adapter=5', 'assign_domain=0x47')
    const siblings = [{ id: OTHER, parent: 'matrix', type: 'vfio_ap-passthrough' }]
    const taken = await failure(make(UUID, 'assign_adapter=6', 'assign_adapter=5', 'assign_domain=0x47'))
    expect(taken).to.deep.include({ code: 'attribute-refused', errno: 'EADDRINUSE', siblings })
    const reversed = await failure(make(UUID, 'assign_domain=0x47', 'assign_adapter=5'))
    expect(reversed).to.deep.include({ code: 'attribute-refused', errno: 'EADDRINUSE', siblings })
    const kept = await failure(make(UUID, 'assign_adapter=1', 'assign_domain=0x47'))
    expect(kept).to.include({ code: 'attribute-refused', errno: 'EADDRNOTAVAIL' })
    const above = await failure(make(UUID, 'assign_adapter=64'))
    expect(above).to.include({ code: 'attribute-refused', errno: 'ENODEV' })
    expect(above.message).to.contain('the largest of this machine, which is 63')
    expect((await host.snapshot()).devices).to.have.lengthOf(1)
  })

  it('ENODEV: the machine has no such number', async () => {
    const error = await assigning('ENODEV', 'assign_adapter', '255')
    expect(error).to.include({ code: 'attribute-refused' })
    expect(error.message).to.contain('above the largest')
  })

  it('EINVAL: what it takes', async () => {
    expect((await assigning('EINVAL', 'assign_adapter', '5')).help).to.contain('from 0 to 255')
  })

  it('EAGAIN and EBUSY are a lock that is held', async () => {
    expect(await assigning('EAGAIN', 'assign_adapter', '5')).to.include({ code: 'busy' })
    expect(await assigning('EBUSY', 'assign_adapter', '5')).to.include({ code: 'busy' })
  })

  it('ENOENT: an attribute that older kernels lack', async () => {
    const mask = `0x${'0'.repeat(64)}`
    const error = await assigning('ENOENT', 'ap_config', `${mask},${mask},${mask}`)
    expect(error).to.include({ code: 'attribute-unknown' })
    expect(error.help).to.contain('not every kernel')
  })
})

describe('what kernels do in different ways', () => {
  it('a count below zero is no end of instances: the driver is asked', async () => {
    const host = simulateHost('mtty')
    left('-2')(host)
    await host.create(MTTY)
    expect((await host.snapshot()).types.find(({ id }) => id === 'mtty-1')).to.include({ availableInstances: -2 })
  })

  it('a number that Node has no name for keeps its symbol: EUSERS', async () => {
    const host = simulateHost('mdpy')
    for (let count = 0; count < 4; count++) await host.create({ parent: 'mdpy', type: 'mdpy-vga' })
    const file = 'sys/devices/virtual/mdpy/mdpy/mdev_supported_types/mdpy-hd/create'
    const error: unknown = await host.kernel
      .write(file, new TextEncoder().encode(UUID))
      .catch((reason: unknown) => reason)
    expect(error).to.include({ code: 'EUSERS', errno: 87 })
  })

  it('all names of what is full give one code', async () => {
    for (const code of ['ENOSPC', 'EUSERS', 'EPERM', 'ENOMEM', 'EINVAL', 'EFAULT']) {
      const host = faulty({ '/create': { code, meanwhile: left('0') } })
      expect(await failure(host.create(MTTY)), code).to.include({ code: 'no-instances-left', errno: code })
    }
  })
})
