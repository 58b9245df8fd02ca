import { expect } from 'chai'
import type { HostSnapshot } from '../../../lib/machine/snapshot/host-snapshot.js'
import type { SimulatedHost } from '../../../lib/machine/sim.js'
import { simulateHost } from '../../../lib/machine/sim.js'
import type { PlanChange, PlanExplanation, Wanted, WantedDevices } from '../../../lib/planning/plan/index.js'
import { plan } from '../../../lib/planning/plan/index.js'
import { seed } from '../../seed.js'
import { randomFrom, randomWanted } from './random-instances.js'

const GUEST = '0e4a8a3c-3f5d-4b0f-9c7a-2f6f0d8f3a11'
const OTHER = '5a1c9d7e-52c4-4a3b-8d3f-0c1b2a394857'

function explained(snapshot: HostSnapshot, wanted: Wanted, atLeast?: 'certain' | 'likely'): PlanExplanation {
  const result = plan(snapshot, wanted, atLeast === undefined ? {} : { atLeast })
  if (result.feasible) throw new Error(`feasible: ${JSON.stringify(result.plan.steps)}`)
  return result.explanation
}

const wish = (...devices: WantedDevices[]): Wanted => ({ version: 1, devices })

/** Does to the machine, or to what is wanted, what a change says. */
async function follow(host: SimulatedHost, wanted: Wanted, change: PlanChange): Promise<Wanted> {
  switch (change.change) {
    case 'remove':
      for (const { id, parent } of change.devices) await host.destroy(id, { parent })
      return wanted
    case 'undefine':
      for (const { uuid, parent } of change.definitions) await host.undefine(uuid, { parent })
      return wanted
    case 'drop': {
      const devices = wanted.devices.flatMap((each, index) => {
        const fewer = change.wishes.find((one) => one.wish === index)?.count ?? 0
        if (fewer === 0 || each.count === 'all') return [each]
        const count = (each.count ?? (Array.isArray(each.uuids) ? each.uuids.length : 1)) - fewer
        const uuids = Array.isArray(each.uuids) ? { uuids: each.uuids.slice(fewer) } : {}
        return [{ ...each, ...uuids, count }]
      })
      return { ...wanted, devices }
    }
    case 'allow':
      return {
        ...wanted,
        devices: wanted.devices.map((each, index) => {
          const entries = Object.entries(each).filter(
            ([key]) => index !== change.wish || !change.keys.some((one) => one === key),
          )
          return Object.fromEntries(entries)
        }),
      }
    case 'accept':
      return wanted
  }
}

describe('why there is no plan', () => {
  it('names the rule with its numbers, and the device in the way', async () => {
    const host = simulateHost('nvidia-a2')
    const { id } = await host.create({ parent: '0000:08:00.4', type: 'nvidia-746' })
    const found = explained(await host.snapshot(), wish({ name: 'A2-8Q' }))
    expect(found.message).to.equal(
      'There is no place for one device of wish 1 (type named "A2-8Q"): 0000:08:00.0 takes one size (framebuffer) at a time, ' +
        'and has 4096; nvidia-747 has 8192.',
    )
    expect(found.places).to.have.length(1)
    expect(found.places[0]?.limit).to.deep.include({ limit: 'other-size', has: 4096, wanted: 8192 })
    expect(found.changes[0]).to.deep.include({ change: 'remove' })
    expect(found.changes[0]).to.have.nested.property('devices[0].id', id)
    expect(found.changes[0]).to.have.nested.property('devices[0].ours', true)
  })

  it('says that a full parent is full', async () => {
    const host = simulateHost('mdpy')
    const found = explained(await host.snapshot(), wish({ type: 'mdpy-vga', count: 5 }))
    expect(found).to.deep.include({ missing: 1, certainty: 'certain', wishes: [0] })
    expect(found.message).to.contain('mdpy takes 4 devices of the kind of mdpy-vga, and has 4.')
    expect(found.changes).to.deep.equal([
      { change: 'drop', wishes: [{ wish: 0, count: 1 }], text: 'Want 1 fewer of wish 1.' },
    ])
  })

  it('names only the wishes that do not fit together', async () => {
    const host = simulateHost('samples')
    const found = explained(
      await host.snapshot(),
      wish(
        { type: 'mtty-1', count: 2 },
        { type: 'mdpy-vga', count: 3 },
        { type: 'mbochs-small' },
        { type: 'mdpy-hd', count: 2 },
      ),
    )
    expect(found.wishes).to.deep.equal([1, 3])
  })

  it('offers to give up a parent', async () => {
    const host = simulateHost('nvidia-t4')
    const parents = ['0000:06:00.0']
    const found = explained(await host.snapshot(), wish({ name: 'T4-16Q', count: 2, parents }))
    expect(found.changes[0]).to.deep.equal({
      ...{ change: 'allow', wish: 0, keys: ['parents'] },
      text: 'Let wish 1 be elsewhere: give up parents.',
    })
  })

  it('says why another parent was not asked', async () => {
    const host = simulateHost('nvidia-t4')
    const { places } = explained(await host.snapshot(), wish({ type: 'nvidia-none' }))
    expect(places.map(({ reason }) => reason)).to.deep.equal(places.map(() => 'It offers no type "nvidia-none".'))
    const elsewhere = explained(await host.snapshot(), wish({ name: 'T4-1Q', numaNode: 7 }))
    expect(elsewhere.places[0]?.reason).to.equal('It is on NUMA node 0, not 7.')
  })

  it('tells an ambiguous name', async () => {
    const snapshot = await simulateHost('nvidia-t4').snapshot()
    for (const type of snapshot.types) if (type.id === 'nvidia-232') type.name = 'NVIDIA T4-2Q'
    const names = new Set(snapshot.types.map(({ name }) => name))
    expect([...names].filter((name) => name?.endsWith('T4-2Q'))).to.have.length(2)
    const { places } = explained(snapshot, wish({ name: 'T4-2Q' }))
    expect(places[0]?.reason).to.match(
      /^"T4-2Q" may mean nvidia-\d+ \((?:GRID|NVIDIA) T4-2Q\) or nvidia-\d+ \((?:GRID|NVIDIA) T4-2Q\)\.$/,
    )
    expect(plan(snapshot, wish({ name: 'GRID T4-2Q' })).feasible).to.equal(true)
  })

  it('names the device that has the UUID, and the definition', async () => {
    const host = simulateHost('samples')
    await host.create({ parent: 'mtty', type: 'mtty-1', uuid: GUEST })
    await host.define({ parent: 'mtty', type: 'mtty-1', uuid: OTHER })
    const taken = explained(await host.snapshot(), wish({ type: 'mdpy-vga', uuids: [GUEST] }))
    expect(taken.changes[0]).to.have.nested.property('devices[0].id', GUEST)
    expect(taken.message).to.equal(
      'There is no place for one device of wish 1 (type "mdpy-vga"): on every physical device, ' +
        `the UUID ${GUEST} is that of a device of type mtty-1 on mtty.`,
    )
    expect(new Set(taken.changes.map(({ text }) => text)).size).to.equal(taken.changes.length)
    const defined = explained(await host.snapshot(), wish({ type: 'mdpy-vga', uuids: [OTHER] }))
    expect(defined.changes[0]).to.deep.include({ change: 'undefine', definitions: [{ uuid: OTHER, parent: 'mtty' }] })
    expect(defined.message).to.contain(`the UUID ${OTHER} is that of a definition of type mtty-1 on mtty.`)
  })

  it('tells each change once', async () => {
    const host = simulateHost('nvidia-t4')
    const [type, other] = (await host.snapshot()).types
    await host.create({ parent: type?.parent ?? '', type: type?.id ?? '', uuid: GUEST })
    const { changes } = explained(await host.snapshot(), wish({ type: other?.id ?? '', uuids: [GUEST, OTHER] }))
    expect(changes.filter(({ change }) => change === 'remove')).to.have.length(1)
  })

  it('names the parents that have no room, and only where they are the reason', async () => {
    const host = simulateHost('nvidia-a2')
    const parents = ['0000:08:00.4', '0000:08:00.5']
    await host.create({ parent: '0000:08:00.4', type: 'nvidia-746' })
    const snapshot = await host.snapshot()
    const one = explained(snapshot, wish({ name: 'A2-4Q', parents: parents.slice(0, 1) })).places[0]
    expect(one).to.deep.include({ parent: '0000:08:00.4', reason: '0000:08:00.4 takes one device, and has 1.' })
    const two = explained(snapshot, wish({ name: 'A2-4Q', parents, count: 2 })).places[0]
    expect(two?.reason).to.equal('Each of the 2 parents of 0000:08:00.0 takes one device, and none has room.')
    expect(two).not.to.have.property('parent')
    const none = explained(snapshot, wish({ name: 'A2-4Q', parents: ['0000:99:00.0'] })).places[0]
    expect(none?.reason).to.equal('None of its parents may be used; allowed: "0000:99:00.0".')
    const elsewhere = explained(snapshot, wish({ name: 'A2-4Q', physical: ['a', 'b', 'c', 'd'] })).places[0]
    expect(elsewhere?.reason).to.equal('It may not be used; allowed: "a", "b", "c", ….')

    // the functions have room: what is not certain is whether they may differ in series
    const framework = await simulateHost('nvidia-l40s').snapshot()
    const series = explained(framework, wish({ name: 'L40S-1B' }, { name: 'L40S-1Q' }), 'certain')
    expect(series.places[0]).not.to.have.property('limit')
    expect(series.places[0]?.reason).to.match(/^Whether 1145 fits on 0000:26:00\.0 beside the others is not known/)
  })

  it('refuses to define what a definition cannot say', async () => {
    const host = simulateHost('i915-gvtg-aggregation')
    const found = explained(await host.snapshot(), wish({ type: 'i915-GVTg_V5_8', aggregate: 3, define: 'auto' }))
    expect(found.places[0]?.reason).to.equal('A definition cannot say that its device is made of 3 instances.')
  })

  it('a plan that must be certain refuses what is likely, and says so', async () => {
    const host = simulateHost('pool-2016')
    const wanted = wish({ type: 'vgpu-512' }, { type: 'vgpu-256', count: 2 })
    expect(plan(await host.snapshot(), wanted)).to.deep.include({ feasible: true, certainty: 'likely' })
    const found = explained(await host.snapshot(), wanted, 'certain')
    expect(found.certainty).to.equal('likely')
    expect(found.changes[0]).to.deep.include({ change: 'accept', certainty: 'likely' })
  })

  for (const personality of ['samples', 'nvidia-t4', 'nvidia-a2', 'i915-gvtg', 'pool-2016']) {
    it(`${personality}: after each change that is named there is a plan`, async () => {
      let changes = 0
      for (let number = 0; number < 30; number++) {
        const random = randomFrom(seed() * 7919 + number)
        const host = simulateHost(personality)
        const empty = await host.snapshot()
        for (let tries = 0; tries < 4; tries++) {
          const type = empty.types[Math.floor(random() * empty.types.length)]
          if (type !== undefined) await host.create({ parent: type.parent, type: type.id }).catch(() => {})
        }
        const snapshot = await host.snapshot()
        const wanted = randomWanted(random, snapshot)
        const [first] = wanted.devices
        if (first !== undefined && first.count !== 'all') first.count = 1 + Math.floor(random() * 6)
        const result = plan(snapshot, wanted)
        if (result.feasible) continue
        expect(result.explanation.changes, JSON.stringify(wanted)).not.to.have.length(0)
        const { wishes } = result.explanation
        const only = (kept: readonly number[]) =>
          plan(snapshot, wish(...wanted.devices.filter((_, index) => kept.includes(index))))
        expect(only(wishes).feasible, JSON.stringify(wanted)).to.equal(false)
        for (const one of wishes) expect(only(wishes.filter((other) => other !== one)).feasible).to.equal(true)
        const state = host.state()
        for (const change of result.explanation.changes) {
          const again = simulateHost(personality, { state })
          const changed = await follow(again, wanted, change)
          const then = plan(await again.snapshot(), changed)
          expect(then.feasible, `${change.text} ${JSON.stringify({ wanted, devices: snapshot.devices })}`).to.equal(
            true,
          )
          changes++
        }
      }
      expect(changes).to.be.greaterThan(5)
    })
  }
})
