import type { CapacityType } from './capacity-rules.js'

/** What a device that is made of several instances of a type takes, as a type. */
export function aggregatedType<T extends CapacityType>(type: T, count: number): T {
  const { demand, multiplied } = type
  if (count === 1 || demand === undefined) return type
  const taken = Object.entries(demand).map(([pool, each]): [string, number] => [
    pool,
    multiplied === undefined || multiplied.includes(pool) ? each * count : each,
  ])
  return { ...type, demand: Object.fromEntries(taken) }
}
