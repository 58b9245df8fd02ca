import { expect } from 'chai'
import { errnoNumber, HostError, openSysfs, simulateHost, SysfsError } from '../../lib/machine/sim.js'
import type { Host, Sysfs } from '../../lib/machine/sim.js'

const UUID = '00000009-aaaa-4bbb-8ccc-ddddeeeeffff'

/** mtty, whose files answer with an error where the map has one for the end of their path. */
function faulty(faults: Readonly<Record<string, [code: string, syscall: string]>>): Host {
  const { kernel } = simulateHost('mtty')
  const sysfs: Sysfs = {
    list: (directory) => kernel.list(directory),
    read: (file) => kernel.read(file),
    link: (path) => kernel.link(path),
    resolve: (path) => kernel.resolve(path),
    inUse: (group) => kernel.inUse(group),
    async write(file, bytes, options) {
      const fault = Object.entries(faults).find(([end]) => file.endsWith(end))?.[1]
      if (!fault) return kernel.write(file, bytes, options)
      throw new SysfsError({ code: fault[0], errno: errnoNumber(fault[0]), syscall: fault[1], file })
    },
  }
  return openSysfs(sysfs)
}

async function failure(promise: Promise<unknown>): Promise<HostError> {
  const error = await promise.catch((reason: unknown) => reason)
  if (!(error instanceof HostError)) throw error
  return error
}

describe('what an error of the kernel means', () => {
  for (const [code, syscall, expected] of [
    ['EEXIST', 'write', 'uuid-exists'],
    ['EEXIST', 'open', 'driver-refused'],
    ['ENOSPC', 'write', 'no-instances-left'],
    ['EUSERS', 'write', 'no-instances-left'],
    ['ENODEV', 'write', 'parent-gone'],
    ['EAGAIN', 'write', 'busy'],
    ['EACCES', 'open', 'denied'],
    ['EPERM', 'write', 'denied'],
    ['EROFS', 'open', 'read-only'],
    // while instances are left these are the driver's own reasons
    ['EINVAL', 'write', 'driver-refused'],
    ['ENOMEM', 'write', 'driver-refused'],
    ['EFAULT', 'write', 'driver-refused'],
    ['EIO', 'write', 'driver-refused'],
  ] as const) {
    it(`${code} (${syscall}) of create is ${expected}`, async () => {
      const host = faulty({ '/create': [code, syscall] })
      const error = await failure(host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUID }))
      expect(error).to.include({ code: expected, errno: code, syscall })
      expect(error.file).to.equal('sys/devices/virtual/mtty/mtty/mdev_supported_types/mtty-1/create')
      expect(error.message).to.contain(UUID).and.to.contain(code)
      expect(error.cause).to.be.instanceOf(SysfsError)
    })
  }

  for (const [code, syscall, expected] of [
    ['EAGAIN', 'write', 'busy'],
    ['EBUSY', 'write', 'in-use'],
    ['EACCES', 'open', 'denied'],
    ['EROFS', 'open', 'read-only'],
    ['ETIMEDOUT', 'write', 'timeout'],
    ['ENOENT', 'open', 'busy'],
    ['EIO', 'write', 'driver-refused'],
  ] as const) {
    it(`${code} (${syscall}) of remove is ${expected}`, async () => {
      const host = faulty({ '/remove': [code, syscall] })
      await host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUID })
      expect(await failure(host.destroy(UUID))).to.include({ code: expected, errno: code })
    })
  }

  for (const [code, syscall, expected] of [
    ['EINVAL', 'write', 'attribute-refused'],
    ['EADDRINUSE', 'write', 'attribute-refused'],
    ['EACCES', 'open', 'attribute-refused'],
    ['EAGAIN', 'write', 'busy'],
    ['EROFS', 'open', 'read-only'],
  ] as const) {
    it(`${code} (${syscall}) of an attribute is ${expected}`, async () => {
      const host = faulty({ '/power/control': [code, syscall] })
      const attributes = [{ name: 'power/control', value: 'on' }]
      const error = await failure(host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUID, attributes }))
      expect(error).to.include({ code: expected, errno: code })
      expect((await host.snapshot()).devices).to.deep.equal([])
    })
  }

  it('a failure while undoing is kept beside the first one', async () => {
    const host = faulty({ '/power/control': ['EADDRINUSE', 'write'], '/remove': ['EBUSY', 'write'] })
    const attributes = [{ name: 'power/control', value: 'on' }]
    const error = await failure(host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUID, attributes }))
    expect(error).to.include({ code: 'attribute-refused', errno: 'EADDRINUSE' })
    expect(error.undoing).to.be.instanceOf(HostError).and.to.include({ code: 'in-use', errno: 'EBUSY' })
    expect(error.help).to.contain(UUID)
    expect((await host.snapshot()).devices).to.have.lengthOf(1)
  })
})
