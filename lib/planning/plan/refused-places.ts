import { aggregatedType } from '../../machine/capacity/aggregated-type.js'
import type { CapacityLimit, CapacityRule, CapacityType } from '../../machine/capacity/capacity-rules.js'
import { capacityLimit } from '../../machine/capacity/capacity-rules.js'
import { limitSentence } from '../../machine/capacity/limit-sentence.js'
import type { Card } from './cards.js'
import type { Loads } from './loads.js'
import type { RefusedPlace } from './plan-result.js'
import type { MissingGroup, Situation } from './situation.js'
import { hostOf } from './situation.js'

/** What each physical device says to one more device of a group, when it has its load. */
export function refusedPlaces(situation: Situation, group: MissingGroup, loads: Loads): RefusedPlace[] {
  return situation.cards.map((card, index): RefusedPlace => {
    const base = { ...hostOf(situation.hosts, card.host), physical: card.physical.id }
    const refusal = group.places[index]?.refusal
    const [choice] = group.choices[index] ?? []
    if (choice === undefined) return { ...base, reason: refusal ?? 'It offers nothing that is wanted.' }
    const { id } = choice.type
    const known = card.known.get(id)
    const [rule] = card.rules
    if (known === undefined || rule === undefined || card.stranger)
      return { ...base, type: id, reason: toldReason(card, id) }
    const live = [...card.live, ...loadOf(situation, card, index, loads)]
    const limit = refusingLimit(rule, aggregatedType(known, group.aggregate), live)
    const parent = card.parents[choice.parents[0] ?? 0]?.id ?? card.physical.id
    if (limit === undefined) {
      return {
        ...base,
        type: id,
        reason: `What would fit on ${card.physical.id} is not known well enough, or not alone.`,
      }
    }
    const reason = limitSentence(limit, { physical: card.physical.id, parent, type: id })
    return { ...base, ...(limit.limit === 'parent' && { parent }), type: id, limit, reason }
  })
}

function toldReason(card: Card, type: string): string {
  const told = card.parents.flatMap(({ offers }) => offers.get(type) ?? [])
  const most = told.reduce((sum, count) => Math.max(sum, count), 0)
  return told.length === 0
    ? card.reason
    : `A parent of ${card.physical.id} can make ${most} more of ${type}. ${card.reason}`
}

/** What the card gets, one by one. */
function loadOf({ groups }: Situation, card: Card, index: number, loads: Loads): CapacityType[] {
  return (loads[index] ?? []).flatMap(({ group, choice, count }) => {
    const { aggregate = 1, choices } = groups[group] ?? {}
    const type = card.known.get(choices?.[index]?.[choice]?.type.id ?? '')
    return type === undefined ? [] : Array.from({ length: count }, () => aggregatedType(type, aggregate))
  })
}

/** The hardware's limit, or that of its parents; `undefined` where neither is one. */
function refusingLimit(
  rule: CapacityRule,
  type: CapacityType,
  live: readonly CapacityType[],
): CapacityLimit | undefined {
  const { perParent, ...shared } = rule
  const limit = capacityLimit(shared, type, live)
  if (limit.left <= 0) return limit
  if (perParent === undefined) return undefined
  return { limit: 'parent', most: perParent, left: 0 }
}
