import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import { planChanges } from './plan-changes.js'
import { fits, isCertainlyFull } from './place.js'
import type { PlanExplanation, RefusedPlace } from './plan-result.js'
import { refusedPlaces } from './refused-places.js'
import type { Refused } from './refused.js'
import { groupsOf, labelOf, QUESTION_BUDGET, questionsFor } from './refused.js'
import type { MissingGroup } from './situation.js'
import type { Wanted } from './wanted.js'
import { whatOf } from './wish-places.js'

/** So many questions may be asked to find the wishes that do not fit together. */
const QUESTIONS = 80
/** Why what is wanted cannot be had, and what would help. */
export function explain(refused: Refused): PlanExplanation {
  const { situation, notPlaced, wanted } = refused
  const wishes = conflict(refused)
  const missing = notPlaced.missing.reduce((sum, count) => sum + count, 0)
  const at = notPlaced.missing.findIndex((count) => count > 0)
  const group = situation.groups[at]
  // the first ones of a group are given its places
  const item = group?.items.at(-(notPlaced.missing[at] ?? 0))
  const places = group === undefined ? [] : refusedPlaces(situation, group, item, notPlaced.loads)
  return {
    message: messageOf(item?.wish ?? 0, notPlaced.missing[at] ?? 0, wanted, places),
    wishes,
    missing,
    certainty: certaintyOf(refused),
    places,
    changes: planChanges(refused, wishes),
  }
}

function certaintyOf({ situation, notPlaced, atLeast, budget }: Refused): Certainty {
  if (!notPlaced.proven) return 'unknown'
  const question = { ...situation, atLeast, budget: Math.min(budget, QUESTION_BUDGET) }
  return isCertainlyFull(question) ? 'certain' : 'likely'
}

/** Wishes that do not fit together, though they do without any one of them. */
function conflict({ situation, notPlaced, atLeast, budget }: Refused): number[] {
  const { groups } = situation
  const all = [...new Set(groups.flatMap(({ fill, items }) => (fill ? [] : items.map(({ wish }) => wish))))]
  all.sort((a, b) => a - b)
  let kept = all
  let questions = questionsFor(situation, QUESTIONS)
  const isFull = (wishes: readonly number[]): boolean => {
    const asked = { ...situation, groups: groupsOf(groups, new Set(wishes)), atLeast }
    return fits({ ...asked, budget: Math.min(budget, QUESTION_BUDGET) }) === false
  }
  if (!notPlaced.proven) return leftOut(groups, notPlaced.missing)
  for (let size = Math.ceil(all.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = kept.length - size; at > -size; at -= size) {
      if (--questions < 0) return kept
      const rest = [...kept.slice(0, Math.max(0, at)), ...kept.slice(at + size)]
      if (rest.length < kept.length && isFull(rest)) kept = rest
    }
  }
  return kept
}

function leftOut(groups: readonly MissingGroup[], missing: readonly number[]): number[] {
  const wishes = groups.flatMap(({ items }, index) =>
    items.slice(items.length - (missing[index] ?? 0)).map(({ wish }) => wish),
  )
  return [...new Set(wishes)].sort((a, b) => a - b)
}

function messageOf(wish: number, missing: number, wanted: Wanted, places: readonly RefusedPlace[]): string {
  const wished = wanted.devices[wish] ?? {}
  const devices = missing === 1 ? 'one device' : `${missing} devices`
  const room = places.filter(({ type }) => type !== undefined)
  const [first] = room.length > 0 ? room : places
  const why =
    first === undefined
      ? 'no parent of types is there.'
      : places.length === 1 || room.length === 1
        ? lowered(first.reason)
        : room.length > 1
          ? `no physical device has room; on ${first.physical}: ${lowered(first.reason)}`
          : places.every(({ reason }) => reason === first.reason)
            ? `on every physical device, ${lowered(first.reason)}`
            : 'no physical device that may be used offers it.'
  return `There is no place for ${devices} of ${labelOf(wanted, wish)} (${whatOf(wished)}): ${why}`
}

function lowered(sentence: string): string {
  return /^[A-Z][a-z]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence
}
