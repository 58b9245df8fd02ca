import type { CapacityRule, CapacityType } from '../../../lib/machine/capacity/capacity-rules.js'
import { capacitiesOf } from '../../../lib/machine/capacity/capacity-of.js'
import type { HostSnapshot } from '../../../lib/machine/snapshot/host-snapshot.js'
import type { Wanted, WantedDevices } from '../../../lib/planning/plan/index.js'

/** A device at some moment of making them one by one. */
interface Made {
  card: number
  parent: string
  type: string
  /** Which wish it is for; `undefined` for what was there before. */
  wish?: number
}

/** What the best way comes to, the more important number first; `undefined` where there is no way. */
export type Objective = number[]

/** A physical device with its rules as found. */
interface BruteCard {
  rules: readonly CapacityRule[]
  guessed: boolean
  parents: readonly string[]
  types: ReadonlyMap<string, CapacityType>
  before: readonly Made[]
  /** How many more each parent says it could make of each type. */
  told: ReadonlyMap<string, number>
}

const known = new WeakMap<HostSnapshot, BruteCard[]>()

function bruteCards(snapshot: HostSnapshot): BruteCard[] {
  const cards = known.get(snapshot) ?? bruteCardsOf(snapshot)
  known.set(snapshot, cards)
  return cards
}

function bruteCardsOf(snapshot: HostSnapshot): BruteCard[] {
  return capacitiesOf(snapshot).map(({ rules, guessed = false, parents, types, live, offers }, card) => ({
    ...{ rules, guessed, parents, types: new Map(types.map((type) => [type.id, type])) },
    told: new Map(offers.map(({ parent, type, available = 0 }) => [`${parent} ${type}`, available])),
    before: live.map(({ parent, type }) => ({ card, parent, type })),
  }))
}

/**
 * The best way to what is wanted, by making devices in every order on every parent of every type that a wish may mean. The rules
 * of each physical device are taken as found; what they mean is written anew: whether one more device can be made now.
 */
export function bruteForce(snapshot: HostSnapshot, wanted: Wanted): Objective | undefined {
  const cards = bruteCards(snapshot)
  const places = wanted.devices.map((wish) => placesOf(snapshot, cards, wish))
  const isFilled = (objective: Objective | undefined): boolean =>
    objective !== undefined && (wanted.devices.every(({ count }) => count !== 'all') || (objective[1] ?? 0) < 0)
  const certain = bestOf(cards, places, wanted, true)
  if (isFilled(certain)) return certain
  const likely = bestOf(cards, places, wanted, false)
  return isFilled(likely) ? likely : (certain ?? likely)
}

/** Where and as what each device of a wish can be made, as far as the wish says. */
function placesOf(snapshot: HostSnapshot, cards: readonly BruteCard[], wish: WantedDevices): Made[] {
  return snapshot.types.flatMap(({ parent, id, details, name }) => {
    const card = cards.findIndex(({ parents }) => parents.includes(parent))
    const { type, name: wantedName, need, parents, physical, numaNode } = wish
    const isMeant =
      (type === undefined || type === id) &&
      (wantedName === undefined || wantedName === name) &&
      (need?.framebuffer === undefined || (details?.framebufferMiB ?? -1) >= Number(/\d+/.exec(need.framebuffer)))
    const isHere =
      (parents === undefined || parents.includes(parent)) &&
      (physical === undefined || physical.includes(capacitiesOf(snapshot)[card]?.id ?? '')) &&
      (numaNode === undefined || nodeOf(snapshot, parent) === numaNode)
    return isMeant && isHere ? [{ card, parent, type: id }] : []
  })
}

/** The best way by all rules of each physical device, or by the likeliest one. */
function bestOf(
  cards: readonly BruteCard[],
  places: readonly (readonly Made[])[],
  wanted: Wanted,
  certain: boolean,
): Objective | undefined {
  const all = places.flatMap((list, wish) => list.map((place): Made => ({ ...place, wish })))
  let best: Objective | undefined
  const seen = new Set<string>()
  /** @param counts How many there are of each of `all`, whatever the order they were made in. */
  const visit = (added: readonly Made[], counts: readonly number[], left: readonly number[]): void => {
    const key = counts.join()
    if (seen.has(key)) return
    seen.add(key)
    if (left.every((count) => count === 0 || count === Infinity)) {
      const found = measure(cards, added, wanted, certain)
      if (best === undefined || isLess(found, best)) best = found
    }
    for (const [index, next] of all.entries()) {
      const { wish = 0 } = next
      if ((left[wish] ?? 0) === 0 || !canBeMade(cards[next.card], added, next, certain)) continue
      visit([...added, next], counts.with(index, (counts[index] ?? 0) + 1), left.with(wish, (left[wish] ?? 0) - 1))
    }
  }
  visit(
    [],
    all.map(() => 0),
    wanted.devices.map(countOf),
  )
  return best
}

/** Whether one more device can be made behind others. What a parent tells of one type is certain as long as there is no other. */
function canBeMade(card: BruteCard | undefined, all: readonly Made[], next: Made, certain: boolean): boolean {
  const type = card?.types.get(next.type)
  if (card === undefined || type === undefined || card.rules.length === 0) return false
  const added = all.filter((other) => other.card === next.card)
  if (certain && card.guessed) {
    if (added.some((other) => other.type !== next.type)) return false
    return card.parents.length === 1 && added.length < (card.told.get(`${next.parent} ${next.type}`) ?? 0)
  }
  const here = [...card.before, ...added]
  const live = here.flatMap((other) => card.types.get(other.type) ?? [])
  const onParent = here.filter((other) => other.parent === next.parent).length
  return (certain ? card.rules : card.rules.slice(0, 1)).every((rule) => letsIn(rule, type, live, onParent))
}

/** As documented at `plan`. */
function measure(
  cards: readonly BruteCard[],
  added: readonly Made[],
  { devices: wishes, placement = 'packed' }: Wanted,
  certain: boolean,
): Objective {
  const filled = added.filter(({ wish = 0 }) => wishes[wish]?.count === 'all').length
  const on = cards.map((_, card) => added.filter((each) => each.card === card).length)
  const shares = added.reduce((sum, { card, type }) => sum + shareOf(cards[card], type), 0)
  const first = [certain ? 0 : 1, -filled]
  if (placement === 'packed') {
    const opened = on.filter((count, card) => count > 0 && cards[card]?.before.length === 0).length
    return [...first, opened, on.filter((count) => count > 0).length, shares]
  }
  const squares = on.reduce((sum, count, card) => sum + ((cards[card]?.before.length ?? 0) + count) ** 2, 0)
  return [...first, squares, shares]
}

/** What a plan comes to, by the same measure; how certain it is, it says itself. */
export function measurePlan(
  snapshot: HostSnapshot,
  wanted: Wanted,
  steps: readonly { wish: number; parent: string; type: string }[],
  certain: boolean,
): Objective {
  const cards = bruteCards(snapshot)
  const added = steps.map(({ wish, parent, type }): Made => {
    const card = cards.findIndex(({ parents }) => parents.includes(parent))
    return { wish, parent, type, card }
  })
  return measure(cards, added, wanted, certain)
}

/** Whether the steps of a plan can be done one after the other; `certain` by all rules, else by the likeliest. */
export function canFollow(
  snapshot: HostSnapshot,
  steps: readonly { parent: string; type: string }[],
  certain: boolean,
): boolean {
  const cards = bruteCards(snapshot)
  const made: Made[] = []
  return steps.every(({ parent, type }) => {
    const card = cards.findIndex(({ parents }) => parents.includes(parent))
    const next: Made = { card, parent, type }
    const can = canBeMade(cards[card], made, next, certain)
    made.push(next)
    return can
  })
}

/** Whether one more device can be made now. */
function letsIn(rule: CapacityRule, type: CapacityType, live: readonly CapacityType[], onParent: number): boolean {
  if (rule.perParent !== undefined && onParent >= rule.perParent) return false
  const { demand = {}, maxInstances } = type
  const alike = live.filter(({ id }) => id === type.id).length
  switch (rule.rule) {
    case 'pools':
      if (maxInstances !== undefined && alike >= maxInstances) return false
      return Object.entries(rule.totals).every(([pool, size]) => {
        const each = demand[pool] ?? 0
        return each === 0 || live.reduce((rest, other) => rest - (other.demand?.[pool] ?? 0), size) >= each
      })
    case 'one-type':
      return maxInstances !== undefined && alike === live.length && live.length < maxInstances
    case 'one-size': {
      const sizes = new Set([...live, type].map((each) => each.demand?.[rule.size] ?? 0))
      return maxInstances !== undefined && sizes.size === 1 && live.length < maxInstances
    }
    case 'counter':
      return live.length < rule.total
    case 'each-type':
      return maxInstances !== undefined && alike < maxInstances
  }
}

/** In ten-thousandths, as documented: the part of all that fits on the physical device. */
function shareOf(card: BruteCard | undefined, id: string): number {
  const rule = card?.rules[0]
  const type = card?.types.get(id)
  if (card === undefined || rule === undefined || type === undefined) return 0
  const fit: number[] = []
  if (rule.perParent !== undefined) fit.push(rule.perParent * card.parents.length)
  if (rule.rule === 'counter') fit.push(rule.total)
  else if (type.maxInstances !== undefined) fit.push(type.maxInstances)
  if (rule.rule === 'pools') {
    for (const [pool, total] of Object.entries(rule.totals)) {
      const each = type.demand?.[pool] ?? 0
      if (each > 0) fit.push(total / each)
    }
  }
  return Math.round(Math.min(1, 1 / Math.min(...fit)) * 10_000)
}

function isLess(a: Objective, b: Objective): boolean {
  for (const [index, number] of a.entries()) {
    const other = b[index] ?? 0
    if (number !== other) return number < other
  }
  return false
}

function countOf({ count = 1 }: WantedDevices): number {
  return count === 'all' ? Infinity : count
}

function nodeOf({ nodes }: HostSnapshot, parent: string): number | undefined {
  const node = nodes.find(({ id }) => id === parent)
  return node?.kind === 'pci' ? node.numaNode : undefined
}
