import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { capacitiesOf } from '../../lib/machine/capacity/capacity-of.js'
import { predictAvailability } from '../../lib/machine/capacity/predict-availability.js'
import type { HostType, RecordedFiles } from '../../lib/machine/sim.js'
import { nodeDeviceOf, nodeDevices, openSysfs, recordedTree, simulateHost } from '../../lib/machine/sim.js'
import { capacity } from '../../lib/planning/capacity/index.js'
import { judgePartition, parsePartition } from '../../lib/planning/pools/index.js'
import { failureCode } from '../machine/failure-code.js'
import { projectRoot } from '../project-root.js'
import { skipWhen } from '../skip.js'

const HOSTS = join(process.env['NODEDEV_CORPUS'] ?? join(projectRoot, '..', 'shared', 'corpus'), 'hosts')

function treeOf(name: string): RecordedFiles {
  const file = JSON.parse(readFileSync(join(HOSTS, name), 'utf8')) as { tree: RecordedFiles }
  return file.tree
}

/** What a type is, without how many are left of it. */
const facts = ({ id, name, description, deviceApi }: HostType) => ({ id, name, description, deviceApi })

describe("recordings of machines with NVIDIA's cards", () => {
  skipWhen(() => (existsSync(HOSTS) ? undefined : `there is no corpus at ${HOSTS}; NODEDEV_CORPUS names another place`))

  describe('an A2 whose virtual functions have mediated devices', () => {
    const FREE = '0000:08:01.7'

    it('is read in full, but for the counts that were left out', async () => {
      const snapshot = await openSysfs(recordedTree(treeOf('nvidia-a2.tree.json'))).snapshot()
      expect(snapshot.nodes).to.have.lengthOf(18)
      expect(snapshot.types).to.have.lengthOf(16 * 15)
      expect(snapshot.problems.filter(({ file }) => !file.endsWith('/available_instances'))).to.deep.equal([])
      expect(snapshot.problems).to.have.lengthOf(16 * 15)
      expect(
        snapshot.devices.map(({ parent, type, iommuGroup, driver }) => [parent, type, iommuGroup, driver]),
      ).to.deep.equal([
        ['0000:08:00.4', 'nvidia-754', 106, 'nvidia-vgpu-vfio'],
        ['0000:08:00.6', 'nvidia-751', 108, 'nvidia-vgpu-vfio'],
        ['0000:08:02.0', 'nvidia-746', 107, 'nvidia-vgpu-vfio'],
      ])
      const card = nodeDeviceOf(snapshot, '0000:08:00.0')?.capabilities[0]
      expect(card?.type === 'pci' && card.virtFunctions?.addresses).to.have.lengthOf(16)
    })

    it('lets the rule predict the counts that were captured on the free function', async () => {
      const [capacity, ...others] = capacitiesOf(
        await openSysfs(recordedTree(treeOf('nvidia-a2.tree.json'))).snapshot(),
      )
      if (capacity === undefined) throw new Error('no card')
      expect(others).to.deep.equal([])
      expect([capacity.id, capacity.parents.length, capacity.live.length]).to.deep.equal(['0000:08:00.0', 16, 3])
      const all = predictAvailability(capacity)
      const free = all.filter(({ parent }) => parent === FREE)
      expect(free).to.have.lengthOf(15)
      expect(free.flatMap(({ type, available }) => (available === 0 ? [] : [[type, available]]))).to.deep.equal([
        ['nvidia-746', 1],
        ['nvidia-751', 1],
        ['nvidia-754', 1],
      ])
      const taken = all.filter(({ parent }) => capacity.live.some((device) => device.parent === parent))
      expect(new Set(taken.map(({ available, certainty }) => `${available} ${certainty}`))).to.deep.equal(
        new Set(['0 certain']),
      )
      // thirteen functions are free, and one device fits on the card
      const full = predictAvailability(capacity, [...capacity.live, { parent: FREE, type: 'nvidia-751' }])
      expect(full.filter(({ available }) => available !== 0)).to.deep.equal([])
    })

    it('has room for one more device on the card, not on each of its free functions', async () => {
      const snapshot = await openSysfs(recordedTree(treeOf('nvidia-a2.tree.json'))).snapshot()
      const [card, ...others] = capacity(snapshot).devices
      expect(others).to.deep.equal([])
      expect([card?.id, card?.there]).to.deep.equal(['0000:08:00.0', 3])
      expect(card?.types.map(({ type, left }) => [type, left])).to.deep.equal(
        Array.from({ length: 15 }, (_, index) => [`nvidia-${742 + index}`, [4, 9, 12].includes(index) ? 1 : 0]),
      )
      expect(card?.types.find(({ type }) => type === 'nvidia-751')?.effects.map(({ left }) => left)).to.deep.equal(
        Array.from({ length: 15 }, () => 0),
      )
      expect(card?.pools.find(({ pool }) => pool === 'functions')).to.include({ total: 16, free: 13 })
      const judged = (text: string) =>
        judgePartition(snapshot, '08:00.0', parsePartition(text).partition ?? expect.fail(text))
      expect(judged('1 x 4GB').feasible).to.equal(true)
      expect(judged('2 x 4GB').feasible).to.equal(false)
    })

    it('is what the simulated one is', async () => {
      const recorded = await openSysfs(recordedTree(treeOf('nvidia-a2.tree.json'))).snapshot()
      const host = simulateHost('nvidia-a2')
      for (const { parent, type = '', uuid = '' } of recorded.devices) await host.create({ parent, type, uuid })
      const simulated = await host.snapshot()
      expect(simulated.types.map(facts)).to.deep.equal(recorded.types.map(facts))
      const told = simulated.types.filter(({ parent }) => parent === FREE)
      const [capacity] = capacitiesOf(recorded)
      if (capacity === undefined) throw new Error('no card')
      const predicted = predictAvailability(capacity).filter(({ parent }) => parent === FREE)
      expect(told.map(({ id, availableInstances }) => [id, availableInstances])).to.deep.equal(
        predicted.map(({ type, available }) => [type, available]),
      )
      const part = ({ nodes }: typeof recorded) =>
        nodes.flatMap((node) =>
          node.kind !== 'pci'
            ? []
            : [
                [
                  node.id,
                  node.name,
                  node.path,
                  node.parentName,
                  node.driver,
                  node.backend,
                  node.physFunction,
                  node.virtFunctions,
                  node.iommuGroup,
                  node.class,
                  node.numaNode,
                ],
              ],
        )
      expect(part(simulated)).to.deep.equal(part(recorded))
      const named = (snapshot: typeof recorded) =>
        snapshot.devices.map(({ id, name, path, parentName }) => [id, name, path, parentName])
      expect(named(simulated)).to.deep.equal(named(recorded))
    })
  })

  describe('a virtual function of an L40S without mediated devices', () => {
    it('is a parent with its 23 types and no device', async () => {
      const host = openSysfs(recordedTree(treeOf('nvidia-l40s-vf.tree.json')))
      const snapshot = await host.snapshot()
      expect(snapshot.nodes.map(({ id, name, backend }) => [id, name, backend])).to.deep.equal([
        ['0000:26:00.4', 'pci_0000_26_00_4', 'nvidia-vf'],
      ])
      expect(snapshot.devices).to.deep.equal([])
      // the recording has the vendor's directory alone
      expect(snapshot.problems.map(({ file }) => file.slice(file.lastIndexOf('/') + 1))).to.deep.equal([
        'vendor',
        'device',
      ])
      const simulated = (await simulateHost('nvidia-l40s').snapshot()).types.filter(
        ({ parent }) => parent === '0000:26:00.4',
      )
      expect(snapshot.types).to.deep.equal(simulated)
      expect(nodeDevices(snapshot)).to.have.lengthOf(1)
      expect(await failureCode(host.create({ parent: 'pci_0000_26_00_4', type: '1150' }))).to.equal('read-only')
    })

    it('has the files that the simulated one has, byte for byte', () => {
      const { kernel } = simulateHost('nvidia-l40s')
      for (const [file, entry] of Object.entries(treeOf('nvidia-l40s-vf.tree.json'))) {
        expect('text' in entry && entry.text, file).to.equal(new TextDecoder().decode(kernel.read(file)))
      }
      expect(kernel.list('sys/bus/pci/devices/0000:26:00.4/nvidia').sort()).to.deep.equal(
        Object.keys(treeOf('nvidia-l40s-vf.tree.json'))
          .map((file) => file.slice(file.lastIndexOf('/') + 1))
          .sort(),
      )
    })
  })
})
