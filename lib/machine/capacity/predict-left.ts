import { aggregatedType } from './aggregated-type.js'
import type { CapacityLimit, CapacityRule, CapacityType } from './capacity-rules.js'
import { capacityLimit } from './capacity-rules.js'
import { limitSentence } from './limit-sentence.js'
import type { Certainty, LiveDevice, PhysicalCapacity } from './physical-capacity.js'
import type { CapacityState } from './predict-availability.js'
import { keyOf, stateOf, whyUnknown } from './predict-availability.js'

/** How many more devices of one type fit on a whole physical device. */
export interface PredictedLeft {
  /** The id of the type. */
  type: string
  /** How many more, over all its parents; absent where that is not known. */
  left?: number
  /** Fewer cannot be, as far as is known. Absent where `left` is certain. */
  atLeast?: number
  /** More cannot be. Absent where `left` is certain, or nothing bounds it. */
  atMost?: number
  certainty: Certainty
  /** What bounds the number, or why it is not known, as one sentence. */
  reason: string
}

/** How many more of each type fit on a physical device, over all its parents, once exactly the devices `live` are there. */
export class LeftPredictor {
  readonly #capacity: PhysicalCapacity
  readonly #state: CapacityState
  readonly #parents: ReadonlyMap<string, readonly string[]>

  constructor(capacity: PhysicalCapacity, live: readonly LiveDevice[] = capacity.live) {
    this.#capacity = capacity
    this.#state = stateOf(capacity, live)
    const parents = new Map<string, string[]>()
    for (const { parent, type } of capacity.offers) {
      const known = parents.get(type)
      if (known === undefined) parents.set(type, [parent])
      else known.push(parent)
    }
    this.#parents = parents
  }

  /** The parents that offer a type. */
  parentsOf(type: string): readonly string[] {
    return this.#parents.get(type) ?? []
  }

  left(id: string): PredictedLeft {
    const told = this.#told(id)
    if (told !== undefined && told.atLeast === told.atMost) {
      return { type: id, left: told.atLeast, certainty: 'certain', reason: this.#saidBy(id, told.atLeast) }
    }
    const type = this.#state.types.get(id)
    const why = whyUnknown(this.#capacity, this.#state, id)
    if (why !== undefined || type === undefined) return unknownLeft(id, why ?? this.#capacity.reason, told)
    const [first, ...others] = this.#capacity.rules.map((rule) => this.#by(rule, type))
    if (first === undefined || first.limit.limit === 'unknown') {
      const reason = `How many instances of ${id} fit on ${this.#capacity.id} is not known.`
      return unknownLeft(id, reason, told)
    }
    const { left } = first
    const every = [first, ...others].map((one) => one.left)
    const guessed = this.#capacity.guessed === true
    const reason = this.#reason(first, id)
    if (!guessed && every.every((one) => one === left)) return { type: id, left, certainty: 'certain', reason }
    const atLeast = guessed ? told?.atLeast : Math.min(...every)
    const atMost = guessed ? told?.atMost : Math.max(...every)
    return {
      ...{ type: id, left },
      ...(atLeast !== undefined && { atLeast }),
      ...(atMost !== undefined && { atMost }),
      ...{ certainty: 'likely', reason },
    }
  }

  /** Of how many instances of a type one more device could be made at most; `undefined` where that is not known. */
  largest(id: string, most: number): number | undefined {
    const type = this.#state.types.get(id)
    if (type === undefined || whyUnknown(this.#capacity, this.#state, id) !== undefined) return undefined
    const fits = (count: number) =>
      this.#capacity.rules.every((rule) => this.#by(rule, aggregatedType(type, count)).left > 0)
    let least = 0
    let tooMany = most + 1
    while (tooMany - least > 1) {
      const middle = (least + tooMany) >> 1
      if (fits(middle)) least = middle
      else tooMany = middle
    }
    return least
  }

  #by(rule: CapacityRule, type: CapacityType): { left: number; limit: CapacityLimit; slots: number } {
    const { perParent, ...shared } = rule
    const limit = capacityLimit(shared, type, this.#state.live, [])
    const slots = perParent === undefined ? Infinity : this.#slots(type.id, perParent)
    return { left: Math.max(0, Math.min(limit.left, slots)), limit, slots }
  }

  /** How many devices the parents that offer a type have room for. */
  #slots(type: string, perParent: number): number {
    const room = (parent: string) => Math.max(0, perParent - (this.#state.onParent.get(parent)?.length ?? 0))
    return this.parentsOf(type).reduce((sum, parent) => sum + room(parent), 0)
  }

  /** The bounds of what the parents say now, where these are the devices that are there now. */
  #told(type: string): { atLeast: number; atMost: number } | undefined {
    const { told } = this.#state
    const parents = this.parentsOf(type)
    if (told === undefined || parents.length === 0) return undefined
    let atLeast = 0
    let atMost = 0
    for (const parent of parents) {
      const left = told.get(keyOf(parent, type))
      if (left === undefined) return undefined
      atLeast = Math.max(atLeast, left)
      atMost += Math.max(0, left)
    }
    return { atLeast, atMost }
  }

  #reason({ limit, slots }: { limit: CapacityLimit; slots: number }, type: string): string {
    const { id } = this.#capacity
    const parents = this.parentsOf(type)
    if (slots >= limit.left) return limitSentence(limit, { physical: id, parent: parents[0] ?? id, type })
    return `${slots} of the ${parents.length} parents of ${id} that offer ${type} are free.`
  }

  #saidBy(type: string, left: number): string {
    const capacityType = this.#state.types.get(type)
    const [rule] = this.#capacity.rules
    if (
      rule !== undefined &&
      capacityType !== undefined &&
      whyUnknown(this.#capacity, this.#state, type) === undefined
    ) {
      const by = this.#by(rule, capacityType)
      if (by.left === left && by.limit.limit !== 'unknown') return this.#reason(by, type)
    }
    const parents = this.parentsOf(type)
    const [only] = parents
    return parents.length === 1 ? `${only} says so now.` : `Its ${parents.length} parents say so now.`
  }
}

function unknownLeft(
  type: string,
  reason: string,
  told: { atLeast: number; atMost: number } | undefined,
): PredictedLeft {
  return { type, ...told, certainty: 'unknown', reason }
}
