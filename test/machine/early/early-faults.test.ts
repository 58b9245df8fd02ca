import { expect } from 'chai'
import type { CreateRequest, PortOperation, SimulatedHost } from '../../../lib/machine/sim.js'
import { Faults, openSysfs, simulateHost } from '../../../lib/machine/sim.js'
import { treeChanges, wholeTree } from '../whole-tree.js'

const VM = '12345678-1234-1234-1234-123456789abc'
const FLAT = (parent: string, type: string): CreateRequest => ({ parent, type })
const POOL = (uuid: string): CreateRequest => ({ parent: '0000:05:00.0', type: 'vgpu-128', uuid })
const control = [{ name: 'power/control', value: 'on' }]

const MACHINES: readonly [string, readonly CreateRequest[]][] = [
  [
    'grid-m60',
    [
      FLAT('0000:86:00.0', '11'),
      { ...FLAT('0000:87:00.0', '12'), attributes: control },
      { ...FLAT('0000:86:00.0', '11'), index: '7' },
    ],
  ],
  [
    'pool-2016',
    [
      POOL('00000001-aaaa-4bbb-8ccc-ddddeeeeffff'),
      { ...POOL('00000002-aaaa-4bbb-8ccc-ddddeeeeffff'), attributes: control },
    ],
  ],
  ['i915-gvtg-aggregation', [2, 3].map((aggregate) => ({ parent: '0000:00:02.0', type: 'i915-GVTg_V5_8', aggregate }))],
]

const isChange = ({ kind }: PortOperation) => ['write', 'replace', 'remove', 'lock', 'unlock'].includes(kind)
const machineOf = ({ kernel, store }: SimulatedHost) => ({ ...wholeTree(kernel.tree), ...store.files() })

for (const [name, requests] of MACHINES) {
  describe(`faults while devices are made on ${name}`, () => {
    const untouched = machineOf(simulateHost(name))
    let count = 0
    let changing = 0

    before(async () => {
      const faults = new Faults()
      const host = simulateHost(name, { faults })
      await host.createAll(requests, { group: VM })
      count = faults.operations.length
      changing = faults.operations.filter(isChange).length
      expect(changing).to.be.greaterThan(requests.length)
    })

    async function expectAllOrNone(host: SimulatedHost, what: string): Promise<boolean> {
      const { length } = host.state().devices
      expect(length, what).to.be.oneOf([0, requests.length])
      const next = openSysfs(host.kernel, { store: host.store })
      if (length > 0) {
        const { devices } = await next.snapshot()
        if (name === 'grid-m60')
          expect(
            devices.every(({ started }) => started === true),
            what,
          ).to.equal(true)
        expect(await next.destroyGroup(VM), what).to.have.lengthOf(length)
      }
      expect(treeChanges(untouched, machineOf(host)), what).to.deep.equal([])
      return length > 0
    }

    // after the effect only of what has one
    for (const when of ['before', 'after'] as const) {
      it(`EIO ${when} the k-th operation: all devices, or a machine as before`, async () => {
        const outcomes = new Set<boolean>()
        for (let at = 1; at <= (when === 'before' ? count : changing); at++) {
          const faults = new Faults([{ at, fails: 'EIO', when, ...(when === 'after' && { on: isChange }) }])
          const host = simulateHost(name, { faults })
          const result = await host.createAll(requests, { group: VM }).catch(() => undefined)
          const what = `fault ${at} ${when}`
          const made = await expectAllOrNone(host, what)
          if (result !== undefined) expect(made, what).to.equal(true)
          outcomes.add(made)
        }
        expect(outcomes.size).to.equal(2)
      })
    }

    it('killed at the k-th operation: the next process tells and recovers', async () => {
      let recovered = 0
      for (let at = 1; at <= changing; at++) {
        const faults = new Faults([{ at, on: isChange, killed: true }])
        const host = simulateHost(name, { faults })
        await host.createAll(requests, { group: VM }).catch(() => undefined)
        const next = openSysfs(host.kernel, { store: host.store })
        const { unfinished = [] } = await next.snapshot()
        for (const { id } of unfinished) {
          const [recovery] = await next.recover(id)
          expect(recovery?.left).to.deep.equal([])
          recovered += recovery?.removed.length ?? 0
        }
        await expectAllOrNone(host, `operation ${at}`)
      }
      expect(recovered).to.be.greaterThan(0)
    })
  })
}
