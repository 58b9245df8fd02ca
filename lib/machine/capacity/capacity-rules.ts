/** What a rule needs to know about a type. */
export interface CapacityType {
  id: string
  /** What one instance takes from each pool, by the pool's name. */
  demand?: Readonly<Record<string, number>>
  /** How many instances fit on one parent when nothing else is there. */
  maxInstances?: number
}

/** How the types of one parent share its hardware. Plain data, so that a personality can be written as JSON. */
export type CapacityRule =
  /** Every instance takes its type's `demand` from pools that all types share: mtty's ports, GVT-g's aperture and fences. */
  | { rule: 'pools'; totals: Readonly<Record<string, number>> }
  /** Only instances of one type at a time, up to that type's `maxInstances`: NVIDIA before SR-IOV. */
  | { rule: 'one-type' }

/** How many more instances of `type` fit on a parent that has the instances `live`, by the types of these. */
export function availableInstances(rule: CapacityRule, type: CapacityType, live: readonly CapacityType[]): number {
  switch (rule.rule) {
    case 'pools':
      return availableInPools(rule.totals, type, live)
    case 'one-type':
      if (live.some((other) => other.id !== type.id)) return 0
      return (type.maxInstances ?? 0) - live.length
  }
}

function availableInPools(
  totals: Readonly<Record<string, number>>,
  type: CapacityType,
  live: readonly CapacityType[],
): number {
  let available = Number.POSITIVE_INFINITY
  for (const [pool, total] of Object.entries(totals)) {
    const each = demandOf(type, pool)
    if (each <= 0) continue
    const used = live.reduce((sum, other) => sum + demandOf(other, pool), 0)
    available = Math.min(available, Math.floor((total - used) / each))
  }
  return Number.isFinite(available) ? available : 0
}

function demandOf(type: CapacityType, pool: string): number {
  const demand = type.demand
  return demand !== undefined && Object.hasOwn(demand, pool) ? (demand[pool] ?? 0) : 0
}
