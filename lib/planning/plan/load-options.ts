import type { CapacityRule } from '../../machine/capacity/capacity-rules.js'
import type { CardMode } from './card-modes.js'
import type { Card } from './cards.js'
import type { CardChoice, Pick, PlacingProblem } from './loads.js'
import { modeTakes } from './loads.js'

/** One way to load a card. */
export interface LoadOption {
  /** How many devices of each group; of groups that fill, 0. */
  counts: number[]
  /** All of `counts`. */
  count: number
  /** How many devices of groups that fill. */
  fill: number
  share: number
  picks: Pick[]
}

/** So many loads are looked at for one card, and so many of them kept, before it is given up. */
const LOADS = 60_000
const KEPT = 6000

/**
 * Every way to load one card that may be part of a best plan: for each number of devices of each group the best one.
 * `undefined` where there are too many.
 */
export function loadOptions(problem: PlacingProblem, index: number): LoadOption[] | undefined {
  const card = problem.cards[index]
  const choices = problem.choices[index] ?? []
  const found = new Map<string, LoadOption>()
  const none: LoadOption = { counts: problem.groups.map(() => 0), count: 0, fill: 0, share: 0, picks: [] }
  found.set(none.counts.join(), none)
  if (card === undefined) return [none]
  let left = LOADS
  for (const mode of problem.modes[index] ?? []) {
    const different = differentChoices(card, mode, choices)
    const picked = different.map((choice) => ({ choice, count: 0 }))
    const counts = problem.groups.map(() => 0)
    const visit = (at: number): boolean => {
      const pick = picked[at]
      if (pick === undefined) {
        keep(found, problem, counts, picked)
        return found.size <= KEPT
      }
      const { group } = pick.choice
      const most = problem.groups[group]?.count ?? 0
      const before = counts[group] ?? 0
      for (;;) {
        if (!visit(at + 1)) return false
        if (before + pick.count >= most) break
        pick.count++
        counts[group] = before + pick.count
        if (--left < 0) return false
        if (!modeTakes(card, mode, picked)) break
      }
      pick.count = 0
      counts[group] = before
      return true
    }
    if (!visit(0)) return undefined
  }
  return [...found.values()].sort((a, b) => b.fill - a.fill || b.count - a.count || a.share - b.share)
}

function keep(
  found: Map<string, LoadOption>,
  { groups }: PlacingProblem,
  all: readonly number[],
  picked: readonly { choice: CardChoice; count: number }[],
): void {
  const counts = all.map((count, group) => (groups[group]?.fill === true ? 0 : count))
  let [count, fill, share] = [0, 0, 0]
  for (const { choice, count: each } of picked) {
    if (groups[choice.group]?.fill === true) fill += each
    else count += each
    share += choice.share * each
  }
  const key = counts.join()
  const known = found.get(key)
  if (known !== undefined && (known.fill > fill || (known.fill === fill && known.share <= share))) return
  const picks = picked
    .filter((pick) => pick.count > 0)
    .map(({ choice: { group, choice }, count: each }): Pick => ({ group, choice, count: each }))
  found.set(key, { counts, count, fill, share, picks })
}

/** Of choices of a group that come to the same by the rules, the first. */
function differentChoices(card: Card, mode: CardMode, choices: readonly CardChoice[]): CardChoice[] {
  if (mode.told !== undefined || mode.pool !== undefined || !mode.rules.every((rule) => isExchangeable(rule, choices)))
    return [...choices]
  const groupsWith = new Map<string, string>()
  for (const { id, group, parents } of choices) {
    groupsWith.set(id, `${groupsWith.get(id) ?? ''} ${group}:${parents.join('.')}`)
  }
  const seen = new Set<string>()
  return choices.filter(({ group, type, id, aggregate, parents }) => {
    const isLive = card.live.some((other) => other.id === id)
    const most = mode.rules.every((rule) => rule.rule === 'pools') ? undefined : type?.maxInstances
    const key = JSON.stringify([group, aggregate, type?.demand, most, parents, isLive, groupsWith.get(id)])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Whether types with the same numbers come to the same by a rule: not where each has a count of its own. */
function isExchangeable(rule: CapacityRule, choices: readonly CardChoice[]): boolean {
  if (rule.rule === 'each-type') return false
  if (rule.rule !== 'pools') return true
  // a pool that is used up before the count is
  return choices.every(({ type, aggregate }) => {
    const { maxInstances = Infinity, demand = {} } = type ?? {}
    return (
      aggregate === 1 &&
      Object.entries(rule.totals).some(([pool, total]) => (demand[pool] ?? 0) * maxInstances >= total)
    )
  })
}

/** What cards have in common that can be loaded in the same ways. */
export function cardKey(problem: PlacingProblem, index: number): string {
  const card = problem.cards[index]
  if (card === undefined) return ''
  const choices = problem.choices[index] ?? []
  const every = card.parents.length
  const alike = choices.every(({ parents }) => parents.length === every)
  const lives = card.parents.map(({ live }) => live)
  const modes = problem.modes[index] ?? []
  const ids = [...new Set(choices.map(({ id }) => id))]
  const told = modes.some((mode) => mode.told !== undefined)
    ? card.parents.map(({ offers }) => ids.map((id) => offers.get(id) ?? null))
    : []
  return JSON.stringify([
    modes,
    card.physical.virtFunctions,
    card.devices.length,
    card.live,
    alike ? lives.sort((a, b) => a - b) : lives,
    told,
    choices.map(({ group, id, type, parents, share }) => [group, id, type, alike ? 0 : parents, share]),
  ])
}
