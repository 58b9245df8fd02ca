import type { Candidate } from './place-comparisons.js'
import type { CardLoad, TargetCards } from './target-cards.js'
import type { TargetPlace } from './target-places.js'

/** A device of the guest that has to have a place, and the places that would do. */
export interface SharedRow {
  /** The UUID or address by which the guest names it. */
  readonly id: string
  readonly candidates: readonly Candidate[]
}

/** Places that are as good as one another: parents of a physical device to make a device on, or one place by itself. */
export interface PlaceSeat {
  readonly places: TargetPlace[]
  /** What it takes of a physical device, by its place in `loads`; absent where it takes nothing. */
  readonly load: number | undefined
  /** How many devices can have it, where its load does not say. */
  readonly room: number
}

/** A seat that would do for a device. */
export interface SeatChoice {
  readonly seat: number
  readonly candidate: Candidate
}

/** What devices of one type take on one physical device. */
export interface SeatLoad extends Omit<CardLoad, 'count'> {
  readonly card: number
  readonly parents: number[]
}

/** Gathers the places that would do for devices into seats, and what these take of physical devices into loads. */
export class PlaceSeats {
  readonly seats: PlaceSeat[] = []
  readonly loads: SeatLoad[] = []
  /** The seats that would do for each device. */
  readonly choices: readonly (readonly SeatChoice[])[]
  readonly #cards: TargetCards
  readonly #rows: number
  readonly #ids: ReadonlySet<string>
  readonly #seatOf = new Map<TargetPlace, Map<number, number>>()
  readonly #seatByKey = new Map<string, number>()
  readonly #loadByKey = new Map<string, number>()

  constructor(rows: readonly SharedRow[], cards: TargetCards) {
    this.#cards = cards
    this.#rows = rows.length
    this.#ids = new Set(rows.map(({ id }) => id))
    this.choices = rows.map((row) => this.#choicesOf(row))
  }

  /** Each seat once; of places that do not differ as many as there are devices, and the one that has the device's own name. */
  #choicesOf({ id, candidates }: SharedRow): SeatChoice[] {
    const choices = new Map<number, SeatChoice>()
    const counts = new Map<string, number>()
    for (const candidate of candidates) {
      const { place, alike, comparison } = candidate
      const seat = this.#seat(candidate)
      if (choices.has(seat)) continue
      const same = `${place.use} ${comparison.verdict} ${this.seats[seat]?.load ?? ''} ${alike}`
      const count = (counts.get(same) ?? 0) + 1
      counts.set(same, count)
      if (place.use === 'make' || count <= this.#rows || place.id === id) choices.set(seat, { seat, candidate })
    }
    return [...choices.values()]
  }

  #seat({ place, alike, comparison }: Candidate): number {
    const { aggregation } = comparison
    const known = this.#seatOf.get(place)?.get(aggregation)
    if (known !== undefined) return known
    const seat = place.use === 'make' ? this.#makeSeat(place, alike, aggregation) : this.#ownSeat(place)
    const own = this.#seatOf.get(place) ?? new Map<number, number>()
    this.#seatOf.set(place, own.set(aggregation, seat))
    return seat
  }

  /** A device or function that is there, or a definition. */
  #ownSeat(place: TargetPlace): number {
    return this.seats.push({ places: [place], load: this.#ownLoad(place), room: 1 }) - 1
  }

  #ownLoad({ use, parent, type, subject }: TargetPlace): number | undefined {
    if (subject.kind === 'pci') {
      const spot = this.#cards.spotOfFunction(parent)
      return spot === undefined
        ? undefined
        : this.loads.push({ ...spot, parents: [...spot.parents], aggregation: 1 }) - 1
    }
    if (use === 'existing' || type === undefined) return undefined
    const { aggregation = 1 } = subject
    return this.#typeLoad(parent, type, aggregation, `start ${parent}`)
  }

  /** The parents of a physical device of which the same is known are one seat, but for one that a device is already named after. */
  #makeSeat(place: TargetPlace, alike: number, aggregation: number): number {
    const { parent, type = '', id = '' } = place
    const kind = `make ${alike} ${this.#ids.has(id) ? id : ''}`
    const load = this.#typeLoad(parent, type, aggregation, kind)
    if (load === undefined) return this.seats.push({ places: [place], load, room: place.room ?? this.#rows }) - 1
    const key = `${load} ${kind}`
    const known = this.#seatByKey.get(key) ?? this.seats.push({ places: [], load, room: this.#rows }) - 1
    this.#seatByKey.set(key, known)
    this.seats[known]?.places.push(place)
    return known
  }

  /** What one physical device has for a type: all of it on its one parent, or `kind` of it where it has several. */
  #typeLoad(parent: string, type: string, aggregation: number, kind: string): number | undefined {
    const spot = this.#cards.spotOfType(parent, type)
    if (spot === undefined) return undefined
    const key = JSON.stringify([spot.card, type, aggregation, this.#cards.hasOneParent(spot.card) ? '' : kind])
    const load = this.#loadByKey.get(key) ?? this.loads.push({ card: spot.card, type, aggregation, parents: [] }) - 1
    this.#loadByKey.set(key, load)
    const { parents = [] } = this.loads[load] ?? {}
    for (const each of spot.parents) if (parents.at(-1) !== each && !parents.includes(each)) parents.push(each)
    return load
  }
}
