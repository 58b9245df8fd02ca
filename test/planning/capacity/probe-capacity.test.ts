import { expect } from 'chai'
import { Faults, HostError, openSnapshot, openSysfs, personalities, simulateHost } from '../../../lib/machine/sim.js'
import { probeCapacity, type ProbeOptions } from '../../../lib/planning/capacity/index.js'
import { smaller } from './random-hosts.js'

/** The machines whose drivers do what most do not, so that what is likely is not so. */
const SURPRISING = new Set(['nvidia-t4', 'nvidia-l40s-heterogeneous', 'pmdev'])

describe('probeCapacity', () => {
  for (const personality of personalities) {
    it(`${personality.name}: finds what was predicted, but for what is only likely, and leaves nothing`, async () => {
      const host = simulateHost(smaller(personality, 2))
      const before = host.state()
      const { created, devices, differences } = await probeCapacity(host, { consent: true, limit: 5 })
      expect(host.state()).to.deep.equal(before)
      const types = devices.flatMap((device) => device.types)
      expect(created).to.equal(types.reduce((sum, { made }) => sum + made, 0))
      for (const { type, made, predicted, certainty, stopped } of types) {
        expect(certainty).to.equal('certain')
        expect(made, type).to.equal(Math.min(5, predicted ?? -1))
        if (made === 5) expect(stopped).to.equal('limit')
      }
      expect(differences.filter((line) => !line.endsWith('(likely).'))).to.deep.equal([])
      expect(differences.length > 0, differences.join()).to.equal(SURPRISING.has(personality.name))
      const effects = types.flatMap((type) => type.effects)
      expect(effects.length).to.be.greaterThan(0)
      for (const { type, told, predicted, certainty } of effects) {
        if (certainty === 'certain' && told !== undefined) expect(told, type).to.equal(predicted)
      }
    })
  }

  it('learns how a card shares its hardware of which nothing is known', async () => {
    const t4 = personalities.find(({ name }) => name === 'mtty')
    if (t4 === undefined) throw new Error('no mtty')
    const host = simulateHost({
      ...t4,
      parents: t4.parents.map((parent) => ({
        ...parent,
        driver: 'odd',
        types: parent.types.map((type) => ({ ...type, id: type.id.replace('mtty', 'odd') })),
      })),
    })
    const { devices, differences } = await probeCapacity(host, { consent: true, limit: 30 })
    expect(differences).to.deep.equal([])
    expect(devices[0]?.types).to.deep.equal([
      {
        ...{ type: 'odd-1', made: 24, stopped: 'full', predicted: 24, certainty: 'certain' },
        effects: [
          { type: 'odd-1', told: 23, certainty: 'unknown' },
          { type: 'odd-2', told: 11, certainty: 'unknown' },
        ],
      },
      {
        ...{ type: 'odd-2', made: 12, stopped: 'full', predicted: 12, certainty: 'certain' },
        effects: [
          { type: 'odd-1', told: 22, certainty: 'unknown' },
          { type: 'odd-2', told: 11, certainty: 'unknown' },
        ],
      },
    ])
  })

  it('makes devices only on the parents that are named, and leaves those of others alone', async () => {
    const host = simulateHost('nvidia-a2')
    const other = await host.create({ parent: '0000:08:00.4', type: 'nvidia-746' })
    const parents = ['pci_0000_08_00_5', '08:00.6']
    const made = new Set<string>()
    const watched: typeof host = {
      ...host,
      withDevices: (requests, ...rest) => {
        for (const { parent } of requests) made.add(parent)
        return host.withDevices(requests, ...rest)
      },
    }
    const { devices, created } = await probeCapacity(watched, {
      consent: true,
      parents,
      types: ['nvidia-746', 'nvidia-742'],
    })
    expect([...made].sort()).to.deep.equal(['0000:08:00.5', '0000:08:00.6'])
    expect(created).to.equal(2)
    expect(devices).to.have.lengthOf(1)
    expect(devices[0]).to.deep.include({
      id: '0000:08:00.0',
      parents: ['0000:08:00.5', '0000:08:00.6'],
      disturbed: false,
    })
    expect(devices[0]?.types.map(({ type, made: count }) => [type, count])).to.deep.equal([
      ['nvidia-742', 0],
      ['nvidia-746', 2],
    ])
    expect((await host.snapshot()).devices.map(({ id }) => id)).to.deep.equal([other.id])
  })

  it('needs consent, and a machine that can be changed', async () => {
    const host = simulateHost('mtty')
    const without: unknown = { consent: false }
    expect(await failureOf(probeCapacity(host, without as ProbeOptions))).to.be.instanceOf(TypeError)
    expect(await failureOf(probeCapacity(host, { consent: true, limit: 0 }))).to.be.instanceOf(RangeError)
    const unknown = await failureOf(probeCapacity(host, { consent: true, parents: ['no\u001bwhere'] }))
    expect(unknown).to.be.instanceOf(HostError).and.include({ code: 'parent-unknown' })
    const recorded = openSnapshot(await host.snapshot())
    expect(await failureOf(probeCapacity(recorded, { consent: true }))).to.include({ code: 'read-only' })
    expect(host.state().devices).to.deep.equal([])
  })

  it('says that somebody else was at work on the device', async () => {
    const host = simulateHost('mtty')
    let first = true
    const busy: typeof host = {
      ...host,
      withDevices: async (requests, use, options) => {
        if (first) await host.create({ parent: 'mtty', type: 'mtty-1' })
        first = false
        return host.withDevices(requests, use, options)
      },
    }
    const { devices, differences } = await probeCapacity(busy, { consent: true })
    expect(devices[0]?.disturbed).to.equal(true)
    expect(differences.join()).to.contain('Somebody else made or removed devices on mtty')
    expect((await host.snapshot()).devices).to.have.lengthOf(1)
  })

  it('ends when it is aborted, with nothing left behind', async () => {
    const host = simulateHost('mtty')
    const before = host.state()
    const abort = new AbortController()
    let calls = 0
    const aborting: typeof host = {
      ...host,
      snapshot: (options) => {
        if (++calls === 2) abort.abort(new Error('enough'))
        return host.snapshot(options)
      },
    }
    const failure = await failureOf(probeCapacity(aborting, { consent: true, signal: abort.signal }))
    expect(failure).to.have.property('message', 'enough')
    expect(calls).to.equal(2)
    expect(host.state()).to.deep.equal(before)
  })

  for (const at of [1, 3, 6, 9]) {
    it(`killed at write ${at}: the next process recovers what it left`, async () => {
      const faults = new Faults([{ on: 'write', at, killed: true, when: at % 2 === 0 ? 'before' : 'after' }])
      const killed = simulateHost('mdpy', { faults })
      await failureOf(probeCapacity(killed, { consent: true }))
      expect(faults.killed).to.equal(true)
      const next = openSysfs(killed.kernel, { store: killed.store })
      const { devices, unfinished = [] } = await next.snapshot()
      const left = unfinished.flatMap((work) => work.devices.filter(({ active }) => active).map(({ id }) => id))
      expect(left).to.have.members(devices.map(({ id }) => id))
      expect(new Set(unfinished.map(({ group }) => group)).size).to.equal(unfinished.length > 0 ? 1 : 0)
      await next.recover()
      expect((await next.snapshot()).devices).to.deep.equal([])
      expect(killed.store.files()).to.deep.equal({})
    })
  }
})

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it should have failed')
}
