import { expect } from 'chai'
import type {
  CreateRequest,
  ErrnoSymbol,
  Fault,
  FaultMoment,
  PortOperation,
  SimulatedHost,
} from '../../lib/machine/sim.js'
import { Faults, HostError, openSysfs, ProcessKilled, simulateHost, SysfsError } from '../../lib/machine/sim.js'
import { treeChanges, wholeTree } from './whole-tree.js'

const GROUP = '4dea22b3-1d52-d8f3-2516-782e98ab3fa0'
const ON = [{ name: 'power/control', value: 'on' }]
const uuid = (number: number) => `0000000${number}-aaaa-4bbb-8ccc-ddddeeeeffff`

/** Six devices over three parents, some with attributes. */
const SIX: readonly CreateRequest[] = [
  { parent: 'mtty', type: 'mtty-2', uuid: uuid(1), attributes: ON },
  { parent: 'mdpy_mdpy', type: 'mdpy-vga', uuid: uuid(2) },
  {
    parent: 'mbochs',
    type: 'mbochs-small',
    uuid: uuid(3),
    attributes: [...ON, { name: 'power/control', value: 'auto' }],
  },
  { parent: 'mtty', type: 'mtty-1', uuid: uuid(4) },
  { parent: 'mdpy', type: 'mdpy-hd', uuid: uuid(5).toUpperCase(), attributes: ON },
  { parent: 'mbochs', type: 'mbochs-large', uuid: uuid(6) },
]
const IDS = SIX.map(({ uuid: id = '' }) => id.toLowerCase())

/** All that can be seen of a machine. */
const machineOf = ({ kernel, store }: SimulatedHost) => ({ ...wholeTree(kernel.tree), ...store.files() })
const UNTOUCHED = machineOf(simulateHost('samples'))
const changes = (host: SimulatedHost) => treeChanges(UNTOUCHED, machineOf(host))

/** A host on which the faults begin now. */
function faultyHost(...plan: Fault[]): { host: SimulatedHost; faults: Faults } {
  const faults = new Faults(plan)
  return { host: simulateHost('samples', { faults }), faults }
}

const failureOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

/** The next process on the same machine. */
const nextHost = ({ kernel, store }: SimulatedHost) => openSysfs(kernel, { store })

const active = (host: SimulatedHost) => host.kernel.instances().map((instance) => instance.uuid)

/** The operations that the making of all six takes when nothing goes wrong. */
async function operationsOfSix(): Promise<PortOperation[]> {
  const { host, faults } = faultyHost()
  await host.createAll(SIX, { group: GROUP })
  expect(active(host)).to.deep.equal(IDS)
  return faults.operations
}

/** After an operation that only looks the machine is as it was before it. */
const changesMachine = ({ kind }: PortOperation) => ['write', 'replace', 'remove', 'lock', 'unlock'].includes(kind)

describe('faults at the ports', () => {
  let operations: PortOperation[] = []
  let count = 0

  before(async () => {
    operations = await operationsOfSix()
    count = operations.length
    expect(count).to.be.greaterThan(100)
  })

  /** Where a fault can make a difference. */
  const places = (when: FaultMoment) =>
    operations.filter((operation) => when === 'before' || changesMachine(operation)).map(({ number }) => number)

  /** All six devices and nothing else: when they are destroyed together the machine is as before. */
  async function expectWhole(host: SimulatedHost, what: string): Promise<void> {
    expect(active(host), what).to.deep.equal(IDS)
    const next = nextHost(host)
    expect(await next.snapshot(), what).not.to.have.property('unfinished')
    expect(await next.destroyGroup(GROUP), what).to.deep.equal(IDS.toReversed())
    expect(changes(host), what).to.deep.equal([])
  }

  // after an effect: what does not come from the kernel's refusal
  const errnos: readonly [ErrnoSymbol, FaultMoment][] = [
    ...(['EIO', 'ENOENT'] as const).map((code): [ErrnoSymbol, FaultMoment] => [code, 'before']),
    ...(['EIO'] as const).map((code): [ErrnoSymbol, FaultMoment] => [code, 'after']),
  ]
  for (const [fails, when] of errnos) {
    it(`${fails} ${when} the k-th operation: all six devices, or a machine as before`, async () => {
      let failed = 0
      for (const at of places(when)) {
        const { host, faults } = faultyHost({ at, fails, when })
        const error = await failureOf(host.createAll(SIX, { group: GROUP }))
        const what = `operation ${at}, ${JSON.stringify(faults.operations[at - 1])}: ${String(error)}`
        if (error === undefined) await expectWhole(host, what)
        else {
          failed++
          expect(error, what).to.be.instanceOf(HostError).and.to.have.property('undoing', undefined)
          expect(changes(host), what).to.deep.equal([])
        }
      }
      expect(failed).to.be.greaterThan(10)
    }).timeout(10_000)
  }

  for (const when of ['before', 'during', 'after'] as const) {
    it(`killed ${when} the k-th operation: the next process tells what is left, and recovers it`, async () => {
      let left = 0
      for (const at of places(when)) {
        const { host, faults } = faultyHost({ at, killed: true, when })
        const error = await failureOf(host.createAll(SIX, { group: GROUP }))
        const what = `operation ${at}, ${JSON.stringify(faults.operations[at - 1])}`
        expect(faults.killed, what).to.equal(true)
        const there = active(host)
        const files = Object.values(host.store.files())
        const next = nextHost(host)
        const { unfinished = [] } = await next.snapshot()
        if (files.some((text) => text.includes('"made"'))) {
          await expectWhole(host, what)
          continue
        }
        expect(error, what).to.be.instanceOf(Error)
        if (files.length === 0) {
          expect(unfinished, what).to.deep.equal([])
          expect(await next.recover(), what).to.deep.equal([])
        } else {
          left++
          expect(unfinished, what).to.have.lengthOf(1)
          const [{ id, ...work } = { id: '' }] = unfinished
          expect(work, what).to.deep.equal({
            group: GROUP,
            devices: SIX.map(({ parent, type }, index) => ({
              id: IDS[index],
              parent: parent.replace('mdpy_', ''),
              type,
              active: there.includes(IDS[index] ?? ''),
            })),
          })
          expect(await next.recover(id), what).to.deep.equal([
            { id, group: GROUP, removed: there.toReversed(), left: [] },
          ])
        }
        expect(changes(host), what).to.deep.equal([])
      }
      expect(left).to.be.greaterThan(9)
    }).timeout(10_000)
  }

  it('aborted at the k-th operation: all six devices, or a machine as before', async () => {
    let failed = 0
    for (let at = 1; at <= count; at++) {
      const abort = new AbortController()
      const { host, faults } = faultyHost({ at, call: () => abort.abort() })
      const error = await failureOf(host.createAll(SIX, { group: GROUP, signal: abort.signal }))
      const what = `operation ${at}, ${JSON.stringify(faults.operations[at - 1])}: ${String(error)}`
      if (error === undefined) await expectWhole(host, what)
      else {
        failed++
        expect(error, what).to.equal(abort.signal.reason)
        expect(changes(host), what).to.deep.equal([])
      }
    }
    expect(failed).to.be.greaterThan(40)
  })

  it('a parent that vanishes at the k-th operation takes its own devices along, and the others are undone', async () => {
    for (const [first, name] of ['mtty', 'mdpy', 'mbochs'].entries()) {
      const gone = simulateHost('samples')
      gone.kernel.unregisterParent(name)
      const without = machineOf(gone)
      for (let at = first + 1; at <= count; at += 2) {
        const faults = new Faults()
        const host = simulateHost('samples', { faults })
        faults.add({ at, call: () => host.kernel.unregisterParent(name) })
        const error = await failureOf(host.createAll(SIX, { group: GROUP }))
        const what = `operation ${at}, ${JSON.stringify(faults.operations[at - 1])}: ${String(error)}`
        if (error === undefined) expect(await nextHost(host).destroyGroup(GROUP), what).to.have.lengthOf(4)
        else expect(error, what).to.be.instanceOf(HostError).and.to.have.property('undoing', undefined)
        expect(treeChanges(without, machineOf(host)), what).to.deep.equal([])
      }
    }
  }).timeout(10_000)

  it('keeps both errors when undoing fails too, and the record of it: the next process recovers', async () => {
    let twice = 0
    for (let at = 1; at <= 10; at++) {
      const { host } = faultyHost(
        { on: 'write', at, fails: 'EIO' },
        { on: ({ file, kind }) => kind === 'write' && file.endsWith('/remove'), fails: 'EBUSY', times: Infinity },
      )
      const error = await failureOf(host.createAll(SIX, { group: GROUP }))
      const what = `write ${at}: ${String(error)}`
      if (!(error instanceof HostError)) throw new Error(what)
      const there = active(host)
      const next = nextHost(host)
      const { unfinished = [] } = await next.snapshot()
      if (there.length === 0) {
        expect(unfinished, what).to.deep.equal([])
        continue
      }
      twice++
      expect(error.errno ?? error.message, what).to.not.equal('EBUSY')
      const undoing = error.undoing instanceof AggregateError ? (error.undoing.errors as unknown[]) : [error.undoing]
      expect(undoing, what).to.have.lengthOf(there.length)
      for (const failure of undoing) expect(failure, what).to.include({ code: 'in-use', errno: 'EBUSY' })
      expect(error.help, what).to.match(/run recover|destroy it/)
      expect(
        unfinished.flatMap(({ devices }) => devices.filter((device) => device.active)),
        what,
      ).to.have.lengthOf(there.length)
      expect(
        (await next.recover()).flatMap(({ removed }) => removed),
        what,
      ).to.deep.equal(there.toReversed())
      expect(changes(host), what).to.deep.equal([])
    }
    expect(twice).to.be.greaterThan(5)
  })

  it('devices that are made for a while are gone afterwards, or known to be left, whatever fails and when', async () => {
    const counted = faultyHost()
    await counted.host.withDevices(SIX, async () => undefined)
    let left = 0
    for (const fault of [{ fails: 'EIO' as const }, { killed: true as const }]) {
      for (const { number: at } of counted.faults.operations.filter(changesMachine)) {
        const { host } = faultyHost({ ...fault, at })
        const what = `${JSON.stringify(fault)} at ${at}`
        const error = await failureOf(host.withDevices(SIX, async (devices) => expect(devices).to.have.lengthOf(6)))
        const next = nextHost(host)
        const { unfinished = [] } = await next.snapshot()
        const there = unfinished.flatMap(({ devices }) => devices.filter((device) => device.active))
        expect(
          there.map(({ id }) => id),
          what,
        ).to.deep.equal(active(host))
        if (unfinished.length > 0) {
          left++
          if (error !== undefined && 'fails' in fault)
            expect(error, what).to.have.property('undoing').that.is.an('error')
          await next.recover()
        }
        expect(changes(host), what).to.deep.equal([])
      }
    }
    expect(left).to.be.greaterThan(10)
  })

  it('takes nothing for gone that it could not see while undoing', async () => {
    let undoing = false
    const { host } = faultyHost(
      { on: ({ file }) => file.endsWith('/mbochs-large/create') && (undoing = true), fails: 'ENOSPC' },
      {
        on: ({ file, kind }) => undoing && kind === 'list' && file === 'sys/bus/mdev/devices',
        ...{ times: Infinity, fails: 'EIO' },
      },
    )
    const error = await failureOf(host.createAll(SIX))
    expect(error).to.include({ code: 'no-instances-left', errno: 'ENOSPC', request: 5 })
    expect(error).to.have.property('undoing').instanceOf(AggregateError).with.nested.property('errors.length', 5)
    expect(active(host)).to.have.lengthOf(5)
    const next = nextHost(host)
    expect(await next.recover())
      .to.have.nested.property('0.removed')
      .that.has.lengthOf(5)
    expect(changes(host)).to.deep.equal([])
  })

  it('a group whose removal failed at the k-th operation is removed by the next try, with its record', async () => {
    const counted = faultyHost()
    await counted.host.createAll(SIX, { group: GROUP })
    const made = counted.faults.operations.length
    await counted.host.destroyGroup(GROUP)
    const removing = counted.faults.operations.slice(made)
    for (const fault of [{ fails: 'EIO' }, { fails: 'EIO', when: 'after' }, { killed: true }] as const) {
      for (const operation of removing.filter((each) => !('when' in fault) || changesMachine(each))) {
        const { host } = faultyHost({ ...fault, at: operation.number })
        const what = `${JSON.stringify(fault)} at ${JSON.stringify(operation)}`
        await host.createAll(SIX, { group: GROUP })
        const error = await failureOf(host.destroyGroup(GROUP))
        const left = active(host)
        if (error === undefined && !('killed' in fault)) expect(left, what).to.deep.equal([])
        expect(await nextHost(host).destroyGroup(GROUP), what).to.deep.equal(left.toReversed())
        expect(changes(host), what).to.deep.equal([])
      }
    }
  }).timeout(10_000)

  it('an error at the k-th operation of recover leaves the rest to the next one', async () => {
    for (let at = 1, over = false; !over; at++) {
      const { host } = faultyHost({ on: ({ file }) => file.endsWith('/mbochs-large/create'), killed: true })
      await failureOf(host.createAll(SIX, { group: GROUP }))
      const faults = new Faults([{ at, fails: 'EIO' }])
      const { sysfs, store } = faults.around({ sysfs: host.kernel, store: host.store })
      const error = await failureOf(openSysfs(sysfs, { store }).recover())
      if (error !== undefined) expect(error, `operation ${at}`).to.be.instanceOf(HostError)
      over = faults.operations.length < at
      await nextHost(host).recover()
      expect(changes(host), `operation ${at}`).to.deep.equal([])
    }
  })

  it('recover leaves alone what is completed while it waits for the lock', async () => {
    const { host } = faultyHost({ on: 'write', slow: 1, times: Infinity })
    const making = host.createAll(SIX, { group: GROUP })
    const faults = new Faults([
      { on: 'lock', call: () => {} },
      { on: 'lock', slow: 60 },
    ])
    const { sysfs, store } = faults.around({ sysfs: host.kernel, store: host.store })
    await new Promise((resolve) => setTimeout(resolve, 2))
    expect(await openSysfs(sysfs, { store }).recover()).to.deep.equal([])
    await making
    await expectWhole(host, 'after both')
  })

  it('with slow drivers: killed while a device is made, the next process waits until the kernel is done', async () => {
    const { host } = faultyHost({ on: 'write', at: 3, killed: true, when: 'during' })
    host.kernel.delays.create = 5
    expect(await failureOf(host.createAll(SIX, { group: GROUP }))).to.be.instanceOf(Error)
    const next = nextHost(host)
    const [work] = (await next.snapshot()).unfinished ?? []
    expect(work?.devices.map((device) => device.active)).to.deep.equal([true, true, false, false, false, false])
    const [early] = await next.recover()
    expect(early?.removed).to.deep.equal([IDS[0]])
    expect(early?.left.map(({ id, error }) => [id, error instanceof HostError && error.code])).to.deep.equal([
      [IDS[1], 'busy'],
    ])
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(await next.recover()).to.deep.equal([{ id: work?.id, group: GROUP, removed: [IDS[1]], left: [] }])
    expect(changes(host)).to.deep.equal([])
  })

  it('with slow drivers: aborted while a device is made, nothing is left', async () => {
    const abort = new AbortController()
    const { host } = faultyHost({ on: 'write', at: 3, call: () => void setTimeout(() => abort.abort(), 1) })
    Object.assign(host.kernel.delays, { create: 4, remove: 2 })
    expect(await failureOf(host.createAll(SIX, { signal: abort.signal }))).to.equal(abort.signal.reason)
    expect(changes(host)).to.deep.equal([])
  })
})

describe('Faults', () => {
  it('counts the operations of both ports, and hits those that are named', async () => {
    const { host, faults } = faultyHost({ on: 'list', at: 2, times: 2, fails: 'EIO' }, { on: 'inUse', held: true })
    const made = await host.create({ parent: 'mtty', type: 'mtty-1' }).catch(String)
    expect(made).to.contain('There is no parent device "mtty"')
    expect(faults.operations.map(({ number }) => number)).to.deep.equal(faults.operations.map((_, index) => index + 1))
    const device = await host.create({ parent: 'mtty', type: 'mtty-1' })
    expect(await failureOf(host.destroy(device.id))).to.include({ code: 'in-use' })
    await host.destroy(device.id)
    faults.clear()
    await host.snapshot()
    expect(new Set(faults.operations.map(({ port }) => port))).to.deep.equal(new Set(['sysfs', 'store']))
  })

  it('makes an operation slow', async () => {
    const { host } = faultyHost({ on: 'write', slow: 20 })
    const begun = performance.now()
    await host.create({ parent: 'mtty', type: 'mtty-1' })
    expect(performance.now() - begun).to.be.greaterThan(18)
  })

  it('a killed process reaches nothing any more, and its locks are free', async () => {
    const faults = new Faults()
    const machine = simulateHost('mtty')
    const { sysfs, store } = faults.around({ sysfs: machine.kernel, store: machine.store })
    const release = await store.lock('run/lock')
    expect(await failureOf(machine.store.lock('run/lock')))
      .to.be.instanceOf(SysfsError)
      .and.include({ code: 'EAGAIN' })
    faults.kill()
    expect(() => sysfs.list('sys')).to.throw(ProcessKilled)
    expect(await failureOf(store.replace('run/file', new Uint8Array(1)))).to.be.instanceOf(ProcessKilled)
    expect(await failureOf(release())).to.be.instanceOf(ProcessKilled)
    expect(machine.store.files()).to.deep.equal({})
    await (
      await machine.store.lock('run/lock')
    )()
  })
})
