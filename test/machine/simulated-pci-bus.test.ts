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
    const types = `sys/class/mdev_bus/${GPU}/mdev_supported_types`
    expect(await write(`${types}/nvidia-231/create`, UUID.replace('9', '8'))).to.equal('ENODEV')
    release()
    expect(await unbinding).to.equal('ok')
    expect(parents()).to.deep.equal(['0000:86:00.0'])
    expect(host.kernel.instances()).to.deep.equal([])
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
