import { aggregatedType } from '../../machine/capacity/aggregated-type.js'
import type { CapacityRule, CapacityType } from '../../machine/capacity/capacity-rules.js'
import type { Certainty, PhysicalCapacity } from '../../machine/capacity/physical-capacity.js'
import { detailsOfType } from '../../machine/description/details-of-type.js'
import type { HostType } from '../../machine/snapshot/host-snapshot.js'
import type { PoolUse } from './host-capacity.js'

const MEGABYTES: ReadonlySet<string> = new Set(['framebuffer', 'low', 'high'])

/** What the types of a physical device share, with how much of it is used, as far as that is known. */
export function poolsOf(capacity: PhysicalCapacity, offered: readonly HostType[]): PoolUse[] {
  const [rule, ...others] = capacity.rules
  if (rule === undefined) return []
  const types = new Map(capacity.types.map((type) => [type.id, type]))
  const live = capacity.live.flatMap(({ type, aggregation = 1 }) => {
    const known = types.get(type)
    return known === undefined ? [] : [aggregatedType(known, aggregation)]
  })
  const known: Certainty =
    live.length < capacity.live.length ? 'unknown' : capacity.guessed === true ? 'likely' : 'certain'
  const agreed = (same: (other: CapacityRule) => boolean): Certainty =>
    known === 'certain' && !others.every(same) ? 'likely' : known
  const used = (pool: string) => live.reduce((sum, type) => sum + (type.demand?.[pool] ?? 0), 0)
  const pools: PoolUse[] = []
  const add = (pool: string, total: number, taken: number, certainty: Certainty) =>
    pools.push({
      ...{ pool, ...(MEGABYTES.has(pool) && { unit: 'MiB' as const }) },
      ...{ total, used: taken, free: Math.max(0, total - taken), certainty },
    })
  switch (rule.rule) {
    case 'pools':
      for (const [pool, total] of Object.entries(rule.totals)) {
        const same = (other: CapacityRule) => other.rule === 'pools' && other.totals[pool] === total
        add(pool, total, used(pool), agreed(same))
      }
      break
    case 'counter':
      add(
        'devices',
        rule.total,
        live.length,
        agreed((other) => other.rule === 'counter' && other.total === rule.total),
      )
      break
    case 'one-size':
    case 'one-type': {
      // what the largest types need together is the card's memory, or nearly so
      const size = rule.rule === 'one-size' ? rule.size : 'framebuffer'
      const total = largestTogether(capacity.types, size)
      if (total > 0) add(size, total, used(size), known === 'unknown' ? known : 'likely')
      break
    }
    case 'each-type': {
      const total = divided(offered)
      const sizes = new Map(offered.map((type) => [type.id, detailsOfType(type)?.framebufferMiB ?? 0]))
      const taken = capacity.live.reduce((sum, { type }) => sum + (sizes.get(type) ?? 0), 0)
      if (total !== undefined && total > 0) add('framebuffer', total, taken, known)
    }
  }
  const { perParent } = rule
  if (perParent !== undefined && capacity.parents.length > 1) {
    add('functions', capacity.parents.length * perParent, capacity.live.length, 'certain')
  }
  return pools
}

function largestTogether(types: readonly CapacityType[], pool: string): number {
  return types.reduce((most, { demand, maxInstances = 0 }) => Math.max(most, (demand?.[pool] ?? 0) * maxInstances), 0)
}

/** The memory that was divided among the types beforehand; `undefined` where a type does not tell its share. */
function divided(offered: readonly HostType[]): number | undefined {
  let sum = 0
  for (const type of offered) {
    if (type.maxInstances === 0) continue
    const size = detailsOfType(type)?.framebufferMiB
    if (size === undefined || type.maxInstances === undefined) return undefined
    sum += size * type.maxInstances
  }
  return sum
}
