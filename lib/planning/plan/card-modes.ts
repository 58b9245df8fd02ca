import type { CapacityRule, CapacityType } from '../../machine/capacity/capacity-rules.js'
import { detailsOfType } from '../../machine/description/details-of-type.js'
import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import type { Card } from './cards.js'

/**
 * One way of knowing what fits on a physical device: all of these rules let it in, or the parents themselves say so: `one`, devices of
 * one type on one parent, up to what it tells of that type, which is what that number means; `any`, each type up to that
 * number, although types may share it, and one where it does not tell; `unbounded`, the same, but that nothing bounds what it does
 * not tell.
 */
export interface CardMode {
  certainty: Certainty
  rules: readonly CapacityRule[]
  told?: 'one' | 'any' | 'unbounded'
  /** The hardware is divided among the types before its first device is made: so much, of which each type takes its size. */
  pool?: { total: number; sizes: Readonly<Record<string, number>> }
}

/** Devices to be made on a physical device that are alike. */
export interface Load {
  /** What each of them takes; `undefined` where that is not known. */
  type: CapacityType | undefined
  /** The id of the type. */
  id: string
  /** How many instances each is made of. */
  aggregate: number
  count: number
}

const RANK: Readonly<Record<Certainty, number>> = { unknown: 0, likely: 1, certain: 2 }

export function isAtLeast(certainty: Certainty, least: Certainty): boolean {
  return RANK[certainty] >= RANK[least]
}

export function leastCertain(a: Certainty, b: Certainty): Certainty {
  return isAtLeast(a, b) ? b : a
}

/** Everything that may be known of a physical device, the most certain first. */
export function modesOf(card: Card): CardMode[] {
  const { rules, guessed, stranger, told } = card
  const [first, ...others] = rules
  const modes: CardMode[] = []
  if (first !== undefined && !stranger) {
    if (!guessed) modes.push({ certainty: 'certain', rules })
    if (guessed || others.length > 0) modes.push({ certainty: 'likely', rules: [first] })
  }
  const covered = !stranger && !guessed && [...card.types.keys()].every((id) => isCovered(card, id))
  if (told && !covered) {
    modes.push({ certainty: 'certain', rules: [], told: 'one' })
    if (stranger || ![...card.types.keys()].every((id) => isCovered(card, id))) {
      modes.push({ certainty: 'unknown', rules: [], told: 'any' })
    }
  }
  const pool = poolOf(card)
  if (pool !== undefined) modes.push({ certainty: 'likely', rules: [], pool })
  return modes.sort((a, b) => RANK[b.certainty] - RANK[a.certainty])
}

/** What the pool of a parent has, in MiB, where it can be divided now. */
function poolOf({ devices, parents, types }: Card): CardMode['pool'] {
  if (devices.length > 0 || parents.length !== 1) return undefined
  const sizes = new Map<string, number>()
  let total = 0
  for (const type of types.values()) {
    const { framebufferMiB } = detailsOfType(type) ?? {}
    if (type.configurable !== true || framebufferMiB === undefined) return undefined
    sizes.set(type.id, framebufferMiB)
    total += framebufferMiB * Math.max(0, type.maxInstances ?? 0)
  }
  return total > 0 ? { total, sizes: Object.fromEntries(sizes) } : undefined
}

/** Whether the rules say how many of a type fit. */
function isCovered({ known, rules }: Card, id: string): boolean {
  const type = known.get(id)
  return type !== undefined && rules.length > 0 && rules.every((rule) => isBoundedBy(rule, type))
}

function isBoundedBy(rule: CapacityRule, type: CapacityType): boolean {
  if (rule.rule === 'counter' || type.maxInstances !== undefined) return true
  return rule.rule === 'pools' && (rule.perParent !== undefined || isBounded(rule.totals, type))
}

/** Whatever may be possible: only what is refused by this is certain not to fit. */
export function possibleModesOf(card: Card): CardMode[] {
  const modes = modesOf(card)
  const each = card.stranger ? [] : card.rules.map((rule): CardMode => ({ certainty: 'unknown', rules: [rule] }))
  const unread: CardMode[] =
    card.rules.length === 0 || card.stranger ? [{ certainty: 'unknown', rules: [], told: 'unbounded' }] : []
  return [...modes, ...each, ...unread]
}

/** Whether a physical device takes loads beside what it has, in the best order, whatever parents they are on. */
export function takes(card: Card, mode: CardMode, loads: readonly Load[]): boolean {
  if (mode.told !== undefined) return loads.every(({ aggregate }) => aggregate === 1) && toldTakes(card, mode, loads)
  if (mode.pool !== undefined) {
    const { total: most, sizes } = mode.pool
    let used = 0
    for (const { id, count } of loads) used += (Object.hasOwn(sizes, id) ? (sizes[id] ?? 0) : Infinity) * count
    return used <= most
  }
  const added: AddedType[] = []
  for (const { type, count } of loads) {
    if (count === 0) continue
    if (type === undefined) return false
    added.push({ type, count })
  }
  return mode.rules.every((rule) => ruleTakes(rule, card.live, added))
}

function toldTakes(card: Card, mode: CardMode, loads: readonly Load[]): boolean {
  if (mode.told !== 'one') return true
  const used = loads.filter(({ count }) => count > 0)
  if (used.length > 1 && new Set(used.map(({ id }) => id)).size > 1) return false
  return card.parents.length === 1 || used.reduce((sum, { count }) => sum + count, 0) <= 1
}

interface AddedType {
  type: CapacityType
  count: number
}

/** The parents of a rule's `perParent` are not looked at here. */
function ruleTakes(rule: CapacityRule, live: readonly CapacityType[], added: readonly AddedType[]): boolean {
  switch (rule.rule) {
    case 'pools':
      return (
        added.every(({ type }) => rule.perParent !== undefined || isBounded(rule.totals, type)) &&
        poolsTake(rule.totals, live, added) &&
        eachTakes(live, added, false)
      )
    case 'one-type': {
      const [first] = added
      if (first === undefined) return true
      const { id, maxInstances } = first.type
      if (maxInstances === undefined || live.some((other) => other.id !== id)) return false
      if (added.some(({ type }) => type.id !== id)) return false
      return live.length + total(added) <= maxInstances
    }
    case 'one-size':
      return sizesTake(rule.size, live, added)
    case 'counter':
      return added.length === 0 || live.length + total(added) <= rule.total
    case 'each-type':
      return eachTakes(live, added, true)
  }
}

/** The types that let the fewest be there have to be made first: the order in which plans make them. */
function sizesTake(size: string, live: readonly CapacityType[], added: readonly AddedType[]): boolean {
  const [first] = added
  if (first === undefined) return true
  const wanted = demandOf(first.type, size)
  if (live.some((other) => demandOf(other, size) !== wanted)) return false
  let there = live.length
  for (const { type, count } of added.toSorted((a, b) => mostOf(a.type) - mostOf(b.type))) {
    if (demandOf(type, size) !== wanted || type.maxInstances === undefined) return false
    there += count
    if (there > type.maxInstances) return false
  }
  return true
}

/** How many devices a type lets be there at most: what has to come first. */
export function mostOf(type: CapacityType | undefined): number {
  return type?.maxInstances ?? Infinity
}

function poolsTake(
  totals: Readonly<Record<string, number>>,
  live: readonly CapacityType[],
  added: readonly AddedType[],
): boolean {
  return Object.entries(totals).every(([pool, most]) => {
    let wanted = 0
    for (const { type, count } of added) wanted += Math.max(0, demandOf(type, pool)) * count
    if (wanted === 0) return true
    for (const type of live) wanted += demandOf(type, pool)
    return wanted <= most
  })
}

function isBounded(totals: Readonly<Record<string, number>>, type: CapacityType): boolean {
  return type.maxInstances !== undefined || Object.keys(totals).some((pool) => demandOf(type, pool) > 0)
}

/** Each type up to its own count; where `every`, none without one. */
function eachTakes(live: readonly CapacityType[], added: readonly AddedType[], every: boolean): boolean {
  return added.every(({ type: { id, maxInstances } }) => {
    if (maxInstances === undefined) return !every
    let there = 0
    for (const other of live) if (other.id === id) there++
    for (const other of added) if (other.type.id === id) there += other.count
    return there <= maxInstances
  })
}

function total(added: readonly AddedType[]): number {
  let sum = 0
  for (const { count } of added) sum += count
  return sum
}

function demandOf({ demand }: CapacityType, pool: string): number {
  return demand !== undefined && Object.hasOwn(demand, pool) ? (demand[pool] ?? 0) : 0
}

/** The part of a physical device that one device of a type takes, in ten-thousandths; the likeliest rule says. */
export function shareOf(card: Card, id: string, type: CapacityType | undefined): number {
  const [rule] = card.rules
  const parts: number[] = []
  if (rule !== undefined && type !== undefined) {
    if (rule.perParent !== undefined) parts.push(1 / (rule.perParent * card.parents.length))
    if (rule.rule === 'counter') parts.push(1 / rule.total)
    else if (type.maxInstances !== undefined) parts.push(1 / type.maxInstances)
    if (rule.rule === 'pools') {
      for (const [pool, most] of Object.entries(rule.totals)) parts.push(demandOf(type, pool) / most)
    }
  } else {
    const told = card.parents.map(({ offers }) => offers.get(id) ?? 0)
    parts.push(1 / Math.max(1, Math.max(...told) + card.devices.filter((device) => device.type === id).length))
  }
  const most = parts.filter(Number.isFinite).reduce((a, b) => Math.max(a, b), 0)
  return Math.round(Math.min(1, most) * 10_000)
}
