import { detailsOfType } from '../description/details-of-type.js'
import type { HostDevice, HostSnapshot, HostType } from '../snapshot/host-snapshot.js'
import { aggregatedType } from './aggregated-type.js'
import type { CapacityRule, CapacityType } from './capacity-rules.js'
import { capacityLimit } from './capacity-rules.js'
import { gvtgRules, gvtgRulesAtLeast } from './gvtg-rules.js'
import type { CapacityFacts, KnownRules } from './known-rules.js'
import { nvidiaCardRules, nvidiaFrameworkRules, nvidiaSriovRules } from './nvidia-rules.js'
import type { LiveDevice, OfferedType, PhysicalCapacity } from './physical-capacity.js'
import type { PhysicalDevice } from './physical-devices.js'
import { physicalDevices } from './physical-devices.js'
import { counterRules, dividedRules, onePoolRules } from './shared-pool-rules.js'

const NVIDIA = 0x10de

/** What is known of how each physical device of a machine shares its hardware, sorted bytewise by their ids. */
export function capacitiesOf(snapshot: HostSnapshot): PhysicalCapacity[] {
  const types = groupBy(snapshot.types, ({ parent }) => parent)
  const devices = groupBy(snapshot.devices, ({ parent }) => parent)
  return physicalDevices(snapshot).map((physical) =>
    capacityOf(
      physical,
      physical.parents.flatMap((parent) => types.get(parent) ?? []),
      physical.parents.flatMap((parent) => devices.get(parent) ?? []),
    ),
  )
}

/**
 * What is known of how one physical device shares its hardware. The rules that its driver may follow come from what it is; those
 * that do not fit what its parents tell at this moment are left out.
 * @param types What its parents offer.
 * @param devices Its devices; those that are not active take nothing.
 */
export function capacityOf(
  physical: PhysicalDevice,
  types: readonly HostType[],
  devices: readonly HostDevice[],
): PhysicalCapacity {
  const active = devices.filter((device) => device.active)
  const offers = types.map(({ parent, id, availableInstances }): OfferedType => ({
    ...{ parent, type: id },
    ...(availableInstances !== undefined && { available: availableInstances }),
  }))
  const live = active.map(({ parent, type = '', aggregation }): LiveDevice => ({
    ...{ parent, type },
    ...(aggregation !== undefined && { aggregation }),
  }))
  const facts: CapacityFacts = { physical, types: describedTypes(types), offers, live }
  const isPool = types.some(({ configurable }) => configurable === true)
  const { id, parents } = physical
  const base = { id, parents: [...parents], offers, live }
  if (live.some(({ type }) => type === '')) {
    return { ...base, types: [], rules: [], reason: `A device of ${id} is half made.` }
  }
  let best: PhysicalCapacity | undefined
  for (const known of knownRules(facts, isPool)) {
    const rules = known.rules.filter((rule) => fits(rule, known, facts))
    const { unknown = [] } = known
    best = {
      ...{ ...base, types: known.types, rules },
      ...(known.guessed === true && { guessed: true }),
      ...(unknown.length > 0 && { unknown }),
      reason:
        rules.length > 0 ? known.reason : `What the parents of ${id} tell fits no rule that is known of its driver.`,
    }
    if (rules.length > 0) return best
  }
  return best ?? { ...base, types: facts.types.map((type) => ({ id: type.id })), rules: [], reason: stranger(physical) }
}

function stranger({ id, driver }: PhysicalDevice): string {
  return `How the types of ${id} share its hardware is not known${driver === undefined ? '' : ` of the driver ${driver}`}.`
}

/**
 * What is known of the driver, the best first.
 * @param isPool Whether the hardware can be divided among the types now.
 */
function knownRules(facts: CapacityFacts, isPool: boolean): KnownRules[] {
  const { physical, types } = facts
  const all = (prefix: string) => types.length > 0 && types.every(({ id }) => id.startsWith(prefix))
  if (physical.backend === 'nvidia-vf') return [nvidiaFrameworkRules(facts)]
  if (physical.backend === 'sketch') return [dividedRules(facts, isPool)]
  if (all('nvidia-') || physical.vendor === NVIDIA) {
    return [physical.virtFunctions ? nvidiaSriovRules(facts) : nvidiaCardRules(facts)]
  }
  if (all('i915-GVTg_')) return [gvtgRules(facts), gvtgRulesAtLeast(facts)]
  if (all('vfio_ccw-')) return [counterRules(facts, 'A subchannel is one device.', 1)]
  if (all('vfio_ap-'))
    return [counterRules(facts, 'The kernel counts the matrix devices, whatever is assigned to them.', 65536)]
  if (all('mdpy-')) return [counterRules(facts, 'The sample driver mdpy counts its devices, whatever their types.')]
  if (all('mtty-')) {
    const ports = new Map([
      ['mtty-1', 1],
      ['mtty-2', 2],
    ])
    return [onePoolRules(facts, 'ports', ports, 'The sample driver mtty gives out its ports one by one or in twos.')]
  }
  if (all('mbochs-')) {
    const memory = new Map<string, number>()
    for (const { id, details } of types)
      if (details.framebufferMiB !== undefined) memory.set(id, details.framebufferMiB)
    return [onePoolRules(facts, 'megabytes', memory, 'The sample driver mbochs divides its memory.')]
  }
  if (types.length !== 1) return []
  return [{ ...counterRules(facts, 'A parent with one type has nothing to share its hardware with.'), guessed: true }]
}

/** Whether a rule comes to what each parent tells now. What is not told fits all. */
function fits(rule: CapacityRule, { types, unknown }: KnownRules, { offers, live }: CapacityFacts): boolean {
  const byId = new Map(types.map((type) => [type.id, type]))
  if (live.some(({ type }) => unknown?.includes(type) === true)) return true
  const all: CapacityType[] = []
  const onParent = new Map<string, CapacityType[]>()
  for (const { parent, type: id, aggregation = 1 } of live) {
    const type = byId.get(id)
    if (type === undefined) return false
    const taken = aggregatedType(type, aggregation)
    all.push(taken)
    onParent.set(parent, [...(onParent.get(parent) ?? []), taken])
  }
  return offers.every(({ parent, type: id, available }) => {
    const type = byId.get(id)
    if (available === undefined || type === undefined || unknown?.includes(id) === true) return true
    const limit = capacityLimit(rule, type, all, onParent.get(parent) ?? [])
    return limit.limit === 'unknown' || limit.left === available
  })
}

/** Each type once, with what any of its parents says of it. */
function describedTypes(types: readonly HostType[]): CapacityFacts['types'] {
  const described = new Map<string, CapacityFacts['types'][number]>()
  for (const type of types) {
    if (described.has(type.id)) continue
    const details = detailsOfType(type) ?? {}
    const { maxInstances = type.maxInstances } = details
    described.set(type.id, {
      id: type.id,
      details: { ...details, ...(maxInstances !== undefined && { maxInstances }) },
    })
  }
  return [...described.values()]
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
