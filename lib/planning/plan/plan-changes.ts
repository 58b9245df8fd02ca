import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import type { HostDevice } from '../../machine/snapshot/host-snapshot.js'
import { modesOf } from './card-modes.js'
import { fits } from './place.js'
import type { ObstacleDevice, PlanChange } from './plan-result.js'
import type { Refused } from './refused.js'
import { groupsOf, labelOf, QUESTION_BUDGET, questionsFor } from './refused.js'
import type { MissingGroup, Situation, ThoughtAway } from './situation.js'
import { hostOf, situationOf } from './situation.js'
import type { Wanted } from './wanted.js'
import { PLACE_KEYS } from './wish-places.js'

/** So many questions may be asked about devices that could be removed, and so many such changes are told. */
const QUESTIONS = 60
const TOLD = 3

/** The changes after which all fits, the smallest first. Each was tried, but for what the last resort leaves out. */
export function planChanges(refused: Refused, wishes: readonly number[]): PlanChange[] {
  const found = [
    ...allowed(refused, wishes),
    ...inTheWay(refused),
    ...accepted(refused),
    ...removed(refused, wishes),
    ...dropped(refused, wishes),
  ]
  const order: PlanChange['change'][] = ['accept', 'allow', 'undefine', 'remove', 'drop']
  // what has a UUID that is wanted may take its room, too
  const once = [...new Map(found.map((change) => [change.text, change])).values()]
  return once.sort((a, b) => sizeOf(a) - sizeOf(b) || order.indexOf(a.change) - order.indexOf(b.change))
}

function sizeOf(change: PlanChange): number {
  switch (change.change) {
    case 'remove':
      return change.devices.length
    case 'drop':
      return change.wishes.reduce((sum, { count }) => sum + count, 0)
    case 'allow':
      return change.keys.length
    case 'undefine':
      return change.definitions.length
    case 'accept':
      return 1
  }
}

function fitsIn(refused: Refused, situation: Situation, groups: readonly MissingGroup[] = situation.groups): boolean {
  const { atLeast, budget } = refused
  return fits({ ...situation, groups, atLeast, budget: Math.min(budget, QUESTION_BUDGET) }) === true
}

function without(refused: Refused, away: ThoughtAway, wanted: Wanted = refused.wanted): Situation {
  return situationOf(refused.hosts, refused.cards, wanted, away)
}

/** Gives up where devices have to be. */
function allowed(refused: Refused, wishes: readonly number[]): PlanChange[] {
  const { wanted } = refused
  return wishes.slice(0, questionsFor(refused.situation, 16)).flatMap((wish): PlanChange[] => {
    const wished = wanted.devices[wish]
    if (wished === undefined) return []
    const has = PLACE_KEYS.filter((key) => wished[key] !== undefined)
    const ways = has.length > 1 ? [...has.map((key) => [key]), has] : [has]
    for (const keys of ways) {
      if (keys.length === 0) continue
      const { host, parents, physical, numaNode, ...rest } = wished
      const places = { host, parents, physical, numaNode }
      const kept = Object.fromEntries(
        PLACE_KEYS.filter((key) => !keys.includes(key) && places[key] !== undefined).map((key) => [key, places[key]]),
      )
      const devices = wanted.devices.map((other, index) => (index === wish ? { ...rest, ...kept } : other))
      if (!fitsIn(refused, without(refused, {}, { ...wanted, devices }))) continue
      return [
        { change: 'allow', wish, keys, text: `Let ${labelOf(wanted, wish)} be elsewhere: give up ${keys.join(', ')}.` },
      ]
    }
    return []
  })
}

/** What has the UUIDs of wanted devices. */
function inTheWay(refused: Refused): PlanChange[] {
  const { obstacles, hosts } = refused.situation
  const devices = obstacles.filter(({ device }) => device.active)
  const definitions = obstacles.filter(({ device }) => !device.active)
  if (obstacles.length === 0) return []
  const gone = devices.map(({ host, device }) => obstacleOf(hostOf(hosts, host), device))
  if (!fitsIn(refused, without(refused, { devices: gone, definitions }))) return []
  if (gone.length > 0 && definitions.length > 0) return []
  if (gone.length > 0) return [removal(gone)]
  const named = definitions.map(({ host, device }) => ({
    ...{ ...hostOf(hosts, host), uuid: device.uuid?.toLowerCase() ?? device.id, parent: device.parent },
  }))
  const text = `Remove the definition${named.length > 1 ? 's' : ''} of ${named.map(({ uuid, parent }) => `${uuid} on ${parent}`).join(', ')}.`
  return [{ change: 'undefine', definitions: named, text }]
}

/** What is less certain than was asked for. */
function accepted(refused: Refused): PlanChange[] {
  const { atLeast, situation } = refused
  const lower: Certainty[] = atLeast === 'certain' ? ['likely', 'unknown'] : atLeast === 'likely' ? ['unknown'] : []
  for (const certainty of lower) {
    if (!situation.cards.some((card) => modesOf(card).some((mode) => mode.certainty === certainty))) continue
    if (fitsIn({ ...refused, atLeast: certainty }, situation)) {
      return [{ change: 'accept', certainty, text: `Take a plan of which it is ${certainty} that it succeeds.` }]
    }
  }
  return []
}

interface Removable {
  card: number
  device: ObstacleDevice
}

/** Devices of others, or of ours, that take what is wanted. */
function removed(refused: Refused, wishes: readonly number[]): PlanChange[] {
  const { situation } = refused
  const own = groupsOf(situation.groups, new Set(wishes)).filter(({ count, fill }) => count > 0 && !fill)
  const removable = situation.cards.flatMap((card, index): Removable[] =>
    own.some(({ choices }) => (choices[index]?.length ?? 0) > 0)
      ? card.devices.map((device) => ({ card: index, device: obstacleOf(hostOf(situation.hosts, card.host), device) }))
      : [],
  )
  removable.sort((a, b) => Number(b.device.ours) - Number(a.device.ours))
  const most = questionsFor(situation, QUESTIONS)
  let questions = most
  const helps = (devices: readonly Removable[]): boolean =>
    questions-- > 0 && fitsIn(refused, without(refused, { devices: devices.map(({ device }) => device) }))
  const found: PlanChange[] = []
  const seen = new Set<string>()
  for (const one of removable) {
    const kind = JSON.stringify([one.card, one.device.type, one.device.ours])
    if (found.length >= TOLD || questions <= most / 2) break
    if (seen.has(kind)) continue
    if (helps([one])) {
      seen.add(kind)
      found.push(removal([one.device]))
    }
  }
  if (found.length > 0) return found
  const cards = [...new Set(removable.map(({ card }) => card))]
  for (const card of cards) {
    const fewest = fewestOf(
      removable.filter((each) => each.card === card),
      helps,
    )
    if (fewest.length > 1) found.push(removal(fewest.map(({ device }) => device)))
    if (found.length >= TOLD || questions <= most / 4) break
  }
  if (found.length > 0) return found
  const fewest = fewestOf(removable, helps)
  return fewest.length > 1 ? [removal(fewest.map(({ device }) => device))] : []
}

/** Of devices whose removal helps, a part that still helps and of which none can stay; none where all together do not help. */
function fewestOf(devices: readonly Removable[], helps: (devices: readonly Removable[]) => boolean): Removable[] {
  if (devices.length < 2 || !helps(devices)) return []
  let kept = [...devices]
  for (const device of devices.toReversed()) {
    const fewer = kept.filter((each) => each !== device)
    if (fewer.length > 0 && helps(fewer)) kept = fewer
  }
  return kept
}

/** Fewer devices. */
function dropped(refused: Refused, wishes: readonly number[]): PlanChange[] {
  const { situation, notPlaced, wanted } = refused
  const changes: PlanChange[] = []
  for (const wish of wishes.slice(0, questionsFor(situation, 16))) {
    const count = situation.groups.reduce((sum, { fill, items }) => sum + (fill ? 0 : itemsOf(items, wish)), 0)
    const fewer = (left: number) =>
      situation.groups.map((group) => {
        if (group.fill) return group
        let take = left
        const items = group.items.filter((item) => item.wish !== wish || take-- > 0)
        return { ...group, items, count: items.length }
      })
    if (!fitsIn(refused, situation, fewer(0))) continue
    let [least, most] = [0, count - 1]
    while (least < most) {
      const middle = Math.ceil((least + most) / 2)
      if (fitsIn(refused, situation, fewer(middle))) least = middle
      else most = middle - 1
    }
    changes.push(fewerOf(wanted, [{ wish, count: count - least }]))
  }
  if (changes.length > 0) return changes
  const left = new Map<number, number>()
  situation.groups.forEach(({ items }, index) => {
    for (const { wish } of items.slice(items.length - (notPlaced.missing[index] ?? 0))) {
      left.set(wish, (left.get(wish) ?? 0) + 1)
    }
  })
  return [
    fewerOf(
      wanted,
      [...left].sort(([a], [b]) => a - b).map(([wish, count]) => ({ wish, count })),
    ),
  ]
}

function itemsOf(items: readonly { wish: number }[], wish: number): number {
  return items.filter((item) => item.wish === wish).length
}

function fewerOf(wanted: Wanted, wishes: { wish: number; count: number }[]): PlanChange {
  const parts = wishes.map(({ wish, count }) => `${count} fewer of ${labelOf(wanted, wish)}`)
  return { change: 'drop', wishes, text: `Want ${parts.join(', ')}.` }
}

function removal(devices: ObstacleDevice[]): PlanChange {
  const parts = devices.map(
    ({ host, id, type, parent }) =>
      `${id}${type === undefined ? '' : ` of type ${type}`} on ${parent}${host === undefined ? '' : ` of ${host}`}`,
  )
  return { change: 'remove', devices, text: `Remove ${parts.join(', ')}.` }
}

function obstacleOf(host: { host?: string }, { id, parent, type, ours }: HostDevice): ObstacleDevice {
  return { ...host, id, parent, ...(type !== undefined && { type }), ours: ours === true }
}
