import { expect } from 'chai'
import fc from 'fast-check'
import { capacitiesOf } from '../../../lib/machine/capacity/capacity-of.js'
import type { LiveDevice } from '../../../lib/machine/capacity/physical-capacity.js'
import type { PredictedAvailability } from '../../../lib/machine/capacity/predict-availability.js'
import { predictAvailability } from '../../../lib/machine/capacity/predict-availability.js'
import type { HostSnapshot, HostType, Personality, SimulatedHost } from '../../../lib/machine/sim.js'
import { HostError, personalities, simulateHost } from '../../../lib/machine/sim.js'
import { capacity, type DeviceCapacity } from '../../../lib/planning/capacity/index.js'
import { deeds, randomHosts, smaller, type Deed } from './random-hosts.js'

/** More devices than these are not made to find out whether so many fit. */
const MOST_MADE = 40

const RUNS = 50

const tally = { certain: 0, likely: 0, likelyRight: 0, unknown: 0, left: 0, effects: 0 }

describe('what a machine can still make, predicted before each step', () => {
  it('is what the simulated kernel says after it, on any machine', async () => {
    await fc.assert(fc.asyncProperty(randomHosts, deeds, follow), { numRuns: RUNS })
  })

  for (const personality of personalities) {
    it(`${personality.name}: so many fit as is told, for each type alone`, () => fillEach(smaller(personality, 4)))
  }

  it('is certain mostly, and where it is likely, mostly so', () => {
    const { certain, likely, likelyRight, unknown, left, effects } = tally
    expect(certain).to.be.greaterThan(2500)
    expect(left).to.be.greaterThan(60)
    expect(effects).to.be.greaterThan(250)
    expect(unknown).to.equal(0)
    expect(likelyRight / likely).to.be.greaterThan(0.5)
    console.log(
      `        ${certain} certain and all right; ${likely} likely, of which ${likelyRight} right; ` +
        `${left} numbers filled up; ${effects} effects`,
    )
  })
})

async function follow(personality: Personality, list: readonly Deed[]): Promise<void> {
  const host = simulateHost(personality)
  let before = await host.snapshot()
  for (const deed of list) {
    const done = await doOne(host, before, deed)
    const after = await host.snapshot()
    expectAsPredicted(before, after)
    if (done !== undefined) expectEffects(before, after, done)
    before = after
  }
}

/** Does what the machine lets be done, and checks that it does as predicted; gives the type that was made, where one was. */
async function doOne(
  host: SimulatedHost,
  before: HostSnapshot,
  { make, which, aggregate }: Deed,
): Promise<HostType | undefined> {
  if (!make) {
    const device = before.devices[which % Math.max(1, before.devices.length)]
    if (device !== undefined) await host.destroy(device.id, { parent: device.parent })
    return undefined
  }
  const type = before.types[which % before.types.length]
  if (type === undefined) throw new Error('no types')
  const several = aggregate > 1 && (type.aggregation?.maximum ?? 1) >= aggregate
  const request = { parent: type.parent, type: type.id, ...(several && { aggregate }) }
  const made = await host.create(request).then(
    () => true,
    (error: unknown) => {
      if (error instanceof HostError) return false
      throw error
    },
  )
  const own = capacity(before).devices.find(({ parents }) => parents.includes(type.parent))
  const told = own?.types.find((each) => each.type === type.id)
  if (told?.certainty === 'certain' && told.left === 0 && made) expect.fail(`${type.id} was made, and none was left`)
  if (several && told?.largest !== undefined && made !== aggregate <= told.largest) {
    expect.fail(`${aggregate} of ${type.id} in one: ${made}, and ${told.largest} fit`)
  }
  return made && !several ? type : undefined
}

/** Compares what the snapshot before a step says of the devices after it with what the kernel says then. */
function expectAsPredicted(before: HostSnapshot, after: HostSnapshot): void {
  const told = new Map(after.types.map((type) => [`${type.parent} ${type.id}`, type.availableInstances]))
  for (const physical of capacitiesOf(before)) {
    const live = after.devices
      .filter(({ parent, active }) => active && physical.parents.includes(parent))
      .map(({ parent, type = '', aggregation }): LiveDevice => ({
        parent,
        type,
        ...(aggregation !== undefined && { aggregation }),
      }))
    for (const predicted of predictAvailability(physical, live)) compare(predicted, told)
  }
}

function compare(predicted: PredictedAvailability, told: ReadonlyMap<string, number | undefined>): void {
  const { parent, type, available, certainty, reason } = predicted
  const right = told.get(`${parent} ${type}`)
  if (right === undefined) return
  if (certainty === 'unknown') tally.unknown++
  if (certainty === 'likely') {
    tally.likely++
    if (available === right) tally.likelyRight++
  }
  if (certainty !== 'certain') return
  tally.certain++
  if (available !== right) expect.fail(`${type} on ${parent}: ${available} and not ${right}: ${reason}`)
}

/** What making one was said to do to all types of the physical device, over all its parents. */
function expectEffects(before: HostSnapshot, after: HostSnapshot, made: HostType): void {
  const own = ({ parents }: DeviceCapacity) => parents.includes(made.parent)
  const effects =
    capacity(before)
      .devices.find(own)
      ?.types.find(({ type }) => type === made.id)?.effects ?? []
  const then = capacity(after).devices.find(own)?.types ?? []
  for (const { type, left, certainty } of effects) {
    const now = then.find((each) => each.type === type)
    if (certainty !== 'certain' || now?.certainty !== 'certain') continue
    tally.effects++
    if (left !== now.left) expect.fail(`after one ${made.id}, ${left} of ${type} and not ${now.left}`)
  }
}

/** Makes as many of each type as fit on each physical device, and removes them again. */
async function fillEach(personality: Personality): Promise<void> {
  const host = simulateHost(personality)
  const { devices } = capacity(await host.snapshot())
  for (const { id, parents, types } of devices) {
    // of many types alike the first ones will do
    for (const { type, left, certainty } of types.slice(0, 6)) {
      if (certainty !== 'certain' || left === undefined || left > MOST_MADE) continue
      const made = await fill(host, parents, type, left + 1)
      if (made !== left) expect.fail(`${made} of ${type} fit on ${id}, and not ${left}`)
      tally.left++
    }
  }
}

async function fill(host: SimulatedHost, parents: readonly string[], type: string, most: number): Promise<number> {
  const made: { id: string; parent: string }[] = []
  for (const parent of parents) {
    while (made.length < most) {
      try {
        made.push(await host.create({ parent, type }))
      } catch (error) {
        if (!(error instanceof HostError)) throw error
        break
      }
    }
  }
  for (const { id, parent } of made) await host.destroy(id, { parent })
  return made.length
}
