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
}

function bruteCards(snapshot: HostSnapshot): BruteCard[] {
  return capacitiesOf(snapshot).map(({ rules, guessed = false, parents, types, live }, card) => ({
    ...{ rules, guessed, parents, types: new Map(types.map((type) => [type.id, type])) },
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
  const canMake = (made: readonly Made[], { card, parent, type: id }: Made): boolean => {
    const { rules = [], guessed, types } = cards[card] ?? {}
    const type = types?.get(id)
    if (types === undefined || type === undefined || rules.length === 0 || (certain && guessed === true)) return false
    const here = made.filter((other) => other.card === card)
    const live = here.flatMap((other) => types.get(other.type) ?? [])
    const onParent = here.filter((other) => other.parent === parent).length
    return (certain ? rules : rules.slice(0, 1)).every((rule) => letsIn(rule, type, live, onParent))
  }
  const before = cards.flatMap((card) => card.before)
  let best: Objective | undefined
  const seen = new Set<string>()
  const visit = (added: readonly Made[], left: readonly number[]): void => {
    const key = added
      .map(({ parent, type, wish }) => `${wish} ${parent} ${type}`)
      .sort()
      .join()
    if (seen.has(key)) return
    seen.add(key)
    if (left.every((count) => count === 0 || count === Infinity)) {
      const found = measure(cards, added, wanted, certain)
      if (best === undefined || isLess(found, best)) best = found
    }
    const made = [...before, ...added]
    for (const [wish, list] of places.entries()) {
      if ((left[wish] ?? 0) === 0) continue
      const fewer = left.map((count, index) => (index === wish ? count - 1 : count))
      for (const place of list) if (canMake(made, place)) visit([...added, { ...place, wish }], fewer)
    }
  }
  visit([], wanted.devices.map(countOf))
  return best
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
  const made = cards.map(({ before }) => [...before])
  return steps.every(({ parent, type: id }) => {
    const card = cards.findIndex(({ parents }) => parents.includes(parent))
    const { rules = [], types = new Map<string, CapacityType>() } = cards[card] ?? {}
    const type = types.get(id)
    const live = made[card] ?? []
    if (type === undefined) return false
    const units = live.flatMap((other) => types.get(other.type) ?? [])
    const onParent = live.filter((other) => other.parent === parent).length
    live.push({ card, parent, type: id })
    return (certain ? rules : rules.slice(0, 1)).every((rule) => letsIn(rule, type, units, onParent))
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
