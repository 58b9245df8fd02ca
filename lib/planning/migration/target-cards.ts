import { aggregatedType } from '../../machine/capacity/aggregated-type.js'
import { capacityLimit, type CapacityType } from '../../machine/capacity/capacity-rules.js'
import { limitSentence } from '../../machine/capacity/limit-sentence.js'
import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import type { HostNode, HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import { possibleModesOf, takes, type CardMode } from '../plan/card-modes.js'
import { cardsOf, type Card } from '../plan/cards.js'
import { hasSeats, seatsFor, type Seated } from '../plan/seats.js'

/** Devices that are alike and are to come onto a physical device; without a type its functions themselves, given away as a whole. */
export interface CardLoad {
  /** The id of the type that they are made from. */
  readonly type?: string
  /** Of how many instances each is made. */
  readonly aggregation: number
  /** The parents that they may be on, or those that cannot be a parent any more, by their places in the list of the card. */
  readonly parents: readonly number[]
  readonly count: number
}

/** Where something is on the physical devices of the target, by its place in their list and in the list of its parents. */
export interface CardSpot {
  readonly card: number
  readonly parents: readonly number[]
}

/** What is to be made: a load with a type. */
type TypeLoad = CardLoad & { readonly type: string }

/** The physical devices of a target, whose types share their hardware: what fits on each beside what is there, and how certain that is. */
export class TargetCards {
  readonly #cards: readonly Card[]
  readonly #modes: readonly (readonly CardMode[])[]
  readonly #parents = new Map<string, { readonly card: number; readonly parent: number }>()
  readonly #byId: ReadonlyMap<string, number>

  constructor(snapshot: HostSnapshot) {
    this.#cards = cardsOf([{ snapshot: withParents(snapshot) }]).map(withFunctions)
    this.#modes = this.#cards.map(possibleModesOf)
    this.#byId = new Map(this.#cards.map(({ physical }, card) => [physical.id, card]))
    this.#cards.forEach(({ parents }, card) => {
      parents.forEach(({ id }, parent) => this.#parents.set(id, { card, parent }))
    })
  }

  /** Where devices of a type are made; `undefined` where the parent does not offer it, so that nothing is known. */
  spotOfType(parent: string, type: string): CardSpot | undefined {
    const at = this.#parents.get(parent)
    const offered = at !== undefined && this.#cards[at.card]?.parents[at.parent]?.offers.has(type) === true
    return offered ? { card: at.card, parents: [at.parent] } : undefined
  }

  /** The parents that are none any more once a function is given to a guest; `undefined` for a function that has to do with none. */
  spotOfFunction(id: string): CardSpot | undefined {
    const card = this.#byId.get(id)
    if (card !== undefined) return { card, parents: this.#cards[card]?.parents.map((_, parent) => parent) ?? [] }
    const at = this.#parents.get(id)
    return at === undefined ? undefined : { card: at.card, parents: [at.parent] }
  }

  /** Whether a physical device has only one parent: then all its devices are on that. */
  hasOneParent(card: number): boolean {
    return this.#cards[card]?.parents.length === 1
  }

  /** How certain it is that loads fit beside what is there; `undefined` where it is certain that they do not. */
  judge(card: number, loads: readonly CardLoad[]): Certainty | undefined {
    const types = typeLoadsOf(loads)
    return types.length === 0 ? 'certain' : this.#modeOf(card, types)?.certainty
  }

  /** For each load that has a type the parents that its devices are made on; none where it does not fit. */
  seats(card: number, loads: readonly CardLoad[]): ReadonlyMap<CardLoad, readonly string[]> {
    const own = this.#cards[card]
    const types = typeLoadsOf(loads)
    const mode = this.#modeOf(card, types)
    if (own === undefined || mode === undefined) return new Map()
    const seats = seatsFor(own, mode, types) ?? []
    const all = loads.filter(({ type, count }) => type !== undefined && count > 0)
    return new Map(
      all.map((load, index) => [load, (seats[index] ?? []).flatMap((parent) => own.parents[parent]?.id ?? [])]),
    )
  }

  /** The physical device, and how its types share it as one sentence. */
  describe(card: number): { readonly id: string; readonly reason: string } {
    const { physical, reason } = this.#cards[card] ?? {}
    return { id: physical?.id ?? '', reason: reason ?? '' }
  }

  /** Why no more of a type fits beside loads, as one sentence; `undefined` where it is no other type that keeps it out. */
  limitOf(card: number, loads: readonly CardLoad[], parent: string, type: string): string | undefined {
    const own = this.#cards[card]
    const known = own?.known.get(type)
    const [rule] = own?.rules ?? []
    if (own === undefined || known === undefined || rule === undefined) return undefined
    const added = typeLoadsOf(loads).flatMap(({ type: id, aggregation, count }): CapacityType[] => {
      const other = own.known.get(id)
      return other === undefined ? [] : Array.from({ length: count }, () => aggregatedType(other, aggregation))
    })
    const { perParent: _, ...shared } = rule
    const limit = capacityLimit(shared, known, [...own.live, ...added])
    if (limit.left > 0 || limit.limit === 'instances' || limit.limit === 'unknown') return undefined
    return limitSentence(limit, { physical: own.physical.id, parent, type })
  }

  #modeOf(index: number, loads: readonly TypeLoad[]): CardMode | undefined {
    const card = this.#cards[index]
    if (card === undefined || loads.some(({ parents }) => parents.length === 0)) return undefined
    const devices = loads.map(({ type: id, aggregation: aggregate, count }) => {
      const known = card.known.get(id)
      return { id, aggregate, count, type: known && aggregatedType(known, aggregate) }
    })
    const modes = this.#modes[index] ?? []
    const found = modes.find((mode) => takes(card, mode, devices) && hasSeats(card, mode, seatedOf(mode, loads)))
    if (found !== undefined || loads.every(({ aggregation }) => aggregation === 1)) return found
    // Of devices made of several instances a count tells only that they may fit.
    return modes.find(
      (mode) => mode.told !== undefined && mode.told !== 'one' && hasSeats(card, mode, seatedOf(mode, loads)),
    )
  }
}

/** The loads that are made from types, without the parents that are given away. */
function typeLoadsOf(loads: readonly CardLoad[]): TypeLoad[] {
  const some = loads.filter(({ count }) => count > 0)
  const away = new Set(some.flatMap(({ type, parents }) => (type === undefined ? parents : [])))
  return some.flatMap((load): TypeLoad[] =>
    load.type === undefined
      ? []
      : [{ ...load, type: load.type, parents: load.parents.filter((parent) => !away.has(parent)) }],
  )
}

/** A device that is made of several instances takes as many of what its parent tells to be left. */
function seatedOf({ told }: CardMode, loads: readonly TypeLoad[]): Seated[] {
  return loads.map(({ type, parents, aggregation, count }) => ({
    type,
    parents,
    count: told === undefined ? count : count * aggregation,
  }))
}

/** A function that becomes the device takes one, whatever it tells and whether its card is known. */
function withFunctions(card: Card): Card {
  const { physical } = card
  return physical.backend === 'nvidia-vf' ? { ...card, physical: { ...physical, virtFunctions: true } } : card
}

/** The snapshot with a node for each parent that it has none for: what its types tell is judged all the same. */
function withParents(snapshot: HostSnapshot): HostSnapshot {
  const known = new Set(snapshot.nodes.map(({ id }) => id))
  const nodes: HostNode[] = [...snapshot.nodes]
  for (const { parent: id, parentName: name, backend } of snapshot.types) {
    if (known.has(id)) continue
    known.add(id)
    nodes.push({ kind: 'virtual', id, name, path: '', parentName: 'computer', backend })
  }
  return { ...snapshot, nodes }
}
