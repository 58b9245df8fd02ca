import type { Card } from './cards.js'
import type { CardMode } from './card-modes.js'

/** Devices that are alike and the parents that they may be on, by their places in the list of the card. */
export interface Seated {
  /** The id of the type. */
  type: string
  parents: readonly number[]
  count: number
}

/**
 * A parent for each device, or `undefined` where there are too few: for each of `wanted` the places of its parents. The first ones
 * are taken where they do.
 */
export function seatsFor(card: Card, mode: CardMode, wanted: readonly Seated[]): number[][] | undefined {
  const most = mostOnParent(card, mode)
  if (mode.told !== undefined && most === undefined) return seatsByType(card, mode.told, wanted)
  if (most === undefined) {
    return wanted.every(({ parents, count }) => count === 0 || parents.length > 0)
      ? wanted.map(({ parents, count }) => Array.from({ length: count }, () => parents[0] ?? 0))
      : undefined
  }
  const free = card.parents.map(({ live }) => Math.max(0, most - live))
  const { told } = mode
  const narrowed =
    told === undefined
      ? wanted
      : wanted.map((each) => ({
          ...each,
          parents: each.parents.filter((parent) => toldOf(card, told, parent, each.type) > 0),
        }))
  return match(narrowed, free)
}

/** Whether `seatsFor` finds any: quicker where all may be on the same parents, which is usual. */
export function hasSeats(card: Card, mode: CardMode, wanted: readonly Seated[]): boolean {
  const most = mostOnParent(card, mode)
  const [first] = wanted
  if (first === undefined) return true
  if (mode.told === undefined && wanted.every(({ parents }) => parents === first.parents)) {
    let count = 0
    for (const each of wanted) count += each.count
    if (most === undefined) return count === 0 || first.parents.length > 0
    let free = 0
    for (const parent of first.parents) {
      free += Math.max(0, most - (card.parents[parent]?.live ?? most))
      if (free >= count) return true
    }
    return free >= count
  }
  return seatsFor(card, mode, wanted) !== undefined
}

function mostOnParent(card: Card, mode: CardMode): number | undefined {
  const bounds = mode.rules.flatMap(({ perParent }) => perParent ?? [])
  if (mode.told !== undefined && card.physical.virtFunctions) bounds.push(1)
  return bounds.length === 0 ? undefined : Math.min(...bounds)
}

type Told = NonNullable<CardMode['told']>

/** What is taken for the number of a type that a parent offers without telling one. */
const UNTOLD: Readonly<Record<Told, number>> = { one: 0, any: 1, unbounded: Infinity }

function toldOf(card: Card, told: Told, parent: number, type: string): number {
  const offers = card.parents[parent]?.offers
  return offers?.has(type) === true ? Math.max(0, offers.get(type) ?? UNTOLD[told]) : 0
}

/** Each type has its own count on each parent. */
function seatsByType(card: Card, told: Told, wanted: readonly Seated[]): number[][] | undefined {
  const seats: number[][] = wanted.map(() => [])
  for (const type of new Set(wanted.map((each) => each.type))) {
    const own = wanted.map((each) => (each.type === type ? each : { ...each, count: 0 }))
    const free = card.parents.map((_, parent) => toldOf(card, told, parent, type))
    const found = match(own, free)
    if (found === undefined) return undefined
    found.forEach((list, index) => seats[index]?.push(...list))
  }
  return seats
}

/** Bipartite matching by augmenting paths; a parent takes as many as it has free. */
function match(wanted: readonly Seated[], free: readonly number[]): number[][] | undefined {
  const on: number[][] = free.map(() => [])
  const place = (item: number, seen: Set<number>): boolean => {
    const parents = wanted[item]?.parents ?? []
    for (const parent of parents) {
      const there = on[parent]
      if (there !== undefined && there.length < (free[parent] ?? 0)) {
        there.push(item)
        return true
      }
    }
    for (const parent of parents) {
      const there = on[parent]
      if (there === undefined || seen.has(parent)) continue
      seen.add(parent)
      for (const [at, other] of there.entries()) {
        if (other === item || !place(other, seen)) continue
        there[at] = item
        return true
      }
    }
    return false
  }
  for (const [item, { count }] of wanted.entries()) {
    for (let number = 0; number < count; number++) if (!place(item, new Set())) return undefined
  }
  const seats: number[][] = wanted.map(() => [])
  on.forEach((items, parent) => {
    for (const item of items) seats[item]?.push(parent)
  })
  return seats
}
