import { expect } from 'chai'
import type { SimulatedHost } from '../../lib/machine/sim.js'
import { simulateHost } from '../../lib/machine/sim.js'
import type { Comparison, RecordedTrees } from './recorded-files.js'
import { needRecordings, readRecording, recordedTree, simulatedTree } from './recorded-files.js'
import { uuidOf } from './recorded-machine.js'

const ROOTS = ['mtty', 'mdpy', 'mbochs'].flatMap((name) => [`/sys/devices/virtual/${name}`, `/sys/class/${name}`])
ROOTS.push('/sys/class/mdev_bus', '/sys/bus/mdev', '/sys/kernel/iommu_groups', '/sys/class/vfio')
ROOTS.push('/sys/devices/virtual/vfio', '/sys/module/mdev', '/sys/module/mdpy/parameters')
ROOTS.push('/sys/module/mbochs/parameters', '/dev/vfio')

const COMPARISON: Comparison = {
  roots: ROOTS,
  // a sum over the source of a build
  isLeftOut: (path) => path === '/sys/module/mdev/srcversion',
}

describe("recordings of the kernel's sample drivers", () => {
  needRecordings()

  for (const file of ['sysfs-6.1-samples.json', 'sysfs-6.12-samples.json']) {
    it(`the simulated kernel has the same files as ${file} at every snapshot`, async () => {
      const recording = readRecording<RecordedTrees>(file)
      const seen: string[] = []
      await replay((name, host) => {
        seen.push(name)
        const recorded = recording.snapshots[name]
        if (!recorded) throw new Error(`no snapshot ${name}`)
        expect(simulatedTree(host.kernel, COMPARISON), name).to.deep.equal(recordedTree(recorded, COMPARISON))
      })
      expect(seen).to.deep.equal(Object.keys(recording.snapshots))
    })
  }

  it('mtty alone has what belongs to mtty in the recording', () => {
    const recording = readRecording<RecordedTrees>('sysfs-6.1-samples.json')
    const own = /^\/sys\/(devices\/virtual\/mtty|class\/mtty|class\/mdev_bus\/mtty|bus\/mdev\/drivers\/mtty)(\/|$)/
    const only = (entries: Map<string, unknown>) => new Map([...entries].filter(([name]) => own.test(name)))
    const { before = {} } = recording.snapshots
    const simulated = simulatedTree(simulateHost('mtty').kernel, COMPARISON)
    expect(only(simulated)).to.deep.equal(only(recordedTree(before, COMPARISON)))
  })
})

/** The steps of the recording that leave something behind, in its order. */
async function replay(snapshot: (name: string, host: SimulatedHost) => void): Promise<void> {
  const host = simulateHost('samples')
  const { kernel } = host
  const write = (file: string, text: string) => kernel.write(file.slice(1), new TextEncoder().encode(text))
  const create = (parent: string, type: string, uuid: string) =>
    write(`/sys/class/mdev_bus/${parent}/mdev_supported_types/${type}/create`, uuid)
  const remove = (uuid: string) => write(`/sys/bus/mdev/devices/${uuid}/remove`, '1')
  const exhaust = async (parent: string, type: string, base: number) => {
    const created: string[] = []
    for (;;) {
      try {
        await create(parent, type, uuidOf(base + created.length))
        created.push(uuidOf(base + created.length))
      } catch {
        return created
      }
    }
  }
  snapshot('before', host)
  await create('mtty', 'mtty-1', uuidOf(1))
  await create('mtty', 'mtty-2', `${uuidOf(2)}\n`)
  await create('mtty', 'mtty-1', 'ABCDEF01-AAAA-4BBB-8CCC-DDDDEEEEFFFF')
  await create('mdpy', 'mdpy-vga', uuidOf(3))
  await create('mbochs', 'mbochs-small', uuidOf(4))
  await create('mbochs', 'mbochs-small', '00000000-0000-0000-0000-000000000000')
  snapshot('after-create', host)
  await create('mtty', 'mtty-1', uuidOf(11))
  await create('mtty', 'mtty-1', uuidOf(12))
  const exhausted = await exhaust('mtty', 'mtty-2', 0x100)
  snapshot('exhausted-mtty', host)
  for (const uuid of exhausted) await remove(uuid)
  await remove(uuidOf(1))
  await create('mtty', 'mtty-1', uuidOf(1))
  await write('/sys/bus/mdev/drivers/mtty/unbind', uuidOf(1))
  snapshot('mtty-unbound', host)
  await remove(uuidOf(1))
  kernel.removeDevice('mdpy')
  snapshot('after-rmmod-mdpy', host)
  kernel.removeDevice('mbochs')
  kernel.removeDevice('mtty')
  snapshot('no-parents', host)
}
