import type { CapacityRule, CapacityType } from './capacity-rules.js'
import type { CapacityFacts, KnownRules } from './known-rules.js'
import { poolTotal } from './known-rules.js'

/** What GVT-g keeps for the host, in MB, and how many fences (`drivers/gpu/drm/i915/gvt`). */
const HOST_LOW = 96
const HOST_HIGH = 384
const FENCES = 32 - 4

/** What the firmware can have set the aperture to, and how much the GPU can address, both in MB; the usual first. */
const APERTURES = [256, 512, 1024, 128, 2048, 4096]
const ADDRESSABLE = [4096, 2048]

/**
 * Types share aperture, hidden memory and fences. How large the aperture is, which nothing here tells, follows from what is left;
 * where no known size fits, the pools are taken for as large as what is left shows at least.
 */
export function gvtgRules(facts: CapacityFacts): KnownRules {
  const types = facts.types.map(({ id, details: { lowGmMiB = 0, highGmMiB = 0, fences = 0 } }): CapacityType => ({
    id,
    demand: { low: lowGmMiB, high: highGmMiB, fences },
    multiplied: ['low', 'high'],
  }))
  return {
    types,
    unknown: facts.types.filter(({ details }) => details.lowGmMiB === undefined).map(({ id }) => id),
    rules: ADDRESSABLE.flatMap((memory) =>
      APERTURES.filter((aperture) => aperture < memory).map((aperture): CapacityRule => ({
        rule: 'pools',
        totals: { low: aperture - HOST_LOW, high: memory - aperture - HOST_HIGH, fences: FENCES },
      })),
    ),
    reason: 'The types of GVT-g share aperture, hidden memory and fences, and can be mixed.',
  }
}

/** The pools as what is left shows them at least. */
export function gvtgRulesAtLeast(facts: CapacityFacts): KnownRules {
  const known = gvtgRules(facts)
  const totals: Record<string, number> = {}
  for (const pool of ['low', 'high', 'fences']) {
    const total = poolTotal(facts, known.types, pool)
    if (total !== undefined) totals[pool] = total
  }
  return { ...known, rules: [{ rule: 'pools', totals }], guessed: true }
}
