import { expect } from 'chai'
import type { SimulatedHost } from '../../lib/machine/sim.js'
import { Errno, simulateHost, SimulatedKernel, SysfsError } from '../../lib/machine/sim.js'
import { failureCode } from './failure-code.js'

const UUID = '00000009-aaaa-4bbb-8ccc-ddddeeeeffff'
const CREATE = 'sys/class/mdev_bus/mtty/mdev_supported_types/mtty-1/create'
const DEVICE = `sys/bus/mdev/devices/${UUID}`

describe('the simulated kernel', () => {
  let host: SimulatedHost

  beforeEach(() => {
    host = simulateHost('samples')
  })

  const write = (file: string, text: string) => host.kernel.write(file, new TextEncoder().encode(text))
  const read = (file: string) => new TextDecoder().decode(host.kernel.read(file))
  const exists = (path: string) => {
    try {
      return host.kernel.resolve(path) !== ''
    } catch {
      return false
    }
  }
  const answer = async (deed: () => unknown): Promise<string> => {
    try {
      await deed()
      return 'ok'
    } catch (error) {
      if (error instanceof SysfsError) return `${error.code} ${error.errno} ${error.syscall}`
      throw error
    }
  }

  // the answers of the real kernel, from its recording
  for (const [text, expected] of [
    [UUID, 'ok'],
    [UUID.toUpperCase(), 'ok'],
    [`${UUID}\n`, 'ok'],
    [`${UUID}x`, 'ok'],
    [`${UUID} `, 'ok'],
    [`${UUID}\0`, 'ok'],
    ['not-a-uuid', 'EINVAL 22 write'],
    [UUID.replaceAll('-', ''), 'EINVAL 22 write'],
    [`{${UUID}}`, 'EINVAL 22 write'],
    [UUID.slice(0, 35), 'EINVAL 22 write'],
    [`${UUID}xx`, 'EINVAL 22 write'],
    [`${UUID}\n\n`, 'EINVAL 22 write'],
    [`${UUID}\r\n`, 'EINVAL 22 write'],
    [` ${UUID}`, 'EINVAL 22 write'],
    [`\n${UUID}`, 'EINVAL 22 write'],
    [UUID.replace('a', 'g'), 'EINVAL 22 write'],
    ['000000009-aaa-4bbb-8ccc-ddddeeeeffff', 'EINVAL 22 write'],
    ['a'.repeat(4096), 'EINVAL 22 write'],
    ['a'.repeat(5000), 'EINVAL 22 write'],
    ['\n', 'EINVAL 22 write'],
  ] as const) {
    it(`answers ${expected} to ${JSON.stringify(text.slice(0, 40))} (${text.length} bytes) in create`, async () => {
      expect(await answer(() => write(CREATE, text))).to.equal(expected)
      expect(exists(DEVICE)).to.equal(expected === 'ok')
    })
  }

  it('does nothing on an empty write', async () => {
    expect(await answer(() => write(CREATE, ''))).to.equal('ok')
    expect(host.kernel.list('sys/bus/mdev/devices')).to.deep.equal([])
  })

  it('answers to files that are not there, or not for that', async () => {
    expect(await answer(() => write(CREATE.replace('mtty-1', 'nope'), UUID))).to.equal('ENOENT 2 open')
    expect(await answer(() => write(CREATE.replace('mtty', 'nope'), UUID))).to.equal('ENOENT 2 open')
    expect(await answer(() => read(CREATE))).to.equal('EACCES 13 open')
    expect(await answer(() => write(CREATE.replace('create', 'name'), 'x'))).to.equal('EACCES 13 open')
    expect(await answer(() => write(CREATE.replace('/create', ''), 'x'))).to.equal('EISDIR 21 open')
    expect(await answer(() => host.kernel.list(CREATE))).to.equal('ENOTDIR 20 readdir')
    expect(await answer(() => host.kernel.link(CREATE))).to.equal('EINVAL 22 readlink')
    expect(await answer(() => read('sys/devices/virtual/mtty/mtty/power/autosuspend_delay_ms'))).to.equal('EIO 5 read')
    expect(await answer(() => read('sys/class/../class'))).to.equal('EINVAL 22 open')
  })

  for (const [text, expected, gone] of [
    ['0', 'ok', false],
    ['0\n', 'ok', false],
    ['0x0', 'ok', false],
    ['', 'ok', false],
    ['abc', 'EINVAL 22 write', false],
    ['-1', 'EINVAL 22 write', false],
    ['1x', 'EINVAL 22 write', false],
    [' 1', 'EINVAL 22 write', false],
    ['08', 'EINVAL 22 write', false],
    ['0x', 'EINVAL 22 write', false],
    ['18446744073709551616', 'EINVAL 22 write', false],
    ['18446744073709551615', 'ok', true],
    ['010', 'ok', true],
    ['+1', 'ok', true],
    ['0x1', 'ok', true],
    ['2', 'ok', true],
    ['1\n', 'ok', true],
  ] as const) {
    it(`answers ${expected} to ${JSON.stringify(text)} in remove`, async () => {
      await write(CREATE, UUID)
      expect(await answer(() => write(`${DEVICE}/remove`, text))).to.equal(expected)
      expect(exists(DEVICE)).to.equal(!gone)
      if (gone) expect(await answer(() => write(`${DEVICE}/remove`, '1'))).to.equal('ENOENT 2 open')
    })
  }

  it('removes through every path that leads there', async () => {
    for (const path of [`sys/devices/virtual/mtty/mtty/${UUID}`, CREATE.replace('create', `devices/${UUID}`)]) {
      await write(CREATE, UUID)
      await write(`${path}/remove`, '1')
      expect(exists(DEVICE)).to.equal(false)
    }
  })

  it('shows a device before it has a type, and loses its remove file to whoever is too early', async () => {
    host.kernel.delays.create = 20
    const making = write(CREATE, UUID)
    expect(host.kernel.list(DEVICE).sort()).to.deep.equal(['driver', 'power', 'remove', 'subsystem', 'uevent'])
    expect(host.kernel.list(CREATE.replace('create', 'devices'))).to.deep.equal([])
    expect(await failureCode(host.destroy(UUID))).to.equal('busy')
    expect(await answer(() => write(`${DEVICE}/remove`, '1'))).to.equal('EAGAIN 11 write')
    await making
    expect(exists(`${DEVICE}/remove`)).to.equal(false)
    expect(exists(`${DEVICE}/mdev_type`)).to.equal(true)
    const error = await host.destroy(UUID).catch((reason: unknown) => reason)
    expect(error).to.include({ code: 'busy', errno: 'ENOENT', syscall: 'open' })
  })

  it('blocks the removal of what somebody has open', async () => {
    await write(CREATE, UUID)
    const release = host.kernel.hold(UUID)
    const late = { mayBlock: true, timeout: 5 }
    const removing = host.kernel.write(`${DEVICE}/remove`, new Uint8Array([49]), late)
    expect(await answer(() => removing)).to.equal('ETIMEDOUT 110 write')
    const directory = `sys/devices/virtual/mtty/mtty/${UUID}`
    expect(exists(DEVICE)).to.equal(false)
    expect(host.kernel.list(directory).sort()).to.deep.equal(['iommu_group', 'vfio-dev'])
    expect(read(CREATE.replace('create', 'available_instances'))).to.equal('23\n')
    expect(await answer(() => write(CREATE, UUID))).to.equal('EEXIST 17 write')
    release()
    await new Promise((resolve) => setTimeout(resolve, 1))
    expect(exists(directory)).to.equal(false)
    expect(read(CREATE.replace('create', 'available_instances'))).to.equal('24\n')
  })

  it('unbinds a device from its own driver alone, and waits for whoever has it open', async () => {
    await write(CREATE, UUID)
    const drivers = 'sys/bus/mdev/drivers'
    for (const [driver, text] of [
      ['mdpy', UUID],
      ['mtty', ` ${UUID}`],
      ['mtty', `${UUID}\n\n`],
      ['mtty', 'unbind'],
      ['mtty', '\n'],
    ]) {
      expect(await answer(() => write(`${drivers}/${driver}/unbind`, text ?? ''))).to.equal('ENODEV 19 write')
    }
    const release = host.kernel.hold(UUID)
    const unbinding = write(`${drivers}/mtty/unbind`, `${UUID}\n`)
    const entries = ['power', 'remove', 'subsystem', 'uevent', 'mdev_type']
    expect(host.kernel.list(DEVICE)).to.have.members([...entries, 'iommu_group', 'vfio-dev'])
    expect(read(CREATE.replace('create', 'available_instances'))).to.equal('23\n')
    expect(await answer(() => write(`${drivers}/mtty/unbind`, UUID))).to.equal('ENODEV 19 write')
    release()
    await unbinding
    expect(host.kernel.list(DEVICE)).to.have.members(entries)
    expect(read(CREATE.replace('create', 'available_instances'))).to.equal('24\n')
    expect(() => host.kernel.hold(UUID)).to.throw(Errno, 'ENODEV')
    await write(`${DEVICE}/remove`, '1')
    expect(exists(DEVICE)).to.equal(false)
  })

  it('counts an unbound device where the core counts', async () => {
    const type = 'sys/class/mdev_bus/mdpy/mdev_supported_types/mdpy-hd'
    await write(`${type}/create`, UUID)
    await write('sys/bus/mdev/drivers/mdpy/unbind', UUID)
    expect(read(`${type}/available_instances`)).to.equal('3\n')
    await write(`${DEVICE}/remove`, '1')
    expect(read(`${type}/available_instances`)).to.equal('4\n')
  })

  it('of Linux 5.10 shows a device when it is made, and unbinds it from vfio_mdev alone', async () => {
    host = simulateHost('i915-gvtg')
    const type = 'sys/class/mdev_bus/0000:00:02.0/mdev_supported_types/i915-GVTg_V5_8'
    const bus = 'sys/bus/mdev'
    expect(host.kernel.resolve(`${bus}/drivers/vfio_mdev/module`)).to.equal('sys/module/vfio_mdev')
    host.kernel.delays.create = 10
    const making = write(`${type}/create`, UUID)
    expect(host.kernel.list(`${bus}/devices`)).to.deep.equal([])
    expect(await answer(() => write(`${type}/create`, UUID))).to.equal('EEXIST 17 write')
    await making
    const before = read(`${type}/available_instances`)
    await write(`${bus}/drivers/vfio_mdev/unbind`, UUID)
    expect(host.kernel.list(DEVICE)).to.include('intel_vgpu').and.not.include.members(['iommu_group', 'driver'])
    expect(read(`${type}/available_instances`)).to.equal(before)
    await write(`${DEVICE}/remove`, '1')
    expect(read(`${type}/available_instances`)).to.not.equal(before)
  })

  it('saves no device whose removal has begun', async () => {
    await write(CREATE, UUID)
    const release = host.kernel.hold(UUID)
    const removing = write(`${DEVICE}/remove`, '1')
    expect(host.state().devices).to.deep.equal([])
    release()
    await removing
  })

  it('takes one of two devices of a class away', () => {
    const kernel = new SimulatedKernel()
    for (const name of ['one', 'two']) kernel.addVirtualDevice('sample', name)
    kernel.removeDevice('one')
    expect(kernel.list('sys/class/sample')).to.deep.equal(['two'])
    expect(kernel.list('sys/devices/virtual/sample')).to.deep.equal(['two'])
    kernel.removeDevice('two')
    expect(kernel.list('sys/class')).not.to.include('sample')
    expect(() => kernel.removeDevice('two')).to.throw(Errno, 'ENODEV')
  })

  it('looks for no group below the first one', async () => {
    const kernel = new SimulatedKernel({ firstIommuGroup: Number.MAX_SAFE_INTEGER - 1 })
    kernel.addVirtualDevice('sample', 'one')
    const driver = { name: 'sample', module: 'sample', available: () => 1, create: () => {} }
    kernel.registerParent('one', { ...driver, types: [{ id: 'sample-1', deviceApi: 'vfio-pci' }] })
    kernel.createNow('one', 'sample-1', UUID)
    expect(kernel.instances()[0]?.iommuGroup).to.equal(Number.MAX_SAFE_INTEGER - 1)
  })

  it('tells a removal that came too late what became of the device', async () => {
    await write(CREATE, UUID)
    host.kernel.delays.remove = 30
    const error: unknown = await host.destroy(UUID, { timeout: 1 }).catch((reason: unknown) => reason)
    expect(error).to.include({ code: 'timeout', errno: 'ETIMEDOUT' })
    expect(error).to.have.property('message').that.contains('taken it off the bus')
  })

  it('takes a parent away with all its devices', async () => {
    await write(CREATE, UUID)
    host.kernel.unregisterParent('mtty')
    expect(host.kernel.list('sys/class/mdev_bus')).to.deep.equal(['mdpy', 'mbochs'])
    expect(exists(DEVICE)).to.equal(false)
    expect(host.kernel.list('sys/kernel/iommu_groups')).to.deep.equal([])
    expect((await host.snapshot()).problems).to.deep.equal([])
  })

  it('a parent that goes while a device is made leaves none', async () => {
    host.kernel.delays.create = 5
    const making = host.create({ parent: 'mtty', type: 'mtty-1' })
    host.kernel.unregisterParent('mtty')
    expect(await failureCode(making)).to.equal('parent-gone')
    expect(host.kernel.instances()).to.deep.equal([])
  })

  it('gives out the lowest free group', async () => {
    const first = await host.create({ parent: 'mtty', type: 'mtty-1' })
    const second = await host.create({ parent: 'mdpy', type: 'mdpy-vga' })
    expect([first.iommuGroup, second.iommuGroup]).to.deep.equal([0, 1])
    await host.destroy(first.id)
    expect((await host.create({ parent: 'mbochs', type: 'mbochs-large' })).iommuGroup).to.equal(0)
  })
})
