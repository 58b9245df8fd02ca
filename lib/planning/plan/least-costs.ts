import type { LoadOption } from './load-options.js'
import type { Cost, PlacingProblem } from './loads.js'
import { costOf } from './loads.js'

/** Sums of parts are not exact. */
const ROUNDING = 1e-9

/** What devices that remain cost at least on the cards from one on, by a sum that is quick to have and never too high. */
export class LeastCosts {
  readonly #packed: boolean
  readonly #fills: boolean
  /** The part of a card that one device of each group takes at least, if a card holds as many of it as any does. */
  readonly #parts: number[]
  /** The share that one device of each group takes at least. */
  readonly #shares: number[]
  /** From each card on, the parts that cards take at most: all that have devices together, and one of those without. */
  readonly #used: number[] = [0]
  readonly #empty: number[] = [0]
  readonly #any: number[] = [0]
  /** From each card on, the least that so many more devices cost. */
  readonly #squares: number[][] = []
  /** What an empty card costs more than another one. */
  readonly #opening: number

  constructor(problem: PlacingProblem, options: readonly (readonly LoadOption[])[]) {
    const { cards, groups, placement } = problem
    this.#packed = placement === 'packed'
    this.#fills = groups.some(({ fill }) => fill)
    this.#opening = cards.length + 1
    const most = groups.map((_, group) =>
      options.reduce((all, list) => list.reduce((one, { counts }) => Math.max(one, counts[group] ?? 0), all), 1),
    )
    this.#parts = most.map((count) => 1 / count)
    this.#shares = groups.map((_, group) =>
      problem.choices.reduce(
        (all, list) => list.reduce((one, choice) => (choice.group === group ? Math.min(one, choice.share) : one), all),
        Infinity,
      ),
    )
    if (this.#fills) return
    if (!this.#packed) {
      this.#squares = leastSquares(problem, options)
      return
    }
    for (let index = cards.length - 1; index >= 0; index--) {
      const taken = (options[index] ?? []).reduce((part, { counts }) => Math.max(part, this.#partOf(counts)), 0)
      const isUsed = (cards[index]?.devices.length ?? 0) > 0
      this.#used.unshift((this.#used[0] ?? 0) + (isUsed ? taken : 0))
      this.#empty.unshift(Math.max(this.#empty[0] ?? 0, isUsed ? 0 : taken))
      this.#any.unshift(Math.max(this.#any[0] ?? 0, taken))
    }
  }

  /** @param index The first card that they may be on. */
  of(index: number, remaining: readonly number[]): Cost {
    let second = 0
    let count = 0
    for (const [group, left] of remaining.entries()) {
      if (left === 0) continue
      count += left
      second += left * (this.#shares[group] ?? 0)
    }
    if (this.#fills) return { first: -Infinity, second: 0 }
    if (count === 0) return { first: 0, second: 0 }
    if (!this.#packed) return { first: this.#squares[index]?.[count] ?? Infinity, second }
    const part = this.#partOf(remaining) - ROUNDING
    const behind = part - (this.#used[index] ?? 0)
    const opened = behind <= 0 ? 0 : Math.ceil(behind / (this.#empty[index] ?? 0))
    return { first: opened * this.#opening + Math.ceil(part / (this.#any[index] ?? 0)), second }
  }

  #partOf(counts: readonly number[]): number {
    let part = 0
    for (const [group, count] of counts.entries()) part += count * (this.#parts[group] ?? 0)
    return part
  }
}

/** From each card on, what so many devices cost at least, wherever they may be: each goes where it costs least. */
function leastSquares(problem: PlacingProblem, options: readonly (readonly LoadOption[])[]): number[][] {
  const all = problem.groups.reduce((sum, { count }) => sum + count, 0)
  const steps: number[] = []
  const sums: number[][] = [[0]]
  for (const [back, card] of problem.cards.toReversed().entries()) {
    const list = options[problem.cards.length - 1 - back] ?? []
    const most = list.reduce((count, option) => Math.max(count, option.count), 0)
    const cost = (count: number) => costOf(problem, card, { count, fill: 0, share: 0 }).first
    for (let count = 1; count <= most; count++) steps.push(cost(count) - cost(count - 1))
    steps.sort((a, b) => a - b)
    steps.length = Math.min(steps.length, all)
    let sum = 0
    sums.unshift([0, ...steps.map((step) => (sum += step))])
  }
  return sums
}
