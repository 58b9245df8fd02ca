import { expect } from 'chai'
import fc from 'fast-check'
import { parseDomain } from '../../../lib/libvirt/domain.js'
import type { Compatibility } from '../../../lib/machine/migration/compatibility.js'
import { checkMigration } from '../../../lib/planning/migration/index.js'
import { guest, host, mdev, mdevXml, offer } from './hosts.js'
import '../../seed.js'

const uuidOf = (number: number) => `4b20d080-1b54-4048-85b3-a6a62d165c0${number}`
const type = fc.constantFrom('t', 'u')
const parent = fc.constantFrom('p', 'q')
const told: Compatibility = { softwareVersion: '1.0' }

const samples = fc.record({
  guest: fc.array(type, { minLength: 1, maxLength: 4 }),
  there: fc.uniqueArray(
    fc.record({ number: fc.nat(7), type, parent, active: fc.boolean(), told: fc.boolean(), used: fc.boolean() }),
    { maxLength: 5, selector: ({ number }) => number },
  ),
  offers: fc.uniqueArray(fc.record({ type, parent, left: fc.nat(2), told: fc.boolean() }), {
    maxLength: 4,
    selector: (each) => `${each.parent}/${each.type}`,
  }),
})
type Sample = typeof samples extends fc.Arbitrary<infer T> ? T : never

interface Score {
  placed: number
  undecided: number
  changed: number
}

function isBetter(a: Score, b: Score): boolean {
  if (a.placed !== b.placed) return a.placed > b.placed
  return a.undecided === b.undecided ? a.changed < b.changed : a.undecided < b.undecided
}

/** Where one device goes; `on` and `makes` where it is made there, of that type. */
interface Step {
  known: boolean
  changed: boolean
  on?: string
  makes?: string
}

/** Devices are undecided, too, where more than one type is made on one parent: nobody knows how these parents share. */
function scoreOf(steps: readonly Step[]): Score {
  const made = new Map<string, Set<string>>()
  for (const { on, makes } of steps)
    if (on !== undefined && makes !== undefined) made.set(on, (made.get(on) ?? new Set()).add(makes))
  const isMixed = ({ on }: Step) => on !== undefined && (made.get(on)?.size ?? 0) > 1
  return {
    placed: steps.length,
    undecided: steps.filter((step) => !step.known || isMixed(step)).length,
    changed: steps.filter(({ changed }) => changed).length,
  }
}

/** The best of all ways to share the places out. */
function bruteForce(sample: Sample): Score {
  const left = new Map(sample.offers.map((each) => [`${each.parent}/${each.type}`, each.left]))
  const free = new Set(sample.there.filter(({ used }) => !used))
  const taken = new Set(sample.there.map(({ number }) => number))
  const toldOf = new Map(sample.offers.map((each) => [`${each.parent}/${each.type}`, each.told]))
  let best: Score = { placed: 0, undecided: 0, changed: 0 }
  const visit = (index: number, steps: readonly Step[]) => {
    const score = scoreOf(steps)
    if (isBetter(score, best)) best = score
    const wanted = sample.guest[index]
    if (wanted === undefined) return
    visit(index + 1, steps)
    for (const each of [...free]) {
      const pool = `${each.parent}/${each.type}`
      if (each.type !== wanted) continue
      // A definition needs room to be started; where the type is not offered, that is not known.
      const room = left.get(pool)
      if (!each.active && room === 0) continue
      const known = (each.told || toldOf.get(pool) === true) && (each.active || room !== undefined)
      const makes = !each.active && room !== undefined
      free.delete(each)
      if (makes) left.set(pool, room - 1)
      visit(index + 1, [
        ...steps,
        { known, changed: each.number !== index, ...(makes && { on: each.parent, makes: wanted }) },
      ])
      if (makes) left.set(pool, room)
      free.add(each)
    }
    for (const each of sample.offers) {
      const pool = `${each.parent}/${each.type}`
      const room = left.get(pool) ?? 0
      if (each.type !== wanted || room === 0) continue
      left.set(pool, room - 1)
      visit(index + 1, [...steps, { known: each.told, changed: taken.has(index), on: each.parent, makes: wanted }])
      left.set(pool, room)
    }
  }
  visit(0, [])
  return best
}

describe('the places of a migration', () => {
  it('are shared out as well as trying all ways does', () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const source = host({ devices: sample.guest.map((own, index) => mdev(uuidOf(index), own)) })
        const target = host({
          devices: sample.there.map((each) =>
            mdev(uuidOf(each.number), each.type, { parent: each.parent, active: each.active, defined: true }),
          ),
          types: sample.offers.map((each) => offer(each.type, each.left, { parent: each.parent })),
        })
        const entries = <T extends { told: boolean }>(list: readonly T[], key: (each: T) => string) =>
          Object.fromEntries(list.filter((each) => each.told).map((each) => [key(each), told]))
        const result = checkMigration({
          domain: parseDomain(guest(...sample.guest.map((_, index) => mdevXml(uuidOf(index))))),
          source,
          target,
          targetInUse: sample.there.filter(({ used }) => used).map(({ number }) => uuidOf(number)),
          sourceCompatibility: {
            version: 1,
            devices: entries(
              sample.guest.map((_, index) => ({ index, told: true })),
              ({ index }) => uuidOf(index),
            ),
          },
          targetCompatibility: {
            version: 1,
            devices: entries(sample.there, ({ number }) => uuidOf(number)),
            types: entries(sample.offers, (each) => `${each.parent}/${each.type}`),
          },
        })
        const placed = result.devices.filter(({ target: to }) => to !== undefined)
        expect({
          placed: placed.length,
          undecided: placed.filter(({ verdict }) => verdict === 'undecided').length,
          changed: placed.filter(({ id, target: to }) => to?.id !== id).length,
        }).to.deep.equal(bruteForce(sample))
        const worst =
          placed.length < result.devices.length
            ? 'incompatible'
            : placed.some(({ verdict }) => verdict !== 'compatible')
              ? 'undecided'
              : 'compatible'
        expect(result.verdict).to.equal(worst)
      }),
      { numRuns: 700 },
    )
  })

  it('are looked for in whatever text', () => {
    const text = guest(
      mdevXml(uuidOf(0)),
      mdevXml(uuidOf(1)),
      `<hostdev type='pci'><source><address domain='0' bus='1'/></source></hostdev>`,
    )
    const own = host({ devices: [mdev(uuidOf(0), 't'), mdev(uuidOf(1), 't')] })
    const damage = fc.array(
      fc.tuple(fc.nat(text.length), fc.nat(20), fc.constantFrom('', "'", '<', '>', 'x', '/', ' ', '=')),
      {
        maxLength: 4,
      },
    )
    fc.assert(
      fc.property(damage, (cuts) => {
        const damaged = cuts.reduce((old, [at, length, by]) => old.slice(0, at) + by + old.slice(at + length), text)
        const target = host({ devices: [mdev(uuidOf(1), 't'), mdev(uuidOf(3), 't')] })
        const result = checkMigration({ domain: parseDomain(damaged), source: own, target })
        expect(result.verdict).to.be.oneOf(['undecided', 'incompatible', 'compatible'])
      }),
      { numRuns: 700 },
    )
  })
})
