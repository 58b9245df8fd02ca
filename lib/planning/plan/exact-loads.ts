import type { LoadOption } from './load-options.js'
import { cardKey, loadOptions } from './load-options.js'
import type { Cost, Loads, PlacingProblem } from './loads.js'
import { costOf, isLess } from './loads.js'
import { LeastCosts } from './least-costs.js'

/** The best loads, or the best of those that leave the fewest devices out; `undefined` where there are too many ways. */
export type ExactLoads = { loads: Loads; missing: number } | undefined

export interface ExactOptions {
  /** How many steps may be taken. */
  budget: number
  /** A cost that is known to be possible: only what is better is followed. */
  bound?: Cost
  /** Leaves devices out where not all have a place. */
  partial?: boolean
}

/** Where there are so many times more states than steps may be taken, bounds do not help either. */
const HOPELESS = 500

/** The best way to some number of devices that are still to be placed, after some of the cards. */
interface Reached extends Cost {
  remaining: number[]
  from: number
  option: LoadOption | undefined
}

/**
 * The best loads, found card by card: of all ways that leave the same devices for the cards behind, only the best is followed.
 */
export function exactLoads(problem: PlacingProblem, options: ExactOptions): ExactLoads {
  const { cards, groups } = problem
  const counts = groups.map(({ count, fill }) => (fill ? 0 : count))
  const radix: number[] = []
  let size = 1
  for (const count of counts) {
    radix.push(size)
    size *= count + 1
  }
  let { budget } = options
  if (size * cards.length > budget * HOPELESS) return undefined
  const optionsOf = optionsByKind(problem)
  if (optionsOf === undefined) return undefined
  const behind = mostBehind(optionsOf, groups.length)
  const least = options.bound === undefined ? undefined : new LeastCosts(problem, optionsOf)
  const start = counts.reduce((code, count, group) => code + count * (radix[group] ?? 0), 0)
  let layer = new Map<number, Reached>([
    [start, { first: 0, second: 0, remaining: counts, from: -1, option: undefined }],
  ])
  const layers = [layer]
  for (const [index, card] of cards.entries()) {
    const ways = (optionsOf[index] ?? []).map((option) => ({
      option,
      code: option.counts.reduce((sum, count, group) => sum + count * (radix[group] ?? 0), 0),
      cost: costOf(problem, card, option),
    }))
    const next = new Map<number, Reached>()
    const most = behind[index + 1] ?? []
    for (const [code, reached] of layer) {
      for (const way of ways) {
        if (--budget < 0) return undefined
        const first = reached.first + way.cost.first
        const second = reached.second + way.cost.second
        const left = code - way.code
        if (left < 0 || !isWithin(way.option.counts, reached.remaining)) continue
        const known = next.get(left)
        if (known !== undefined && !isLess({ first, second }, known)) continue
        if (known === undefined) {
          const remaining = reached.remaining.map((count, group) => count - (way.option.counts[group] ?? 0))
          if (options.partial !== true && !isWithin(remaining, most)) continue
          if (options.bound !== undefined && least !== undefined) {
            const more = least.of(index + 1, remaining)
            if (!isLess({ first: first + more.first, second: second + more.second }, options.bound)) continue
          }
          next.set(left, { first, second, remaining, from: code, option: way.option })
        } else {
          Object.assign(known, { first, second, from: code, option: way.option })
        }
      }
    }
    layers.push(next)
    layer = next
  }
  return goBack(layers, options.partial === true)
}

/** So few cards that it does not pay to find out which are alike. */
const FEW = 3

/** The options of each card; cards that are alike have the same list. `undefined` where one has too many. */
function optionsByKind(problem: PlacingProblem): LoadOption[][] | undefined {
  const kinds = new Map<string, LoadOption[]>()
  const all: LoadOption[][] = []
  const few = problem.cards.length <= FEW
  for (const index of problem.cards.keys()) {
    const key = few ? String(index) : cardKey(problem, index)
    const options = kinds.get(key) ?? loadOptions(problem, index)
    if (options === undefined) return undefined
    kinds.set(key, options)
    all.push(options)
  }
  return all
}

/** For each card how many devices of each group the cards from it on take at most. */
function mostBehind(options: readonly (readonly LoadOption[])[], groups: number): number[][] {
  const behind: number[][] = [Array.from({ length: groups }, () => 0)]
  for (const list of options.toReversed()) {
    const last = behind[0] ?? []
    behind.unshift(
      last.map((sum, group) => sum + list.reduce((most, option) => Math.max(most, option.counts[group] ?? 0), 0)),
    )
  }
  return behind
}

function isWithin(counts: readonly number[], remaining: readonly number[]): boolean {
  for (let group = 0; group < counts.length; group++) {
    if ((counts[group] ?? 0) > (remaining[group] ?? 0)) return false
  }
  return true
}

function goBack(layers: readonly Map<number, Reached>[], partial: boolean): ExactLoads {
  let best: { code: number; missing: number; reached: Reached } | undefined
  for (const [code, reached] of layers.at(-1) ?? []) {
    const missing = reached.remaining.reduce((sum, count) => sum + count, 0)
    if (missing > 0 && !partial) continue
    const better =
      best === undefined || missing < best.missing || (missing === best.missing && isLess(reached, best.reached))
    if (better) best = { code, missing, reached }
  }
  if (best === undefined) return { loads: [], missing: Infinity }
  const loads: Loads = []
  let code = best.code
  for (let index = layers.length - 1; index > 0; index--) {
    const reached = layers[index]?.get(code)
    loads.unshift(reached?.option?.picks ?? [])
    code = reached?.from ?? -1
  }
  return { loads, missing: best.missing }
}
