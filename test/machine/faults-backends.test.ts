import { expect } from 'chai'
import type { CreateRequest, Fault, SimulatedHost } from '../../lib/machine/sim.js'
import { Faults, HostError, openSysfs, simulateHost } from '../../lib/machine/sim.js'
import { treeChanges, wholeTree } from './whole-tree.js'

const GROUP = '4dea22b3-1d52-d8f3-2516-782e98ab3fa0'
const ap = (number: number) => ({
  ...{ parent: 'matrix', type: 'vfio_ap-passthrough', uuid: `0000000${number}-aaaa-4bbb-8ccc-ddddeeeeffff` },
  attributes: [
    { name: 'assign_adapter', value: `${number + 4}` },
    { name: 'assign_domain', value: '0x47' },
  ],
})

/** What is made together on each machine: one for every interface beside that of the samples, and one whose attributes are shared. */
const PLANS: Readonly<Record<string, readonly CreateRequest[]>> = {
  'grid-m60': [
    { parent: '0000:86:00.0', type: '12' },
    { parent: '0000:87:00.0', type: '17' },
    { parent: '0000:86:00.0', type: '12' },
  ],
  'pool-2016': [
    { parent: '0000:05:00.0', type: 'vgpu-128' },
    { parent: '0000:05:00.0', type: 'vgpu-128' },
  ],
  'i915-gvtg-aggregation': [
    { parent: '0000:00:02.0', type: 'i915-GVTg_V5_8', aggregate: 2 },
    { parent: '0000:00:02.0', type: 'i915-GVTg_V5_8' },
  ],
  'nvidia-l40s': [
    { parent: '0000:26:00.4', type: '1145' },
    { parent: '0000:26:00.6', type: '1145' },
  ],
  'vfio-ap': [ap(1), ap(2)],
}

const FAULTS: readonly Fault[] = [
  { fails: 'EIO' },
  { fails: 'EIO', when: 'after' },
  { fails: 'EBUSY' },
  { killed: true },
  { killed: true, when: 'after' },
]

const machineOf = ({ kernel, store }: SimulatedHost) => ({ ...wholeTree(kernel.tree), ...store.files() })

describe('faults, with every interface', () => {
  for (const [name, plan] of Object.entries(PLANS)) {
    it(`${name}: all or none, also when the process is killed`, async () => {
      const untouched = machineOf(simulateHost(name))
      const counted = new Faults()
      await simulateHost(name, { faults: counted }).createAll(plan, { group: GROUP })
      const { operations } = counted
      for (const [index, fault] of FAULTS.entries()) {
        for (const { number: at, kind } of operations) {
          // what only looks leaves nothing behind: once is enough, and not before the first change
          const changes = ['write', 'replace', 'remove', 'lock', 'unlock'].includes(kind)
          if (!changes && (index > 0 || at < (operations.find((each) => each.kind === 'lock')?.number ?? 0))) continue
          const what = `${JSON.stringify(fault)} at ${JSON.stringify(operations[at - 1])}`
          const host = simulateHost(name, { faults: new Faults([{ ...fault, at }]) })
          const error: unknown = await host.createAll(plan, { group: GROUP }).then(
            () => undefined,
            (reason: unknown) => reason,
          )
          const next = openSysfs(host.kernel, { store: host.store })
          if ('killed' in fault) {
            await next.recover()
            await next.destroyGroup(GROUP)
          } else if (error === undefined) {
            expect(await next.destroyGroup(GROUP), what).to.have.lengthOf(plan.length)
          } else expect(error, what).to.be.instanceOf(HostError).and.to.have.property('undoing', undefined)
          expect(treeChanges(untouched, machineOf(host)), what).to.deep.equal([])
        }
      }
    }).timeout(10_000)
  }
})
