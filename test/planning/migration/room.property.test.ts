import { expect } from 'chai'
import fc from 'fast-check'
import { parseDomain } from '../../../lib/libvirt/domain.js'
import { capacitiesOf } from '../../../lib/machine/capacity/capacity-of.js'
import type { LiveDevice, PhysicalCapacity } from '../../../lib/machine/capacity/physical-capacity.js'
import { predictAvailabilityOf } from '../../../lib/machine/capacity/predict-availability.js'
import { HostError, simulateHost, type SimulatedHost } from '../../../lib/machine/sim.js'
import type { HostSnapshot } from '../../../lib/machine/snapshot/host-snapshot.js'
import { checkMigration, type Compatibility } from '../../../lib/planning/migration/index.js'
import { instances } from '../../thorough.js'
import { guest, host, mdev, mdevXml } from './hosts.js'
import '../../seed.js'

const uuidOf = (number: number) => `4b20d080-1b54-4048-85b3-a6a62d165${number.toString(16).padStart(3, '0')}`
const told: Compatibility = { softwareVersion: '1.0' }

/** How many random guests each machine is asked about in `npm test`: fewer where its parents are many. */
const MACHINES = { 'nvidia-t4': 30, 'i915-gvtg': 40, mtty: 30, mbochs: 30, mdpy: 20, 'nvidia-a2': 10, 'nvidia-a40': 6 }

const samples = fc.record({
  /** Numbers of offers, of which devices are there already. */
  there: fc.array(fc.nat(), { maxLength: 2 }),
  /** Of few types many devices, which is where it is close. */
  types: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
  guest: fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }),
})

/** Makes a device; whether the machine let it. */
async function isMade(machine: SimulatedHost, parent: string, type: string, uuid: string): Promise<boolean> {
  try {
    await machine.create({ parent, type, uuid })
    return true
  } catch (error) {
    if (error instanceof HostError) return false
    throw error
  }
}

/** A physical device with what is made on it. */
interface Filled {
  readonly card: PhysicalCapacity
  readonly live: readonly LiveDevice[]
}

/** How many devices of the types can be there at most, by trying: of parents of one card that are alike only the first one. */
function most(cards: readonly Filled[], types: readonly string[], certain: boolean): number {
  const [type, ...others] = types
  if (type === undefined) return 0
  let best = most(cards, others, certain)
  cards.forEach(({ card, live }, index) => {
    if (best === types.length) return
    const parent = card.parents.find((each) => {
      const { available = 0, certainty } = predictAvailabilityOf(card, live, each, type) ?? {}
      return available > 0 && (!certain || certainty === 'certain')
    })
    if (parent === undefined) return
    const then = cards.with(index, { card, live: [...live, { parent, type }] })
    best = Math.max(best, 1 + most(then, others, certain))
  })
  return best
}

function migrate(target: HostSnapshot, types: readonly string[]) {
  const apis = new Map(target.types.map(({ id, deviceApi }) => [id, deviceApi]))
  const uuids = types.map((_, index) => uuidOf(index))
  const devices = types.map((type, index) => {
    const deviceApi = apis.get(type)
    return mdev(uuidOf(index), type, deviceApi === undefined ? {} : { deviceApi })
  })
  return checkMigration({
    domain: parseDomain(guest(...uuids.map(mdevXml))),
    source: host({ devices }),
    target,
    targetInUse: target.devices.map(({ id }) => id),
    sourceCompatibility: { version: 1, devices: Object.fromEntries(uuids.map((uuid) => [uuid, told])) },
    targetCompatibility: {
      version: 1,
      types: Object.fromEntries(target.types.map(({ parent, id }) => [`${parent}/${id}`, told])),
    },
  })
}

describe('the room that a migration reckons with', () => {
  for (const [name, runs] of Object.entries(MACHINES)) {
    it(`is what ${name} has for all devices together`, async () => {
      let full = 0
      await fc.assert(
        fc.asyncProperty(samples, async (sample) => {
          const machine = simulateHost(name)
          const offers = (await machine.snapshot()).types
          const offerOf = (number: number) => offers[number % offers.length] ?? expect.fail()
          for (const [index, number] of sample.there.entries()) {
            const { parent, id } = offerOf(number)
            await isMade(machine, parent, id, uuidOf(100 + index))
          }
          const types = sample.guest.map((number) => offerOf(sample.types[number % sample.types.length] ?? 0).id)
          const target = await machine.snapshot()
          const result = migrate(target, types)
          const placed = result.devices.filter((device) => device.target !== undefined)

          const cards = capacitiesOf(target).map((card): Filled => ({ card, live: card.live }))
          const byRule = [0, 1].map((rule) =>
            most(
              cards.map(({ card, live }) => ({ card: { ...card, rules: card.rules.slice(rule, rule + 1) }, live })),
              types,
              false,
            ),
          )
          expect(placed.length).to.equal(Math.max(...byRule, most(cards, types, false)))
          expect(result.verdict === 'compatible').to.equal(most(cards, types, true) === types.length)
          if (placed.length < types.length) full++

          // What is promised without doubt can be made, in the order of the guest.
          if (result.verdict !== 'compatible') return
          for (const { target: to } of placed) {
            expect(to?.use).to.equal('make')
            expect(await isMade(machine, to?.parent ?? '', to?.type ?? '', to?.id ?? '')).to.equal(true)
          }
        }),
        { numRuns: instances(runs, 5 * runs) },
      )
      if (name === 'nvidia-t4' || name === 'i915-gvtg' || name === 'mbochs') expect(full).to.be.above(0)
    })
  }
})
