/** What a rule needs to know about a type. */
export interface CapacityType {
  id: string
  /** What one instance takes from each pool, or how large it is, by the name of the pool or measure. */
  demand?: Readonly<Record<string, number>>
  /** How many instances fit on the physical device when nothing else is there. */
  maxInstances?: number
  /** Which demands are multiplied when a device is made of several instances of the type; all where absent. */
  multiplied?: readonly string[]
}

/**
 * How the types of one physical device share its hardware: a card with all its virtual functions, or the one parent that it is.
 * Plain data, so that a personality can be written as JSON.
 */
export type CapacityRule = {
  /** The most instances on one parent, whatever their types: 1 for a virtual function. */ perParent?: number
} & (
  | /**
     * Every instance takes its type's `demand` from pools that all types share, and no type has more than its `maxInstances` where
     * it has that: mtty's ports, GVT-g's aperture and fences, NVIDIA's framebuffer when sizes may be mixed.
     */
    { rule: 'pools'; totals: Readonly<Record<string, number>> }
    /** Only instances of one type at a time, up to that type's `maxInstances`: NVIDIA before SR-IOV, nouveau. */
  | { rule: 'one-type' }
  /**
   * Only instances whose `demand` of this measure is the same, up to the `maxInstances` of the type, which all of them count
   * for: NVIDIA's recent drivers, with `framebuffer`.
   */
  | { rule: 'one-size'; size: string }
  /** So many instances in all, of any types: mdpy, vfio_ccw, vfio_ap. */
  | { rule: 'counter'; total: number }
  /** Each type up to its `maxInstances`, whatever the others have: a pool that was divided beforehand. */
  | { rule: 'each-type' }
)

/** What bounds how many more instances fit. */
export type CapacityLimit = {
  /** How many more it lets in; below zero where more are there than it lets in. */
  left: number
} & (
  | { limit: 'parent'; most: number }
  | { limit: 'instances'; most: number }
  | { limit: 'pool'; pool: string; total: number; used: number; each: number }
  | { limit: 'other-type'; type: string }
  | { limit: 'other-size'; size: string; has: number; wanted: number }
  /** The type's numbers are not known, so that nothing of it fits. */
  | { limit: 'unknown' }
)

/**
 * How many more instances of `type` fit on a parent.
 * @param live The types of the instances on the whole physical device.
 * @param onParent Of these, the ones on the parent itself; the same where absent.
 */
export function availableInstances(
  rule: CapacityRule,
  type: CapacityType,
  live: readonly CapacityType[],
  onParent: readonly CapacityType[] = live,
): number {
  return capacityLimit(rule, type, live, onParent).left
}

/** The limit that lets the fewest more in; of equal ones the first that a person would name. */
export function capacityLimit(
  rule: CapacityRule,
  type: CapacityType,
  live: readonly CapacityType[],
  onParent: readonly CapacityType[] = live,
): CapacityLimit {
  let least: CapacityLimit | undefined
  for (const limit of limitsOf(rule, type, live, onParent)) {
    if (least === undefined || limit.left < least.left) least = limit
  }
  return least ?? { limit: 'unknown', left: 0 }
}

function* limitsOf(
  rule: CapacityRule,
  type: CapacityType,
  live: readonly CapacityType[],
  onParent: readonly CapacityType[],
): Generator<CapacityLimit> {
  const { perParent } = rule
  if (perParent !== undefined) yield { limit: 'parent', most: perParent, left: perParent - onParent.length }
  switch (rule.rule) {
    case 'pools':
      yield* poolLimits(rule.totals, type, live)
      if (type.maxInstances !== undefined) yield instances(type.maxInstances, count(live, type))
      return
    case 'one-type': {
      const other = live.find((one) => one.id !== type.id)
      yield other ? { limit: 'other-type', type: other.id, left: 0 } : instances(type.maxInstances, live.length)
      return
    }
    case 'one-size': {
      const { size } = rule
      const wanted = demandOf(type, size)
      const other = live.find((one) => demandOf(one, size) !== wanted)
      yield other
        ? { limit: 'other-size', size, has: demandOf(other, size), wanted, left: 0 }
        : instances(type.maxInstances, live.length)
      return
    }
    case 'counter':
      yield instances(rule.total, live.length)
      return
    case 'each-type':
      yield instances(type.maxInstances, count(live, type))
  }
}

function* poolLimits(
  totals: Readonly<Record<string, number>>,
  type: CapacityType,
  live: readonly CapacityType[],
): Generator<CapacityLimit> {
  for (const [pool, total] of Object.entries(totals)) {
    const each = demandOf(type, pool)
    if (each <= 0) continue
    const used = live.reduce((sum, other) => sum + demandOf(other, pool), 0)
    yield { limit: 'pool', pool, total, used, each, left: Math.floor((total - used) / each) }
  }
}

function instances(most: number | undefined, there: number): CapacityLimit {
  return most === undefined ? { limit: 'unknown', left: 0 } : { limit: 'instances', most, left: most - there }
}

function count(live: readonly CapacityType[], type: CapacityType): number {
  return live.reduce((sum, other) => sum + (other.id === type.id ? 1 : 0), 0)
}

function demandOf(type: CapacityType, pool: string): number {
  const demand = type.demand
  return demand !== undefined && Object.hasOwn(demand, pool) ? (demand[pool] ?? 0) : 0
}
