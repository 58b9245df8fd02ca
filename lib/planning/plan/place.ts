import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import type { CardMode } from './card-modes.js'
import { isAtLeast, leastCertain, modesOf, possibleModesOf } from './card-modes.js'
import type { Card } from './cards.js'
import { exactLoads } from './exact-loads.js'
import { greedyLoads } from './greedy-loads.js'
import type { DeviceGroup, Loads, PlacingProblem } from './loads.js'
import { cardChoices, costOfLoads, missingIn, modeTaking, pickedOf } from './loads.js'

/** What is to be placed, and how. */
export interface PlaceQuestion {
  cards: readonly Card[]
  groups: readonly DeviceGroup[]
  placement: 'packed' | 'spread'
  /** The least certainty that counts as fitting. */
  atLeast: Certainty
  /** How many steps may be taken to find the best. */
  budget: number
}

/** Where everything is placed. */
export interface Placed {
  loads: Loads
  /** For each card how it is known that it takes its load; `undefined` on cards that get nothing. */
  modes: (CardMode | undefined)[]
  certainty: Certainty
  optimal: boolean
}

/** What could not be placed. */
export interface NotPlaced {
  /** Loads that leave out as few devices as could be found. */
  loads: Loads
  /** How many devices of each group are left out. */
  missing: number[]
  /** Whether there is no way to place more. */
  proven: boolean
}

const TIERS: readonly Certainty[] = ['certain', 'likely', 'unknown']

/**
 * Places devices, as certainly as possible: only where what is certain has no place for all, what is likely counts too, and then
 * what is unknown.
 */
export function place(
  question: PlaceQuestion,
): { placed: Placed; notPlaced?: never } | { placed?: never; notPlaced: NotPlaced } {
  let first: Placed | undefined
  let notPlaced: NotPlaced = { loads: [], missing: question.groups.map(({ count }) => count), proven: false }
  const all = problemOf(question)
  for (const tier of TIERS) {
    if (!isAtLeast(tier, question.atLeast)) break
    if (tier !== 'certain' && all.modes.every((modes) => modes.every(({ certainty }) => certainty !== tier))) continue
    const problem = withModes(all, tier)
    const found = best(problem, question.budget)
    if (found.missing.every((count) => count === 0)) {
      const placed = placedIn(problem, found)
      if (fillsAll(problem, found.loads)) return { placed }
      first ??= placed
    } else {
      notPlaced = found
    }
  }
  return first === undefined ? { notPlaced } : { placed: first }
}

/** Whether all fit when only they are asked about, by the widest of what may count. `undefined` where that was not found out. */
export function fits(question: PlaceQuestion): boolean | undefined {
  const groups = question.groups.filter(({ fill }) => !fill)
  const problem = withModes(problemOf({ ...question, groups }), question.atLeast)
  const found = best(problem, question.budget)
  if (found.missing.every((count) => count === 0)) return true
  return found.proven ? false : undefined
}

/** Whether it is certain that not all fit: whatever rule the drivers follow. */
export function isCertainlyFull(question: PlaceQuestion): boolean {
  const groups = question.groups.filter(({ fill }) => !fill)
  const modes = question.cards.map(possibleModesOf)
  const found = best({ ...problemOf({ ...question, groups }), modes }, question.budget)
  return found.proven && found.missing.some((count) => count > 0)
}

function problemOf({ cards, groups, placement }: PlaceQuestion): PlacingProblem {
  return { cards, groups, placement, choices: cardChoices(cards, groups), modes: cards.map(modesOf) }
}

function withModes(problem: PlacingProblem, least: Certainty): PlacingProblem {
  const modes = problem.modes.map((each) => each.filter(({ certainty }) => isAtLeast(certainty, least)))
  return { ...problem, modes }
}

/** So many ways at most are looked at without a good one to begin with. */
const FEW = 5000

function best(problem: PlacingProblem, budget: number): NotPlaced & { optimal: boolean } {
  const few = problem.groups.reduce((ways, { count, fill }) => ways * (fill ? 1 : count + 1), problem.cards.length)
  const whole = few > FEW ? undefined : exactLoads(problem, { budget: Math.min(budget, FEW * 10), partial: true })
  if (whole !== undefined) {
    return { loads: whole.loads, missing: missingIn(problem, whole.loads), proven: true, optimal: true }
  }
  const greedy = greedyLoads(problem)
  const missing = missingIn(problem, greedy)
  const complete = missing.every((count) => count === 0)
  const bound = complete ? costOfLoads(problem, greedy) : undefined
  const exact = exactLoads(problem, { budget, partial: false, ...(bound && { bound }) })
  if (exact === undefined) return { loads: greedy, missing, proven: false, optimal: false }
  if (exact.missing === 0) return { loads: exact.loads, missing: missing.map(() => 0), proven: true, optimal: true }
  // nothing is better than what was found first
  if (complete) return { loads: greedy, missing, proven: true, optimal: true }
  const partial = exactLoads(problem, { budget, partial: true })
  if (partial === undefined) return { loads: greedy, missing, proven: true, optimal: false }
  return { loads: partial.loads, missing: missingIn(problem, partial.loads), proven: true, optimal: true }
}

function placedIn(problem: PlacingProblem, { loads, optimal }: { loads: Loads; optimal: boolean }): Placed {
  let certainty: Certainty = 'certain'
  const modes = problem.cards.map((card, index) => {
    const picks = loads[index] ?? []
    if (picks.length === 0) return undefined
    const mode = modeTaking(card, problem.modes[index] ?? [], pickedOf(problem.choices[index] ?? [], picks))
    certainty = leastCertain(certainty, mode?.certainty ?? 'unknown')
    return mode
  })
  return { loads, modes, certainty, optimal }
}

/** Whether every group that fills has something. */
function fillsAll({ groups }: PlacingProblem, loads: Loads): boolean {
  return groups.every(
    ({ fill }, group) => !fill || loads.some((picks) => picks.some((pick) => pick.group === group && pick.count > 0)),
  )
}
