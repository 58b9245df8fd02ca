import type { Card } from './cards.js'
import { cardKey } from './load-options.js'
import type { CardChoice, Loads, Pick, PlacingProblem } from './loads.js'
import { modeTaking } from './loads.js'

/** How often it is tried to put devices on a card to mend what the first pass left. */
const MOVES = 40_000

/** A card while it is being loaded. */
interface Loading {
  index: number
  card: Card
  /** Of each group that finds something here, those that take least first. */
  choices: ReadonlyMap<number, readonly CardChoice[]>
  picked: { choice: CardChoice; count: number }[]
  /** How many devices it gets. */
  added: number
}

/**
 * Good loads, found in one pass and a limited number of moves: groups that find few cards and take much of them come first. The
 * same problem gives the same loads.
 */
export function greedyLoads(problem: PlacingProblem): Loads {
  const greedy = new Greedy(problem)
  greedy.placeAll()
  return greedy.loads()
}

class Greedy {
  readonly #problem: PlacingProblem
  readonly #cards: Loading[]
  readonly #keys = new Map<number, string>()
  #moves = MOVES

  constructor(problem: PlacingProblem) {
    this.#problem = problem
    this.#cards = problem.cards.map((card, index) => ({
      ...{ index, card, picked: [], added: 0 },
      choices: byGroup((problem.choices[index] ?? []).toSorted((a, b) => a.share - b.share)),
    }))
  }

  loads(): Loads {
    return this.#cards.map(({ picked }) =>
      picked
        .filter(({ count }) => count > 0)
        .map(({ choice: { group, choice }, count }): Pick => ({ group, choice, count })),
    )
  }

  placeAll(): void {
    const { groups, placement } = this.#problem
    const order = this.#order()
    const required = order.filter((group) => groups[group]?.fill === false)
    let left = new Map<number, number>()
    for (const group of required) {
      const count = groups[group]?.count ?? 0
      const placed = placement === 'packed' ? this.#pack(group, count) : this.#spread(group, count)
      if (placed < count) left.set(group, count - placed)
    }
    if (left.size > 0 && placement === 'spread') left = this.#startAgainPacked(required)
    for (const [group, count] of left) this.#mend(group, count)
    if (placement === 'spread') this.#even()
    else this.#empty()
    for (const group of order) {
      const { fill = false, count = 0 } = groups[group] ?? {}
      if (fill) for (const card of this.#cards) this.#add(card, group, count)
    }
  }

  /** Groups with few cards first, of those the ones that take much. */
  #order(): number[] {
    const { groups } = this.#problem
    const found = groups.map((_, group) => {
      let [cards, share] = [0, 0]
      for (const { choices } of this.#cards) {
        const [first] = choices.get(group) ?? []
        if (first === undefined) continue
        cards++
        share = Math.max(share, first.share)
      }
      return { group, cards, share }
    })
    return found.sort((a, b) => a.cards - b.cards || b.share - a.share || a.group - b.group).map(({ group }) => group)
  }

  /** Fills cards that have something already, the fullest first, then the empty ones that take the most. */
  #pack(group: number, count: number): number {
    let left = count
    const used = this.#cards.filter(({ card, added }) => card.devices.length + added > 0)
    used.sort((a, b) => b.added - a.added || b.card.devices.length - a.card.devices.length || a.index - b.index)
    for (const card of used) {
      if (left === 0) return count
      left -= this.#add(card, group, left)
    }
    const empty = this.#cards.filter(({ card, added }) => card.devices.length + added === 0)
    const taken = new Map<string, number>()
    const most = ({ index }: Loading) => taken.get(this.#keyOf(index)) ?? 0
    for (const card of empty) {
      const key = this.#keyOf(card.index)
      if (taken.has(key)) continue
      taken.set(key, this.#add(card, group, left))
      this.#clear(card)
    }
    empty.sort((a, b) => most(b) - most(a) || a.index - b.index)
    for (const card of empty) {
      if (left === 0) break
      left -= this.#add(card, group, left)
    }
    return count - left
  }

  #keyOf(index: number): string {
    const key = this.#keys.get(index) ?? cardKey(this.#problem, index)
    this.#keys.set(index, key)
    return key
  }

  /** Each device to the card that has the fewest. */
  #spread(group: number, count: number): number {
    let order = this.#cards.filter(({ choices }) => choices.has(group))
    order.sort((a, b) => loadOf(a) - loadOf(b) || a.index - b.index)
    for (let placed = 0; placed < count; placed++) {
      let found: Loading | undefined
      const full = new Set<Loading>()
      for (const card of order) {
        if (this.#add(card, group, 1) === 1) {
          found = card
          break
        }
        // what a card refuses once it refuses with more on it
        full.add(card)
      }
      if (found === undefined) return placed
      if (full.size > 0) order = order.filter((card) => !full.has(card))
      order.splice(order.indexOf(found), 1)
      const load = loadOf(found)
      const at = order.findIndex((card) => loadOf(card) > load || (loadOf(card) === load && card.index > found.index))
      order.splice(at < 0 ? order.length : at, 0, found)
    }
    return count
  }

  #startAgainPacked(order: readonly number[]): Map<number, number> {
    const left = new Map<number, number>()
    for (const card of this.#cards) this.#clear(card)
    for (const group of order) {
      const count = this.#problem.groups[group]?.count ?? 0
      const placed = this.#pack(group, count)
      if (placed < count) left.set(group, count - placed)
    }
    return left
  }

  /** Puts devices where others are, which then have to find another place. */
  #mend(group: number, count: number): void {
    for (let left = count; left > 0; left--) {
      if (!this.#cards.some((card) => this.#makeRoom(card, group))) return
    }
  }

  #makeRoom(card: Loading, group: number): boolean {
    if (this.#moves-- <= 0 || !card.choices.has(group)) return false
    if (this.#add(card, group, 1) === 1) return true
    const before = this.#cards.map(({ picked, added }) => ({ picked: picked.map((pick) => ({ ...pick })), added }))
    const evicted = card.picked.filter(({ choice, count }) => choice.group !== group && count > 0)
    for (const pick of evicted) {
      card.picked = card.picked.filter((other) => other !== pick)
      card.added -= pick.count
      if (this.#add(card, group, 1) === 0) continue
      if (
        evicted.slice(0, evicted.indexOf(pick) + 1).every(({ choice, count }) => this.#addAnywhere(choice.group, count))
      ) {
        return true
      }
      break
    }
    this.#cards.forEach((each, index) => Object.assign(each, before[index]))
    return false
  }

  #addAnywhere(group: number, count: number): boolean {
    let left = count
    const order = this.#cards.toSorted((a, b) => loadOf(b) - loadOf(a) || a.index - b.index)
    for (const card of order) {
      if (left === 0 || this.#moves-- <= 0) break
      left -= this.#add(card, group, left)
    }
    return left === 0
  }

  /** Moves the devices of cards with few of them to others that have some. */
  #empty(): void {
    const order = this.#cards
      .filter(({ added }) => added > 0)
      .sort((a, b) => a.card.devices.length - b.card.devices.length || a.added - b.added || b.index - a.index)
    for (const card of order) {
      if (this.#moves <= 0) return
      const before = this.#cards.map(({ picked, added }) => ({ picked: picked.map((pick) => ({ ...pick })), added }))
      const leaving = card.picked
      this.#clear(card)
      const others = this.#cards
        .filter((other) => other !== card && other.added > 0)
        .sort((a, b) => b.added - a.added || a.index - b.index)
      const gone = leaving.every(({ choice, count }) => {
        let left = count
        for (const other of others) {
          if (left === 0) break
          this.#moves--
          left -= this.#add(other, choice.group, left)
        }
        return left === 0
      })
      if (!gone) this.#cards.forEach((each, index) => Object.assign(each, before[index]))
    }
  }

  /** Moves devices from cards with many to cards with few. */
  #even(): void {
    for (let moved = true; moved;) {
      moved = false
      const order = this.#cards.toSorted((a, b) => loadOf(b) - loadOf(a) || a.index - b.index)
      for (const from of order) {
        for (const pick of from.picked) {
          if (pick.count === 0) continue
          const to = order.toReversed().find((card) => {
            if (loadOf(card) + 1 >= loadOf(from) || this.#moves-- <= 0) return false
            return this.#add(card, pick.choice.group, 1) === 1
          })
          if (to === undefined) continue
          pick.count--
          from.added--
          moved = true
          break
        }
        if (moved) break
      }
    }
  }

  #clear(card: Loading): void {
    card.picked = []
    card.added = 0
  }

  /** Adds as many of `count` devices as the card takes, of the types that take least. */
  #add(card: Loading, group: number, count: number): number {
    let added = 0
    for (const choice of card.choices.get(group) ?? []) {
      if (added === count) break
      const known = card.picked.find((pick) => pick.choice === choice)
      const pick = known ?? { choice, count: 0 }
      if (known === undefined) card.picked.push(pick)
      const before = pick.count
      const most = this.#mostOf(card, pick, count - added)
      pick.count = before + most
      added += most
      if (pick.count === 0) card.picked.splice(card.picked.indexOf(pick), 1)
    }
    card.added += added
    return added
  }

  /** How many more, found by doubling and halving: what does not fit does not fit with more either. */
  #mostOf(card: Loading, pick: { count: number }, wanted: number): number {
    const before = pick.count
    const fits = (more: number) => {
      pick.count = before + more
      return modeTaking(card.card, this.#problem.modes[card.index] ?? [], card.picked) !== undefined
    }
    if (wanted === 0 || !fits(1)) return 0
    let least = 1
    let step = 1
    while (least + step <= wanted && fits(least + step)) {
      least += step
      step *= 2
    }
    for (; step >= 1; step = Math.floor(step / 2)) {
      while (least + step <= wanted && fits(least + step)) least += step
    }
    return least
  }
}

function byGroup(choices: readonly CardChoice[]): Map<number, CardChoice[]> {
  const groups = new Map<number, CardChoice[]>()
  for (const choice of choices) {
    const own = groups.get(choice.group)
    if (own === undefined) groups.set(choice.group, [choice])
    else own.push(choice)
  }
  return groups
}

function loadOf({ card, added }: Loading): number {
  return card.devices.length + added
}
