import { aggregatedType } from '../../machine/capacity/aggregated-type.js'
import type { CapacityLimit, CapacityType } from '../../machine/capacity/capacity-rules.js'
import { capacityLimit } from '../../machine/capacity/capacity-rules.js'
import { limitSentence } from '../../machine/capacity/limit-sentence.js'
import type { Card } from './cards.js'
import type { Loads } from './loads.js'
import { cardChoices, pickedOf, seatedOf } from './loads.js'
import type { RefusedPlace } from './plan-result.js'
import { hasSeats } from './seats.js'
import type { MissingDevice, MissingGroup, Situation } from './situation.js'
import { hostOf } from './situation.js'
import { visible } from '../../xml/visible.js'

/**
 * What each physical device says to one more device of a group, when it has its load.
 * @param item Which device of the group it is.
 */
export function refusedPlaces(
  situation: Situation,
  group: MissingGroup,
  item: MissingDevice | undefined,
  loads: Loads,
): RefusedPlace[] {
  const choices = cardChoices(situation.cards, situation.groups)
  return situation.cards.map((card, index): RefusedPlace => {
    const base = { ...hostOf(situation.hosts, card.host), physical: card.physical.id }
    const refusal = obstacleReason(situation, card, item) ?? item?.places[index]?.refusal
    const [choice] = group.choices[index] ?? []
    if (choice === undefined) return { ...base, reason: refusal ?? 'It offers nothing that is wanted.' }
    const { id } = choice.type
    const known = card.known.get(id)
    const [rule] = card.rules
    if (known === undefined || rule === undefined || card.stranger)
      return { ...base, type: id, reason: toldReason(card, id) }
    const live = [...card.live, ...loadOf(situation, card, index, loads)]
    const { perParent, ...shared } = rule
    const physical = card.physical.id
    const limit = capacityLimit(shared, aggregatedType(known, group.aggregate), live)
    if (limit.left <= 0) {
      return { ...base, type: id, limit, reason: limitSentence(limit, { physical, parent: physical, type: id }) }
    }
    const seated = seatedOf(pickedOf(choices[index] ?? [], loads[index] ?? []))
    const one = { type: id, parents: choice.parents, count: 1 }
    if (perParent === undefined || hasSeats(card, { certainty: 'unknown', rules: [rule] }, [...seated, one])) {
      const reason = `Whether ${id} fits on ${physical} beside the others is not known well enough. ${card.reason}`
      return { ...base, type: id, reason }
    }
    return { ...base, type: id, ...fullParents(card, choice.parents, perParent) }
  })
}

/** What has the UUID of a device on the machine of a card. */
function obstacleReason({ obstacles }: Situation, { host }: Card, item: MissingDevice | undefined): string | undefined {
  if (item?.uuid === undefined) return undefined
  const { wish, uuid } = item
  const found = obstacles.find(
    (each) => each.host === host && each.wish === wish && each.device.uuid?.toLowerCase() === uuid,
  )
  if (found === undefined) return undefined
  const { active, type, parent } = found.device
  const what = `${active ? 'a device' : 'a definition'} of ${type === undefined ? 'no type' : `type ${visible(type)}`}`
  return `The UUID ${uuid} is that of ${what} on ${visible(parent)}.`
}

/** No parent that may be used takes one more device. */
function fullParents(
  card: Card,
  parents: readonly number[],
  most: number,
): Pick<RefusedPlace, 'parent' | 'limit' | 'reason'> {
  const limit: CapacityLimit = { limit: 'parent', most, left: 0 }
  const [first, ...others] = parents.map((index) => card.parents[index]?.id ?? '')
  const physical = card.physical.id
  if (first !== undefined && others.length === 0) {
    return { parent: first, limit, reason: limitSentence(limit, { physical, parent: first, type: '' }) }
  }
  const each = most === 1 ? 'one device' : `${most} devices`
  return { limit, reason: `Each of the ${parents.length} parents of ${physical} takes ${each}, and none has room.` }
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
