import type { TypeDetails } from '../description/type-details.js'
import { aggregatedType } from './aggregated-type.js'
import type { CapacityRule, CapacityType } from './capacity-rules.js'
import type { LiveDevice, OfferedType } from './physical-capacity.js'
import type { PhysicalDevice } from './physical-devices.js'

/** What the rules of a vendor are found from. */
export interface CapacityFacts {
  physical: PhysicalDevice
  /** Each type once, with what its description and name say. */
  types: readonly { id: string; details: TypeDetails }[]
  offers: readonly OfferedType[]
  live: readonly LiveDevice[]
}

/** What is known of a vendor's driver. */
export interface KnownRules {
  types: CapacityType[]
  /** The rules that the driver may follow, the likeliest first, before they are held against what the machine tells. */
  rules: CapacityRule[]
  guessed?: boolean
  /** See `PhysicalCapacity.unknown`. */
  unknown?: string[]
  /** How the driver does it, as one sentence. */
  reason: string
}

/**
 * How large a pool is, from what the parents say is left and what the devices have; exact where the smallest demand divides the
 * others. `undefined` where no parent says.
 */
export function poolTotal(facts: CapacityFacts, types: readonly CapacityType[], pool: string): number | undefined {
  const byId = new Map(types.map((type) => [type.id, type]))
  let left: number | undefined
  for (const { type: id, available } of facts.offers) {
    const each = byId.get(id)?.demand?.[pool]
    if (available !== undefined && each !== undefined) left = Math.max(left ?? available * each, available * each)
  }
  if (left === undefined) return undefined
  return facts.live.reduce((sum, { type: id, aggregation = 1 }) => {
    const type = byId.get(id)
    return sum + ((type && aggregatedType(type, aggregation).demand?.[pool]) ?? 0)
  }, left)
}
