import type { PlaceSeats, SeatLoad } from './place-seats.js'
import { visible } from '../../xml/visible.js'
import type { CardLoad, TargetCards } from './target-cards.js'
import type { TargetPlace } from './target-places.js'

/** The seats that devices were given, in the order of the devices. */
type Given = readonly (number | undefined)[]

/** Loads that a physical device does not take together. */
export interface LoadConflict {
  readonly card: number
  /** Of each load so many that with one less of any the others would fit. */
  readonly counts: ReadonlyMap<number, number>
  /** Whether they may fit, and that is only not certain. */
  readonly isPossible: boolean
}

/** What seats that were given come to on the physical devices. */
export class LoadedCards {
  readonly #cards: TargetCards
  readonly #seats: PlaceSeats

  constructor(cards: TargetCards, seats: PlaceSeats) {
    this.#cards = cards
    this.#seats = seats
  }

  /** How many devices of each load there may be where nothing else is made, and no more than `most`. */
  rooms(most: number): number[] {
    return this.#seats.loads.map((load) => {
      let fits = 0
      let tooMany = most + 1
      while (tooMany - fits > 1) {
        const count = (fits + tooMany) >> 1
        if (this.#cards.judge(load.card, [{ ...load, count }]) === undefined) tooMany = count
        else fits = count
      }
      return fits
    })
  }

  /** The first physical device that does not take what it is given. */
  conflict(given: Given, uncertain: ReadonlySet<number>): LoadConflict | undefined {
    for (const [card, counts] of this.#countsOf(given)) {
      const isTaken = (tried: ReadonlyMap<number, number>) => {
        const certainty = this.#judge(card, tried)
        return uncertain.has(card) ? certainty !== undefined : certainty === 'certain'
      }
      if (isTaken(counts)) continue
      const least = new Map(counts)
      for (const [load, count] of counts) {
        let fits = -1
        let left = count
        while (left - fits > 1) {
          const middle = (fits + left) >> 1
          if (isTaken(new Map(least).set(load, middle))) fits = middle
          else left = middle
        }
        if (left === 0) least.delete(load)
        else least.set(load, left)
      }
      return { card, counts: least, isPossible: this.#judge(card, least) !== undefined }
    }
    return undefined
  }

  /** Two seats that were given away and have the same UUID, of which only one device can be there. */
  namedTwice(given: Given): number[] | undefined {
    const seatOf = new Map<string, number>()
    for (const seat of given) {
      const id = seat === undefined ? undefined : this.#idOf(seat)
      if (seat === undefined || id === undefined) continue
      const other = seatOf.get(id)
      if (other !== undefined && other !== seat) return [other, seat]
      seatOf.set(id, seat)
    }
    return undefined
  }

  /** The same without those, from the last one on, that keep others from fitting. */
  repaired(given: Given): Given {
    const kept = [...given]
    for (let row = kept.length - 1; row >= 0; row--) {
      const seat = kept[row]
      const load = seat === undefined ? undefined : this.#loadOf(seat)
      const counts = load === undefined ? undefined : this.#countsOf(kept).get(load.card)
      const isFull = load !== undefined && counts !== undefined && this.#judge(load.card, counts) === undefined
      if (isFull || (this.namedTwice(kept)?.includes(seat ?? -1) ?? false)) kept[row] = undefined
    }
    return kept
  }

  /** The place of each device: of those that are made on one of several parents, which one. */
  placesOf(given: Given): (TargetPlace | undefined)[] {
    const parents = new Map<number, string[]>()
    for (const [card, counts] of this.#countsOf(given)) {
      const loads = [...counts].map(([index, count]) => ({ index, load: this.#counted(index, count) }))
      const seats = this.#cards.seats(
        card,
        loads.flatMap(({ load }) => load ?? []),
      )
      for (const { index, load } of loads) if (load !== undefined) parents.set(index, [...(seats.get(load) ?? [])])
    }
    return given.map((index) => {
      const seat = index === undefined ? undefined : this.#seats.seats[index]
      const [first] = seat?.places ?? []
      if (seat?.load === undefined || first?.type === undefined) return first
      const parent = parents.get(seat.load)?.shift()
      return seat.places.find((place) => place.parent === parent) ?? first
    })
  }

  /** Why it is not certain that a physical device takes all it is given, as one sentence, by the physical devices where it is not. */
  doubts(given: Given): Map<number, string> {
    const doubts = new Map<number, string>()
    for (const [card, counts] of this.#countsOf(given)) {
      const certainty = this.#judge(card, counts)
      if (certainty === 'certain') continue
      const { id, reason } = this.#cards.describe(card)
      const known = certainty === 'likely' ? 'likely, and not certain' : 'not known'
      doubts.set(card, `Whether ${this.#named(counts)} can be made on ${visible(id)} is ${known}: ${reason}`)
    }
    return doubts
  }

  /** The physical device that a seat takes something of. */
  cardOf(seat: number): number | undefined {
    return this.#loadOf(seat)?.card
  }

  /** Why nothing can be made at a place beside what is given. */
  limitOf(given: Given, { parent, type, use }: TargetPlace): string | undefined {
    const spot = type === undefined || use === 'existing' ? undefined : this.#cards.spotOfType(parent, type)
    if (spot === undefined || type === undefined) return undefined
    const counts = this.#countsOf(given).get(spot.card) ?? new Map<number, number>()
    return this.#cards.limitOf(spot.card, this.#loads(counts), parent, type)
  }

  #named(counts: ReadonlyMap<number, number>): string {
    const parts = this.#loads(counts).flatMap(({ type, aggregation, count }) =>
      type === undefined
        ? []
        : [`${count} of ${visible(type)}${aggregation === 1 ? '' : ` (${aggregation} instances each)`}`],
    )
    return `${parts.slice(0, -1).join(', ')}${parts.length > 1 ? ' and ' : ''}${parts.at(-1) ?? ''}`
  }

  #judge(card: number, counts: ReadonlyMap<number, number>): ReturnType<TargetCards['judge']> {
    return this.#cards.judge(card, this.#loads(counts))
  }

  #loads(counts: ReadonlyMap<number, number>): CardLoad[] {
    return [...counts].flatMap(([index, count]) => this.#counted(index, count) ?? [])
  }

  #counted(index: number, count: number): CardLoad | undefined {
    const load = this.#seats.loads[index]
    return load === undefined ? undefined : { ...load, count }
  }

  /** How many of each load were given away, by physical devices. */
  #countsOf(given: Given): Map<number, Map<number, number>> {
    const cards = new Map<number, Map<number, number>>()
    for (const index of given) {
      const load = index === undefined ? undefined : this.#seats.seats[index]?.load
      const card = load === undefined ? undefined : this.#seats.loads[load]?.card
      if (load === undefined || card === undefined) continue
      const counts = cards.get(card) ?? new Map<number, number>()
      cards.set(card, counts.set(load, (counts.get(load) ?? 0) + 1))
    }
    return cards
  }

  #loadOf(seat: number): SeatLoad | undefined {
    const load = this.#seats.seats[seat]?.load
    return load === undefined ? undefined : this.#seats.loads[load]
  }

  /** The UUID of a device or definition. */
  #idOf(seat: number): string | undefined {
    const [place] = this.#seats.seats[seat]?.places ?? []
    return place?.use === 'make' ? undefined : place?.id
  }
}
