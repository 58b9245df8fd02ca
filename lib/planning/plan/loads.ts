import { aggregatedType } from '../../machine/capacity/aggregated-type.js'
import type { CapacityType } from '../../machine/capacity/capacity-rules.js'
import type { CardMode, Load } from './card-modes.js'
import { shareOf, takes } from './card-modes.js'
import type { Card } from './cards.js'
import type { Seated } from './seats.js'
import { hasSeats } from './seats.js'
import type { Choice } from './wish-places.js'

/** Devices that are alike in everything that matters for where they can be. */
export interface DeviceGroup {
  /** How many have to be placed; with `fill`, how many at most. */
  count: number
  /** Whether as many as possible are wanted, and none has to be placed. */
  fill: boolean
  /** How many instances each device is made of. */
  aggregate: number
  /** What it finds on each card. */
  choices: readonly (readonly Choice[])[]
}

/** Devices of one group and one type on one card. */
export interface Pick {
  group: number
  /** Which one of the group's choices on this card. */
  choice: number
  count: number
}

/** What is put on each card; a card without picks gets nothing. */
export type Loads = Pick[][]

/** What the planner decides about: cards, what may be known of each, and what is to be placed. */
export interface PlacingProblem {
  cards: readonly Card[]
  /** For each card the choices of all groups there. */
  choices: readonly (readonly CardChoice[])[]
  /** For each card what counts as fitting. */
  modes: readonly (readonly CardMode[])[]
  groups: readonly DeviceGroup[]
  placement: 'packed' | 'spread'
}

/** A choice of a group on a card, ready to be asked about. */
export interface CardChoice {
  group: number
  choice: number
  type: CapacityType | undefined
  id: string
  aggregate: number
  parents: readonly number[]
  /** See `shareOf`. */
  share: number
}

/** The choices of all groups on each card. */
export function cardChoices(cards: readonly Card[], groups: readonly DeviceGroup[]): CardChoice[][] {
  return cards.map((card, index) =>
    groups.flatMap(({ aggregate, choices }, group) =>
      (choices[index] ?? []).map(({ type: { id }, parents }, choice): CardChoice => {
        const known = card.known.get(id)
        const type = known && aggregatedType(known, aggregate)
        return { group, choice, type, id, aggregate, parents, share: shareOf(card, id, type) }
      }),
    ),
  )
}

/** The choices that picks are of. */
export function pickedOf(
  choices: readonly CardChoice[],
  picks: readonly Pick[],
): { choice: CardChoice; count: number }[] {
  return picks.flatMap(({ group, choice, count }) => {
    const found = choices.find((each) => each.group === group && each.choice === choice)
    return found === undefined ? [] : [{ choice: found, count }]
  })
}

/** The first of the modes by which a card takes devices beside what it has; `undefined` where none does. */
export function modeTaking(
  card: Card,
  modes: readonly CardMode[],
  picked: readonly { choice: CardChoice; count: number }[],
): CardMode | undefined {
  return modes.find((mode) => modeTakes(card, mode, picked))
}

export function modeTakes(
  card: Card,
  mode: CardMode,
  picked: readonly { choice: CardChoice; count: number }[],
): boolean {
  const some = picked.filter(({ count }) => count > 0)
  const loads = some.map(({ choice: { type, id, aggregate }, count }): Load => ({ type, id, aggregate, count }))
  return takes(card, mode, loads) && hasSeats(card, mode, seatedOf(some))
}

export function seatedOf(picked: readonly { choice: CardChoice; count: number }[]): Seated[] {
  return picked.map(({ choice: { id, parents }, count }) => ({ type: id, parents, count }))
}

/**
 * How good loads are; the smaller the better, the first number before the second. First come devices beyond those that have
 * to be; then, packed, the physical devices that were empty, then those that get anything; spread, the sum of the squares of how many
 * devices each has; then the shares of hardware that are taken.
 */
export interface Cost {
  first: number
  second: number
}

export function isLess(a: Cost, b: Cost): boolean {
  return a.first < b.first || (a.first === b.first && a.second < b.second)
}

/** What putting devices on one card costs. */
export function costOf(
  problem: PlacingProblem,
  card: Card,
  added: { count: number; fill: number; share: number },
): Cost {
  const { count, fill, share } = added
  const all = count + fill
  if (all === 0) return { first: 0, second: 0 }
  const most = problem.cards.length + 1
  if (problem.placement === 'packed') {
    const opened = card.devices.length === 0 ? most : 0
    return { first: opened + 1 - fill * most * most, second: share }
  }
  const there = card.devices.length
  return { first: (there + all) ** 2 - there ** 2 - fill * 1e9, second: share }
}

export function costOfLoads(problem: PlacingProblem, loads: Loads): Cost {
  const sum: Cost = { first: 0, second: 0 }
  loads.forEach((picks, index) => {
    const card = problem.cards[index]
    if (card === undefined) return
    const { first, second } = costOf(problem, card, addedBy(problem, index, picks))
    sum.first += first
    sum.second += second
  })
  return sum
}

function addedBy(
  { groups, choices }: PlacingProblem,
  index: number,
  picks: readonly Pick[],
): { count: number; fill: number; share: number } {
  const added = { count: 0, fill: 0, share: 0 }
  for (const { choice, count } of pickedOf(choices[index] ?? [], picks)) {
    if (groups[choice.group]?.fill === true) added.fill += count
    else added.count += count
    added.share += choice.share * count
  }
  return added
}

/** How many devices of each group have no place in loads. */
export function missingIn({ groups }: PlacingProblem, loads: Loads): number[] {
  const missing = groups.map(({ count, fill }) => (fill ? 0 : count))
  for (const picks of loads) {
    for (const { group, count } of picks) {
      if (groups[group]?.fill === false) missing[group] = (missing[group] ?? 0) - count
    }
  }
  return missing
}
