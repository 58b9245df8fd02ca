import { expect } from 'chai'
import type { HostSnapshot, RecordedFiles, SimulatedHost } from '../../../lib/machine/sim.js'
import {
  Faults,
  openSysfs,
  personalities,
  recordedStore,
  recordedTree,
  simulateHost,
} from '../../../lib/machine/sim.js'
import { recordMachine } from '../../../lib/machine/recording/record-machine.js'
import { isRecordedTree } from '../../../lib/machine/validators/validators.js'

const UUID = '0c0ffee0-aaaa-4bbb-8ccc-ddddeeeeffff'
const reopened = (tree: RecordedFiles) => openSysfs(recordedTree(tree), { store: recordedStore(tree) })

describe('a recording', () => {
  for (const { name } of personalities) {
    it(`of ${name} gives the snapshot of the machine`, async () => {
      const host = simulateHost(name)
      const { types } = await host.snapshot()
      const [type] = types.filter((each) => each.availableInstances !== 0)
      if (type !== undefined) await host.create({ parent: type.parent, type: type.id })
      const { tree } = await host.record()
      expect(isRecordedTree(JSON.parse(JSON.stringify(tree)))).to.equal(true)
      expect(await reopened(tree).snapshot()).to.deep.equal(await host.snapshot())
    })
  }

  it('keeps what could not be read, and why', async () => {
    const host = simulateHost('mtty')
    const type = 'sys/devices/virtual/mtty/mtty/mdev_supported_types/mtty-1'
    host.kernel.tree.addFile(`${type}/available_instances`, { mode: 0o444 })
    host.kernel.tree.addFile(`${type}/name`, { mode: 0o200 })
    const { tree } = await host.record()
    expect(tree[`${type}/available_instances`]).to.deep.equal({ error: 'EIO' })
    expect(tree[`${type}/name`]).to.deep.equal({ error: 'EACCES' })
    expect(await reopened(tree).snapshot()).to.deep.equal(await host.snapshot())
  })

  const card = { parent: '0000:06:00.0', type: 'nvidia-231', uuid: UUID }
  const sample = { parent: 'mtty', type: 'mtty-1', uuid: UUID }
  const remove = async ({ kernel }: SimulatedHost) => {
    const file = `sys/bus/mdev/devices/${UUID}/remove`
    if (kernel.mode(file) !== undefined) await kernel.write(file, new TextEncoder().encode('1'))
  }
  for (const [what, name, request, step, happens] of [
    ['a device is removed', 'mtty', sample, 1, (host: SimulatedHost) => void remove(host)],
    ['a driver is unloaded', 'mtty', sample, 1, (host: SimulatedHost) => host.kernel.unregisterParent('mtty')],
    ['a card is pulled out', 'nvidia-t4', card, 7, (host: SimulatedHost) => host.kernel.removeDevice(card.parent)],
  ] as const) {
    it(`has what was seen of a machine while ${what}`, async () => {
      for (let at = 1; ; at += step) {
        const host = simulateHost(name)
        await host.create(request)
        const faults = new Faults([{ at, call: () => happens(host) }])
        let seen: HostSnapshot | undefined
        const { tree } = await recordMachine(
          faults.around({ sysfs: host.kernel, store: host.store }),
          async (sysfs, store) => {
            seen = await openSysfs(sysfs, { store }).snapshot()
          },
        )
        if (faults.operations.length < at) return
        const { nodes, types, devices } = await reopened(tree).snapshot()
        expect({ nodes, types, devices }, `at ${at}`).to.deep.equal({
          ...{ nodes: seen?.nodes, types: seen?.types, devices: seen?.devices },
        })
      }
    })
  }

  it('knows files by name that it does not read, and can only be read', async () => {
    const host = simulateHost('mtty')
    const { tree } = await host.record()
    expect(tree['sys/devices/virtual/mtty/mtty/mdev_supported_types/mtty-1/create']).to.deep.equal({ unread: true })
    const failure = await reopened(tree)
      .create({ parent: 'mtty', type: 'mtty-1' })
      .catch((error: unknown) => error)
    expect(failure).to.have.property('code', 'read-only')
  })

  it('has no UUID and no serial number of the machine when it is redacted', async () => {
    const host = simulateHost('nvidia-t4')
    await host.create({ parent: '0000:06:00.0', type: 'nvidia-231', uuid: UUID }, { group: UUID.replace('0c', '1c') })
    const config = new Uint8Array(0x110)
    config.set(new Uint8Array([0x03, 0, 0x01, 0, 1, 2, 3, 4, 5, 6, 7, 8]), 0x100)
    const path = (await host.snapshot()).nodes.find((node) => node.id === '0000:06:00.0')?.path.slice(1) ?? ''
    host.kernel.tree.addFile(`${path}/config`, { mode: 0o444, show: () => config })
    const plain = await host.record()
    const { tree, redacted } = await host.record({ redact: true })
    expect(redacted).to.equal(true)
    expect(JSON.stringify(plain.tree)).to.include('0c0ffee0')
    expect(JSON.stringify(tree)).to.not.match(/[01]c0ffee0/i)
    const entry = tree[`${path}/config`]
    const bytes = atob(entry !== undefined && 'base64' in entry ? entry.base64 : '')
    expect([...bytes.slice(0x100)].map((each) => each.charCodeAt(0))).to.deep.equal([
      ...[3, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      ...[0, 0, 0, 0],
    ])
    const [device] = (await reopened(tree).snapshot()).devices
    expect(device).to.deep.include({ type: 'nvidia-231', parent: '0000:06:00.0', ours: true })
    expect(device?.uuid).to.match(/^00000000-0000-4000-8000-/)
    expect(device?.group).to.match(/^00000000-0000-4000-8000-/)
    expect(device?.group).to.not.equal(device?.uuid)
  })
})
