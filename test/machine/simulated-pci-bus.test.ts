import { expect } from 'chai'
import type { SimulatedHost } from '../../lib/machine/sim.js'
import { simulateHost, SysfsError } from '../../lib/machine/sim.js'
import { treeChanges, wholeTree } from './whole-tree.js'

const GPU = '0000:06:00.0'
const PORT = '0000:00:03.0'
const UUID = '00000009-aaaa-4bbb-8ccc-ddddeeeeffff'
const DRIVER = 'sys/bus/pci/drivers/nvidia'

describe('the PCI bus of a simulated kernel', () => {
  let host: SimulatedHost

  beforeEach(() => {
    host = simulateHost('nvidia-t4')
  })

  const write = async (file: string, text: string): Promise<string> => {
    try {
      await host.kernel.write(file, new TextEncoder().encode(text))
      return 'ok'
    } catch (error) {
      if (error instanceof SysfsError) return error.code
      throw error
    }
  }
  const parents = () => host.kernel.list('sys/class/mdev_bus')
  const read = (file: string) => new TextDecoder().decode(host.kernel.read(file))

  it('unbinds a function from its driver, with its devices, and binds it again', async () => {
    const before = wholeTree(host.kernel.tree)
    await host.create({ parent: GPU, type: 'nvidia-231' })
    expect(await write(`${DRIVER}/unbind`, `${GPU}\n`)).to.equal('ok')
    expect(parents()).to.deep.equal(['0000:86:00.0'])
    expect(read(`sys/bus/pci/devices/${GPU}/uevent`)).not.to.contain('DRIVER=')
    const snapshot = await host.snapshot()
    expect(snapshot.devices).to.deep.equal([])
    expect(snapshot.nodes.find((node) => node.id === GPU)).not.to.have.any.keys('driver', 'backend')
    expect(await write(`${DRIVER}/unbind`, GPU)).to.equal('ENODEV')
    expect(await write(`${DRIVER}/bind`, GPU)).to.equal('ok')
    expect(await write(`${DRIVER}/bind`, GPU)).to.equal('EBUSY')
    expect(treeChanges(before, wholeTree(host.kernel.tree))).to.deep.equal([])
  })

  it("knows no other driver's functions, and none that are not there", async () => {
    for (const name of [PORT, '0000:ff:00.0', '', 'nonsense\n\n']) {
      expect(await write(`${DRIVER}/unbind`, name || '\n'), name).to.equal('ENODEV')
      expect(await write(`${DRIVER}/bind`, name || '\n'), name).to.equal('ENODEV')
    }
  })

  it('waits for whoever has a device open, and lets no new one be made meanwhile', async () => {
    await host.create({ parent: GPU, type: 'nvidia-231', uuid: UUID })
    const release = host.kernel.hold(UUID)
    let done = false
    const unbinding = write(`${DRIVER}/unbind`, GPU).then((answer) => {
      done = true
      return answer
    })
    await new Promise((resolve) => setTimeout(resolve, 2))
    expect(done).to.equal(false)
    // it has left its class, and its directory is still there
    expect(parents()).to.deep.equal(['0000:86:00.0'])
    const types = `sys/bus/pci/devices/${GPU}/mdev_supported_types`
    expect(await write(`${types}/nvidia-231/create`, UUID.replace('9', '8'))).to.equal('ENODEV')
    release()
    expect(await unbinding).to.equal('ok')
    expect(parents()).to.deep.equal(['0000:86:00.0'])
    expect(host.kernel.instances()).to.deep.equal([])
  })

  it('takes away the devices before the one that is open, and leaves those behind it until that is closed', async () => {
    const uuids = [7, 8, 9].map((number) => UUID.replace('9', String(number)))
    for (const uuid of uuids) await host.create({ parent: GPU, type: 'nvidia-231', uuid })
    const release = host.kernel.hold(uuids[1] ?? '')
    const unbinding = write(`${DRIVER}/unbind`, GPU)
    expect(host.kernel.list('sys/bus/mdev/devices')).to.deep.equal([uuids[2]])
    expect(await write(`sys/bus/mdev/devices/${uuids[2]}/remove`, '1')).to.equal('ENODEV')
    release()
    expect(await unbinding).to.equal('ok')
    expect(host.kernel.list('sys/bus/mdev/devices')).to.deep.equal([])
  })

  it('takes a bridge away only when what is behind it is no longer open', async () => {
    await host.create({ parent: GPU, type: 'nvidia-231', uuid: UUID })
    const release = host.kernel.hold(UUID)
    const removing = write(`sys/bus/pci/devices/${PORT}/remove`, '1')
    expect(host.kernel.list('sys/bus/pci/devices')).to.include.members([PORT, GPU])
    release()
    expect(await removing).to.equal('ok')
    expect(host.kernel.list('sys/bus/pci/devices')).not.to.include.members([PORT]).and.not.include.members([GPU])
  })

  it('has nothing of an old device come back to a new one', async () => {
    await host.create({ parent: GPU, type: 'nvidia-231', uuid: UUID })
    const release = host.kernel.hold(UUID)
    const removing = write(`sys/bus/mdev/devices/${UUID}/remove`, '1')
    const unbinding = write(`${DRIVER}/unbind`, GPU)
    host.kernel.removeDevice(GPU)
    expect(await write('sys/bus/pci/rescan', '1')).to.equal('ok')
    const device = await host.create({ parent: GPU, type: 'nvidia-231', uuid: UUID })
    release()
    expect([await removing, await unbinding]).to.deep.equal(['ok', 'ok'])
    expect((await host.snapshot()).devices).to.deep.equal([device])
    expect(host.kernel.instances()).to.have.lengthOf(1)
    expect(parents()).to.have.lengthOf(2)
  })

  it('unloads no module with the last function that is unbound', async () => {
    host = simulateHost('pmdev')
    for (const name of ['0000:00:02.0', '0000:00:03.0']) expect(await write(`${DRIVER}/unbind`, name)).to.equal('ok')
    expect(host.kernel.list('sys/module/pmdev/parameters')).to.include('fail_probe')
    expect(host.kernel.list('sys/bus/mdev/drivers')).to.deep.equal(['nvidia-vgpu-vfio', 'mtty'])
    for (const name of ['0000:00:02.0', '0000:00:03.0']) expect(await write(`${DRIVER}/bind`, name)).to.equal('ok')
    // the module stays as long as one of its parents does
    host.kernel.unregisterParent('0000:00:02.0')
    expect(host.kernel.list('sys/module')).to.include('pmdev')
    host.kernel.unregisterParent('0000:00:03.0')
    expect(host.kernel.list('sys/module')).not.to.include('pmdev')
    expect(host.kernel.list('sys/bus/mdev/drivers')).to.deep.equal(['mtty'])
  })

  it('gives everybody bytes of their own', () => {
    const file = `sys/bus/pci/devices/${GPU}/config`
    host.kernel.read(file).fill(0)
    expect([...host.kernel.read(file).subarray(0, 2)]).to.deep.equal([0xde, 0x10])
  })

  it('takes a function away with what is behind it, and finds all again', async () => {
    const before = wholeTree(host.kernel.tree)
    const { nodes } = await host.snapshot()
    await host.create({ parent: GPU, type: 'nvidia-231' })
    expect(await write(`sys/bus/pci/devices/${PORT}/remove`, '0')).to.equal('ok')
    expect(await write(`sys/bus/pci/devices/${PORT}/remove`, 'yes')).to.equal('EINVAL')
    expect(parents()).to.have.lengthOf(2)
    expect(await write(`sys/bus/pci/devices/${PORT}/remove`, '1')).to.equal('ok')
    const snapshot = await host.snapshot()
    expect(snapshot.problems).to.deep.equal([])
    expect(snapshot.nodes.map((node) => node.id)).to.deep.equal(
      nodes.map((node) => node.id).filter((id) => id !== PORT && id !== GPU),
    )
    expect(await write('sys/bus/pci/rescan', 'x')).to.equal('EINVAL')
    expect(await write('sys/bus/pci/rescan', '1')).to.equal('ok')
    expect((await host.snapshot()).nodes).to.deep.equal(nodes)
    expect(treeChanges(before, wholeTree(host.kernel.tree))).to.deep.equal([])
  })
})
