import type { PhysicalCapacity } from '../../machine/capacity/physical-capacity.js'
import { detailsOfType } from '../../machine/description/details-of-type.js'
import type { HostType } from '../../machine/snapshot/host-snapshot.js'
import type { PartitionDevice, PartitionJudgement } from './partition-judgement.js'
import type { PartitionPart } from './partition.js'
import { wholePool } from './whole-pool.js'

/**
 * Judges a partition of a parent whose pool can be divided anew; `undefined` where it cannot. Size times count, over all types, is
 * the same however a pool is divided.
 * @param way The ids of the types, one for each part.
 */
export function dividePool(
  { id, live }: PhysicalCapacity,
  types: readonly HostType[],
  parts: readonly PartitionPart[],
  way: readonly string[],
): PartitionJudgement | undefined {
  const [parent] = types
  if (parent === undefined || live.length > 0 || !types.some(({ configurable }) => configurable === true))
    return undefined
  const counts = new Map<string, number>()
  const devices: PartitionDevice[] = []
  for (const [index, { count }] of parts.entries()) {
    const type = way[index] ?? ''
    counts.set(type, (counts.get(type) ?? 0) + count)
    for (let made = 0; made < count; made++) devices.push({ parent: parent.parent, type })
  }
  if (types.every((type) => (counts.get(type.id) ?? 0) <= (type.maxInstances ?? 0))) {
    const reason = `The pool of ${id} is divided so that all ${devices.length} fit already.`
    return { device: id, feasible: true, certainty: 'certain', reason, devices }
  }
  const sizes = new Map(types.map((type) => [type.id, detailsOfType(type)?.framebufferMiB]))
  const asked = together([...counts], sizes)
  const there = together(
    types.map((type) => [type.id, type.maxInstances ?? 0]),
    sizes,
  )
  if (asked === undefined || there === undefined) {
    const reason = `How the pool of ${id} can be divided is not known: not all types tell their size.`
    return { device: id, certainty: 'unknown', reason, devices: [] }
  }
  if (asked > there) {
    const reason = `The parts come to ${asked} MiB, and ${id} has ${there} MiB.`
    return { device: id, feasible: false, certainty: 'certain', reason, devices: [] }
  }
  const known = new Map(types.map(({ id: type }) => [type, sizes.get(type) ?? 0]))
  const reason = `The parts come to ${asked} of the ${there} MiB of ${id}, whose pool is to be divided so first.`
  // the driver may have rules of its own for how a pool is divided
  return { device: id, feasible: true, certainty: 'likely', reason, devices, counts: wholePool(counts, known, there) }
}

/** In MiB; `undefined` where a type with instances does not tell its size. */
function together(
  counts: readonly (readonly [string, number])[],
  sizes: ReadonlyMap<string, number | undefined>,
): number | undefined {
  let sum = 0
  for (const [id, count] of counts) {
    if (count === 0) continue
    const size = sizes.get(id)
    if (size === undefined) return undefined
    sum += size * count
  }
  return sum
}
