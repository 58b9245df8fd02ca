import type { CapacityType } from './capacity-rules.js'
import type { CapacityFacts, KnownRules } from './known-rules.js'
import { poolTotal } from './known-rules.js'

/**
 * Types that take different shares of one pool: the kernel's samples mtty and mbochs.
 * @param demands What an instance takes, by the id of its type.
 */
export function onePoolRules(
  facts: CapacityFacts,
  pool: string,
  demands: ReadonlyMap<string, number>,
  reason: string,
): KnownRules {
  const types = facts.types.map(({ id }): CapacityType => ({ id, demand: { [pool]: demands.get(id) ?? 0 } }))
  const total = poolTotal(facts, types, pool)
  return {
    types,
    unknown: facts.types.filter(({ id }) => !demands.has(id)).map(({ id }) => id),
    rules: total === undefined ? [] : [{ rule: 'pools', totals: { [pool]: total } }],
    reason,
  }
}

/**
 * One count for all types of a parent.
 * @param usual How many there are where no parent says how many are left.
 */
export function counterRules(facts: CapacityFacts, reason: string, usual?: number): KnownRules {
  const types = facts.types.map(({ id }): CapacityType => ({ id, demand: { devices: 1 }, multiplied: [] }))
  const total = poolTotal(facts, types, 'devices') ?? usual
  return { types, rules: total === undefined ? [] : [{ rule: 'counter', total }], reason }
}

/** Each type has a count of its own: the sketch of 31 August 2016, once its pool is divided. */
export function dividedRules(facts: CapacityFacts, isPool: boolean): KnownRules {
  const types = facts.types.map(({ id }): CapacityType => {
    const left = facts.offers.find((offer) => offer.type === id)?.available
    const there = facts.live.filter(({ type }) => type === id).length
    return { id, ...(left !== undefined && { maxInstances: left + there }) }
  })
  return {
    types,
    rules: [{ rule: 'each-type' }],
    ...(!isPool && { guessed: true }),
    reason: 'The hardware is divided among the types before the first device is made.',
  }
}
