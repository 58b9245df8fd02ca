import { expect } from 'chai'
import type { Host } from '../../../lib/machine/host.js'
import type { SimulatedHost } from '../../../lib/machine/sim.js'
import { Faults, HostError, openSysfs, ProcessKilled, simulateHost } from '../../../lib/machine/sim.js'
import type { Plan, Wanted, WantedDevices } from '../../../lib/planning/plan/index.js'
import { applyPlan, plan, readPlan, slotUuid } from '../../../lib/planning/plan/index.js'

const GUEST = '0e4a8a3c-3f5d-4b0f-9c7a-2f6f0d8f3a11'
const OTHER = '5a1c9d7e-52c4-4a3b-8d3f-0c1b2a394857'

const wish = (...devices: WantedDevices[]): Wanted => ({ version: 1, devices })

async function planned(host: Host, wanted: Wanted): Promise<Plan> {
  const result = plan(await host.snapshot(), wanted)
  if (!result.feasible) throw new Error(result.explanation.message)
  expect(readPlan(JSON.parse(JSON.stringify(result.plan)))).to.deep.equal({ plan: result.plan })
  return result.plan
}

async function devicesOf(host: Host): Promise<string[]> {
  const { devices } = await host.snapshot()
  return devices
    .map(
      ({ parent, type, active, defined }) => `${parent} ${type}${active ? ' active' : ''}${defined ? ' defined' : ''}`,
    )
    .sort()
}

/** The next process on the same machine. */
function nextProcess({ kernel, store }: SimulatedHost, faults?: Faults): Host {
  const ports = faults?.around({ sysfs: kernel, store }) ?? { sysfs: kernel, store }
  return openSysfs(ports.sysfs, { store: ports.store })
}

const WISHES: Readonly<Record<string, { personality: string; wanted: Wanted }>> = {
  'slots of a guest': {
    personality: 'nvidia-t4',
    wanted: wish({ name: 'T4-4Q', count: 2, group: GUEST, uuids: 'slots', define: 'auto' }),
  },
  'fresh UUIDs of two guests': {
    personality: 'samples',
    wanted: wish(
      { type: 'mtty-2', count: 2, group: GUEST },
      { type: 'mdpy-vga', group: OTHER },
      { type: 'mtty-1', group: OTHER, count: 2 },
    ),
  },
  'named UUIDs': { personality: 'mtty', wanted: wish({ type: 'mtty-1', uuids: [GUEST, OTHER] }) },
  'virtual functions': {
    personality: 'nvidia-l40s',
    wanted: wish({ need: { framebuffer: '>= 8 GiB' }, count: 2, group: GUEST, uuids: 'slots' }),
  },
  'handles of a guest (patch v6)': {
    personality: 'grid-m60',
    wanted: wish({ name: 'M60-2Q', count: 3, group: GUEST }),
  },
  'a pool to be divided': {
    personality: 'pool-2016',
    wanted: wish(
      { type: 'vgpu-512', uuids: 'slots', group: GUEST },
      { type: 'vgpu-256', uuids: 'slots', group: GUEST },
    ),
  },
  'a pool to be divided, with a rest': {
    personality: 'pool-2016',
    wanted: wish(
      { type: 'vgpu-512', uuids: 'slots', group: GUEST },
      { type: 'vgpu-128', uuids: 'slots', group: GUEST },
    ),
  },
  'a full card': {
    personality: 'nvidia-t4',
    wanted: wish({ name: 'T4-8Q', count: 'all', group: GUEST, uuids: 'slots' }),
  },
  'several instances': {
    personality: 'i915-gvtg-aggregation',
    wanted: wish({ type: 'i915-GVTg_V5_8', aggregate: 3, group: GUEST }),
  },
}

describe('plan | apply', () => {
  for (const [name, { personality, wanted }] of Object.entries(WISHES)) {
    it(`${name}: the second plan is empty, and the first can be applied again`, async () => {
      const host = simulateHost(personality)
      const first = await planned(host, wanted)
      const applied = await applyPlan(host, first)
      expect(applied.done).to.deep.equal(first.steps)
      expect(applied.devices.length).to.be.greaterThan(0)
      const after = await devicesOf(host)
      expect((await planned(host, wanted)).steps).to.deep.equal([])
      const again = await applyPlan(host, first)
      expect(again.done).to.deep.equal([])
      expect(again.skipped).to.deep.equal(first.steps)
      expect(await devicesOf(host)).to.deep.equal(after)
    })

    it(`${name}: killed anywhere, planned and applied again`, async function () {
      this.timeout(10_000)
      const whole = simulateHost(personality)
      const counting = new Faults()
      await applyPlan(nextProcess(whole, counting), await planned(whole, wanted))
      const wantedState = await devicesOf(whole)
      const changes = counting.operations.filter(({ kind }) => kind === 'write' || kind === 'replace').length
      for (let at = 1; at <= changes; at++) {
        for (const when of ['before', 'after'] as const) {
          const machine = simulateHost(personality)
          const first = await planned(machine, wanted)
          const faults = new Faults([
            { on: ({ kind }) => kind === 'write' || kind === 'replace', at, killed: true, when },
          ])
          const died = await applyPlan(nextProcess(machine, faults), first).then(
            () => undefined,
            (error: unknown) => error,
          )
          expect(died === undefined || faults.killed, String(died)).to.equal(true)
          const next = nextProcess(machine)
          // every other time with the plan that the killed process had
          await applyPlan(next, at % 2 === 0 ? first : await planned(next, wanted))
          expect(await devicesOf(next), `killed ${when} change ${at}`).to.deep.equal(wantedState)
          expect((await planned(next, wanted)).steps).to.deep.equal([])
        }
      }
    })
  }

  it('refuses to take the definition or device of somebody else for its own', async () => {
    const host = simulateHost('mtty')
    const first = await planned(host, wish({ type: 'mtty-1', uuids: [GUEST], define: 'auto' }))
    await host.define({ parent: 'mtty', type: 'mtty-2', uuid: GUEST })
    const refused = await applyPlan(host, first).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(refused).to.be.instanceOf(HostError)
    expect(refused).to.deep.include({ code: 'definition-exists', request: 1 })
    expect(refused)
      .to.have.property('message')
      .that.equals(`The definition of ${GUEST} on "mtty" is of type "mtty-2", and the plan is for type "mtty-1".`)
    expect(await devicesOf(host)).to.deep.equal(['mtty mtty-2 defined'])

    const many = simulateHost('i915-gvtg-aggregation')
    const three = await planned(many, wish({ type: 'i915-GVTg_V5_8', aggregate: 3, uuids: [GUEST] }))
    await many.create({ parent: '0000:00:02.0', type: 'i915-GVTg_V5_8', uuid: GUEST })
    const other = await applyPlan(many, three).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(other).to.have.property('code', 'uuid-exists')
  })

  it('makes one more handle of a guest that has one already', async () => {
    const host = simulateHost('grid-m60')
    const wanted = (count: number): Wanted => wish({ name: 'M60-2Q', count, group: GUEST })
    await applyPlan(host, await planned(host, wanted(1)))
    const more = await planned(host, wanted(3))
    expect(more.steps.map((step) => step.kind === 'create' && step.index)).to.deep.equal(['1', '2'])
    expect((await applyPlan(host, more)).skipped).to.deep.equal([])
    expect((await host.snapshot()).devices.map(({ id }) => id)).to.have.members(
      ['0', '1', '2'].map((index) => `${GUEST}:${index}`),
    )
    expect((await applyPlan(host, more)).done).to.deep.equal([])
    expect((await planned(host, wanted(3))).steps).to.deep.equal([])
  })

  it('undoes all when a step fails, and leaves what is not ours', async () => {
    const machine = simulateHost('samples')
    await machine.create({ parent: 'mtty', type: 'mtty-1' })
    const before = await devicesOf(machine)
    const wanted = wish(
      { type: 'mtty-2', count: 2, group: GUEST, define: 'manual' },
      { type: 'mdpy-vga', count: 2, group: OTHER, define: 'manual' },
    )
    const first = await planned(machine, wanted)
    const faults = new Faults([
      { on: ({ kind, file }) => kind === 'replace' && file.startsWith('etc/'), at: 3, fails: 'ENOSPC' },
    ])
    const error = await applyPlan(nextProcess(machine, faults), first).catch((caught: unknown) => caught)
    if (!(error instanceof HostError)) throw new Error(String(error))
    expect(error.undoing).to.equal(undefined)
    expect(first.steps[error.request ?? -1]).to.deep.include({ kind: 'define' })
    expect(await devicesOf(machine)).to.deep.equal(before)
  })

  it('undoes what it did on other machines of a fleet', async () => {
    const [one, two] = [simulateHost('mtty'), simulateHost('mdpy')]
    const wanted = wish({ type: 'mtty-1', count: 2 }, { type: 'mdpy-vga', count: 2 })
    const result = plan({ one: await one.snapshot(), two: await two.snapshot() }, wanted)
    if (!result.feasible) throw new Error(result.explanation.message)
    expect(result.plan.steps.map(({ host }) => host)).to.deep.equal(['one', 'one', 'two', 'two'])
    const faults = new Faults([{ on: 'write', at: 2, fails: 'EIO' }])
    const error = await applyPlan({ one, two: nextProcess(two, faults) }, result.plan).catch(
      (caught: unknown) => caught,
    )
    expect(error).to.be.instanceOf(HostError).with.property('request', 3)
    expect([...(await devicesOf(one)), ...(await devicesOf(two))]).to.deep.equal([])
    await applyPlan({ one, two }, result.plan)
    expect(await devicesOf(one)).to.have.length(2)
    expect(await devicesOf(two)).to.have.length(2)
  })

  it('starts what is defined, and says when it is started', async () => {
    const host = simulateHost('mtty')
    await host.define({ parent: 'mtty', type: 'mtty-2', uuid: slotUuid(GUEST, 1) })
    const wanted = wish({ type: 'mtty-2', count: 2, group: GUEST, uuids: 'slots', define: 'auto' })
    const first = await planned(host, wanted)
    expect(first.steps.map(({ kind }) => kind).sort()).to.deep.equal(['autostart', 'create', 'define', 'start'])
    await applyPlan(host, first)
    expect(await devicesOf(host)).to.deep.equal(['mtty mtty-2 active defined', 'mtty mtty-2 active defined'])
    const { devices } = await host.snapshot()
    expect(devices.map(({ autostart }) => autostart)).to.deep.equal([true, true])
    expect((await planned(host, wanted)).steps).to.deep.equal([])
  })

  it('aborted, it leaves nothing', async () => {
    const machine = simulateHost('mtty')
    const wanted = wish({ type: 'mtty-1', group: GUEST }, { type: 'mtty-1', group: OTHER })
    const first = await planned(machine, wanted)
    const aborting = new AbortController()
    const faults = new Faults([{ on: 'write', at: 2, call: () => aborting.abort() }])
    const error = await applyPlan(nextProcess(machine, faults), first, { signal: aborting.signal }).catch(
      (caught: unknown) => caught,
    )
    expect(error).to.have.property('name', 'AbortError')
    expect(await devicesOf(machine)).to.deep.equal([])
  })

  it('wants the machines that the plan names', async () => {
    const host = simulateHost('mtty')
    const result = plan({ one: await host.snapshot() }, wish({ type: 'mtty-1' }))
    if (!result.feasible) throw new Error(result.explanation.message)
    const error = await applyPlan({ two: host }, result.plan).catch((caught: unknown) => caught)
    expect(error).to.be.instanceOf(TypeError).with.property('message', 'The plan is for "one", which is not given.')
    expect(await devicesOf(host)).to.deep.equal([])
    expect(error).not.to.be.instanceOf(ProcessKilled)
  })
})
