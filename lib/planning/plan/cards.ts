import { aggregatedType } from '../../machine/capacity/aggregated-type.js'
import { capacitiesOf } from '../../machine/capacity/capacity-of.js'
import type { CapacityRule, CapacityType } from '../../machine/capacity/capacity-rules.js'
import type { PhysicalDevice } from '../../machine/capacity/physical-devices.js'
import { physicalDevices } from '../../machine/capacity/physical-devices.js'
import type { HostDevice, HostNode, HostSnapshot, HostType } from '../../machine/snapshot/host-snapshot.js'

/** A parent of a physical device. */
export interface CardParent {
  id: string
  node: HostNode | undefined
  /** How many more it says it could make, by the ids of the types that it offers; `undefined` where it does not say. */
  offers: ReadonlyMap<string, number | undefined>
  /** How many devices are on it. */
  live: number
}

/** A physical device as the planner sees it: what it has, and the rules that its driver may follow. */
export interface Card {
  /** Where its machine stands in the fleet, from 0 up. */
  host: number
  physical: PhysicalDevice
  /** The node of the physical device itself, where the machine shows it. */
  node: HostNode | undefined
  parents: readonly CardParent[]
  /** The types as a parent tells them, by their ids. */
  types: ReadonlyMap<string, HostType>
  /** What is known of how the types share the hardware, by their ids. Of those that are not here nothing is known. */
  known: ReadonlyMap<string, CapacityType>
  devices: readonly HostDevice[]
  /** What its devices take; of one made of several instances, all of that. */
  live: readonly CapacityType[]
  /** The rules that fit what its parents tell, the likeliest first. */
  rules: readonly CapacityRule[]
  guessed: boolean
  /** Whether a device is there of which nothing is known: then no rule says anything. */
  stranger: boolean
  /** Whether what the parents tell of `available_instances` is of this moment; not once a device is thought away. */
  told: boolean
  /** Why these rules, or why none. */
  reason: string
}

/** One machine of a fleet. */
export interface FleetHost {
  /** Absent where there is only one. */
  name?: string
  snapshot: HostSnapshot
}

/** The physical devices of a fleet that offer types, machine by machine, each sorted bytewise. */
export function cardsOf(hosts: readonly FleetHost[]): Card[] {
  return hosts.flatMap(({ snapshot }, host) => cardsOfHost(snapshot, host))
}

function cardsOfHost(snapshot: HostSnapshot, host: number): Card[] {
  const nodes = new Map(snapshot.nodes.map((node) => [node.id, node]))
  const types = new Map<string, HostType[]>()
  for (const type of snapshot.types) pushTo(types, type.parent, type)
  const devices = new Map<string, HostDevice[]>()
  for (const device of snapshot.devices) if (device.active) pushTo(devices, device.parent, device)
  const capacities = capacitiesOf(snapshot)
  return physicalDevices(snapshot).map((physical, index): Card => {
    const capacity = capacities[index]
    const byId = new Map<string, HostType>()
    const parents = physical.parents.map((id): CardParent => {
      const offered = types.get(id) ?? []
      for (const type of offered) if (!byId.has(type.id)) byId.set(type.id, type)
      const offers = new Map(offered.map((type) => [type.id, type.availableInstances]))
      return { id, node: nodes.get(id), offers, live: devices.get(id)?.length ?? 0 }
    })
    const unknown = new Set(capacity?.unknown)
    const known = new Map(capacity?.types.filter(({ id }) => !unknown.has(id)).map((type) => [type.id, type]))
    const here = physical.parents.flatMap((id) => devices.get(id) ?? [])
    return {
      ...{ host, physical, node: nodes.get(physical.id), parents, types: byId, known, devices: here },
      ...liveOf(here, known),
      rules: capacity?.rules ?? [],
      guessed: capacity?.guessed === true,
      told: true,
      reason: capacity?.reason ?? 'Nothing is known of it.',
    }
  })
}

/** The same physical device without some of its devices. */
export function withoutDevices(card: Card, ids: ReadonlySet<string>): Card {
  const devices = card.devices.filter(({ id }) => !ids.has(id))
  const parents = card.parents.map((parent) => ({
    ...parent,
    live: devices.filter((device) => device.parent === parent.id).length,
  }))
  return { ...card, devices, parents, ...liveOf(devices, card.known), told: false }
}

function liveOf(
  devices: readonly HostDevice[],
  known: ReadonlyMap<string, CapacityType>,
): { live: CapacityType[]; stranger: boolean } {
  const live: CapacityType[] = []
  let stranger = false
  for (const { type = '', aggregation = 1 } of devices) {
    const taken = known.get(type)
    if (taken === undefined) stranger = true
    else live.push(aggregatedType(taken, aggregation))
  }
  return { live, stranger }
}

function pushTo<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}
