import { assign } from './assign.js'
import { LoadedCards } from './loaded-cards.js'
import type { Candidate, ComparedPlace } from './place-comparisons.js'
import { undecidedRoom } from './place-comparisons.js'
import { PlaceSeats, type SharedRow } from './place-seats.js'
import type { TargetCards } from './target-cards.js'
import type { TargetPlace } from './target-places.js'

/** So much work is done to pair devices with places: devices times pairs that would do. */
const MOST_WORK = 200_000_000
/** So many times devices are paired anew because the hardware does not take what was found, and with so much work in all. */
const MOST_TRIES = 400
const MOST_REPEATED_WORK = 20_000_000

const USES: readonly TargetPlace['use'][] = ['existing', 'start', 'make']

/** How places were shared out. */
export interface SharedPlaces {
  /** The place of each device. */
  readonly given: readonly (ComparedPlace | undefined)[]
  /** Whether it is certain that not all devices can have one, where some have none. */
  readonly isProven: boolean
  /** Whether there would have been room for a device, were it not for the others. */
  readonly hadRoom: readonly boolean[]
  /** What of the hardware keeps out a candidate beside the devices that were given places, as one sentence. */
  readonly limitOf: (candidate: Candidate) => string | undefined
}

/** What is ruled out beforehand in one try. */
interface Bounds {
  /** The most devices by their loads. */
  readonly limits: ReadonlyMap<number, number>
  /** Seats that nobody gets. */
  readonly closed: ReadonlySet<number>
  /** Physical devices that take what may fit; the others take only what certainly does. */
  readonly uncertain: ReadonlySet<number>
}

/** The best way under some bounds, were it not for what the hardware takes in all. */
interface Try extends Bounds {
  readonly seats: readonly (number | undefined)[]
  readonly missing: number
  readonly cost: number
  readonly depth: number
}

/**
 * Shares places out: as many devices as can be get one, of all such ways one in which as few as can be are undecided, then as few as
 * can be change their names; the same one each time. `undefined` where there is too much to try.
 *
 * Devices are paired with places as if each load had its room for itself; where that is more than a physical device takes,
 * the ways to keep from it are tried, the best first (branch and bound).
 * @param isTaken Whether a UUID is taken on the target.
 */
export function sharePlaces(
  rows: readonly SharedRow[],
  cards: TargetCards,
  isTaken: (id: string) => boolean,
): SharedPlaces | undefined {
  return new Sharing(rows, cards, isTaken).run()
}

class Sharing {
  readonly #rows: readonly SharedRow[]
  readonly #isTaken: (id: string) => boolean
  readonly #seats: PlaceSeats
  readonly #loaded: LoadedCards
  readonly #rooms: readonly number[]

  constructor(rows: readonly SharedRow[], cards: TargetCards, isTaken: (id: string) => boolean) {
    this.#rows = rows
    this.#isTaken = isTaken
    this.#seats = new PlaceSeats(rows, cards)
    this.#loaded = new LoadedCards(cards, this.#seats)
    this.#rooms = this.#loaded.rooms(rows.length)
  }

  run(): SharedPlaces | undefined {
    const pairs = this.#seats.choices.reduce((sum, { length }) => sum + length, 0)
    const work = Math.max(1, pairs * this.#rows.length)
    if (work > MOST_WORK) return undefined
    const waiting = [this.#try({ limits: new Map(), closed: new Set(), uncertain: new Set() }, 0)]
    let tries = Math.min(MOST_TRIES, Math.floor(MOST_REPEATED_WORK / work))
    for (;;) {
      const best = takeBest(waiting)
      if (best === undefined) return undefined
      const ways = this.#waysAround(best)
      if (ways === undefined) return this.#result(best.seats, true)
      tries -= ways.length
      // Each other way is no better, so that where devices are missing in this one not all can go.
      if (tries < 0) return this.#result(this.#loaded.repaired(best.seats), best.missing > 0)
      waiting.push(...ways.map((bounds) => this.#try(bounds, best.depth + 1)))
    }
  }

  #try(bounds: Bounds, depth: number): Try {
    const { limits, closed, uncertain } = bounds
    const { seats, choices } = this.#seats
    const least = this.#rows.length * 3 + 1
    const costs = { changed: least, undecided: least * (this.#rows.length + 1) }
    const priced = choices.map((own, row) =>
      own.map(({ seat, candidate: { place, comparison } }) => {
        const card = this.#loaded.cardOf(seat)
        const isUndecided = comparison.verdict === 'undecided' || (card !== undefined && uncertain.has(card))
        const changed = this.#isChanged(this.#rows[row]?.id ?? '', place) ? costs.changed : 0
        return { seat, cost: (isUndecided ? costs.undecided : 0) + changed + USES.indexOf(place.use) }
      }),
    )
    const found = assign(
      priced,
      seats.map(({ load, room }, seat) => ({
        room: closed.has(seat) ? 0 : room,
        ...(load !== undefined && { pool: load }),
      })),
      this.#rooms.map((room, load) => Math.min(room, limits.get(load) ?? room)),
    )
    const cost = found.reduce<number>(
      (sum, seat, row) => sum + (priced[row]?.find((each) => each.seat === seat)?.cost ?? 0),
      0,
    )
    const missing = found.filter((seat) => seat === undefined).length
    return { ...bounds, seats: found, missing, cost, depth }
  }

  #isChanged(id: string, place: TargetPlace): boolean {
    return place.id === undefined ? this.#isTaken(id) : place.id !== id
  }

  /** The bounds under which what is wrong with a try cannot come again, all other ways among them; `undefined` where nothing is. */
  #waysAround({ seats, limits, closed, uncertain }: Try): Bounds[] | undefined {
    const twice = this.#loaded.namedTwice(seats)
    if (twice !== undefined) {
      return twice.map((seat) => ({ limits, closed: new Set([...closed, seat]), uncertain }))
    }
    const conflict = this.#loaded.conflict(seats, uncertain)
    if (conflict === undefined) return undefined
    const { card, counts, isPossible } = conflict
    const fewer = [...counts].map(([load, count]) => ({
      ...{ limits: new Map([...limits, [load, count - 1]]), closed, uncertain },
    }))
    return isPossible ? [...fewer, { limits, closed, uncertain: new Set([...uncertain, card]) }] : fewer
  }

  #result(seats: readonly (number | undefined)[], isProven: boolean): SharedPlaces {
    const places = this.#loaded.placesOf(seats)
    const doubts = this.#loaded.doubts(seats)
    const given = places.map((place, row) => {
      const candidate = place && this.#rows[row]?.candidates.find((each) => each.place === place)
      const doubt = doubts.get(this.#loaded.cardOf(seats[row] ?? -1) ?? -1)
      if (candidate === undefined || doubt === undefined) return candidate
      return { ...candidate, comparison: undecidedRoom(candidate.comparison, doubt) }
    })
    const hadRoom = this.#seats.choices.map((own) =>
      own.some(({ seat }) => {
        const load = this.#seats.seats[seat]?.load
        return load === undefined || (this.#rooms[load] ?? 0) > 0
      }),
    )
    return { given, isProven, hadRoom, limitOf: ({ place }) => this.#loaded.limitOf(seats, place) }
  }
}

/** Takes the best one out of those that wait; of equal ones that which is farthest. */
function takeBest(waiting: Try[]): Try | undefined {
  let best = 0
  waiting.forEach((each, index) => {
    const other = waiting[best]
    if (other !== undefined && isBetter(each, other)) best = index
  })
  return waiting.splice(best, 1)[0]
}

function isBetter(a: Try, b: Try): boolean {
  if (a.missing !== b.missing) return a.missing < b.missing
  return a.cost === b.cost ? a.depth > b.depth : a.cost < b.cost
}
