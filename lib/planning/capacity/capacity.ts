import { capacitiesOf } from '../../machine/capacity/capacity-of.js'
import type { Certainty, PhysicalCapacity } from '../../machine/capacity/physical-capacity.js'
import { LeftPredictor } from '../../machine/capacity/predict-left.js'
import { compareText } from '../../machine/scan/scan.js'
import type { HostSnapshot, HostType } from '../../machine/snapshot/host-snapshot.js'
import type { CapacityEffect, DeviceCapacity, HostCapacity, TypeCapacity, TypeTotal } from './host-capacity.js'
import { poolsOf } from './pools-of.js'

/** No device is made of more instances than these where its driver does not tell how many it takes. */
const MOST_INSTANCES = 65536

/**
 * What a machine can still make: for each physical device, not for each virtual function, how many more of each type, and what
 * making one does to all the others, under the rules of its vendor as far as they are known. The same snapshot gives the same
 * answer.
 */
export function capacity(snapshot: HostSnapshot): HostCapacity {
  const offered = new Map<string, HostType[]>()
  for (const type of snapshot.types) {
    const known = offered.get(type.parent)
    if (known === undefined) offered.set(type.parent, [type])
    else known.push(type)
  }
  const drivers = new Map(snapshot.nodes.map(({ id, driver }) => [id, driver]))
  const devices = capacitiesOf(snapshot).map((physical) =>
    deviceCapacity(
      physical,
      physical.parents.flatMap((parent) => offered.get(parent) ?? []),
      drivers.get(physical.parents[0] ?? ''),
    ),
  )
  return { version: 1, devices, types: totals(devices) }
}

function deviceCapacity(
  physical: PhysicalCapacity,
  offered: readonly HostType[],
  driver: string | undefined,
): DeviceCapacity {
  const now = new LeftPredictor(physical)
  const types = new Map<string, HostType>()
  for (const type of offered) if (!types.has(type.id)) types.set(type.id, type)
  const sorted = [...types.values()].sort((a, b) => compareText(a.id, b.id))
  const { id, parents, live, reason } = physical
  return {
    ...{ id, ...(driver !== undefined && { driver }), parents, there: live.length, reason },
    pools: poolsOf(physical, offered),
    types: sorted.map((type) => typeCapacity(physical, now, type, sorted)),
  }
}

function typeCapacity(
  physical: PhysicalCapacity,
  now: LeftPredictor,
  type: HostType,
  all: readonly HostType[],
): TypeCapacity {
  const { type: id, ...left } = now.left(type.id)
  const most = type.aggregation === undefined ? undefined : (type.aggregation.maximum ?? MOST_INSTANCES)
  const largest = most === undefined ? undefined : now.largest(id, most)
  const there = physical.live.filter((device) => device.type === id).length
  const possible = left.left === undefined ? left.atMost !== 0 : left.left > 0
  return {
    ...{ type: id, ...(type.name !== undefined && { name: type.name }), there, ...left },
    ...(largest !== undefined && { largest }),
    effects: possible ? effectsOf(physical, now, id, all) : [],
  }
}

/** What is left of all types once one is made on the first parent that can. */
function effectsOf(
  physical: PhysicalCapacity,
  now: LeftPredictor,
  type: string,
  all: readonly HostType[],
): CapacityEffect[] {
  const busy = new Set(physical.live.map(({ parent }) => parent))
  const parents = now.parentsOf(type)
  const told = (parent: string) => physical.offers.find((offer) => offer.parent === parent && offer.type === type)
  const parent =
    parents.find((each) => (told(each)?.available ?? 0) > 0) ?? parents.find((each) => !busy.has(each)) ?? parents[0]
  if (parent === undefined) return []
  const then = new LeftPredictor(physical, [...physical.live, { parent, type }])
  return all.map(({ id }) => {
    const { reason: _reason, ...effect } = then.left(id)
    return effect
  })
}

const LEAST_KNOWN: readonly Certainty[] = ['unknown', 'likely', 'certain']

function totals(devices: readonly DeviceCapacity[]): TypeTotal[] {
  const byType = new Map<string, TypeCapacity[]>()
  for (const { types } of devices) {
    for (const type of types) {
      const known = byType.get(type.type)
      if (known === undefined) byType.set(type.type, [type])
      else known.push(type)
    }
  }
  return [...byType].sort(([a], [b]) => compareText(a, b)).map(([type, each]) => totalOf(type, each))
}

function totalOf(type: string, each: readonly TypeCapacity[]): TypeTotal {
  const name = each.map((one) => one.name).find((one) => one !== undefined)
  const certainty = LEAST_KNOWN.find((word) => each.some((one) => one.certainty === word)) ?? 'unknown'
  const left = sum(each.map((one) => one.left))
  const atLeast = sum(each.map((one) => (one.certainty === 'certain' ? one.left : (one.atLeast ?? 0))))
  const atMost = sum(each.map((one) => (one.certainty === 'certain' ? one.left : one.atMost)))
  return {
    ...{ type, ...(name !== undefined && { name }) },
    ...{ devices: each.length, there: each.reduce((all, one) => all + one.there, 0) },
    ...(left !== undefined && { left }),
    ...(certainty !== 'certain' && atLeast !== undefined && { atLeast }),
    ...(certainty !== 'certain' && atMost !== undefined && { atMost }),
    certainty,
  }
}

/** `undefined` where one of them is not known. */
function sum(numbers: readonly (number | undefined)[]): number | undefined {
  let all = 0
  for (const number of numbers) {
    if (number === undefined) return undefined
    all += number
  }
  return all
}
