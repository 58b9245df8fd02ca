import { plan } from '../lib/planning/plan/index.js'
import { fleetSnapshot, wishes } from './plan-fleet.js'

/** How long planning takes for so many requests. */
export interface PlanTime {
  requests: number
  milliseconds: number
  /** Whether all requests were placed. */
  feasible: boolean
}

/** The counts of requests of the curve. */
const REQUESTS = [1, 10, 100, 250, 500, 1000, 2000]

/** How long the goal of 1,000 requests may take, in milliseconds. */
export const PLAN_GOAL = 2000

/**
 * The time to plan more and more requests over a fleet of 256 cards with 16 virtual functions each, the least of a few runs: a
 * curve over their number.
 */
export function planCurve(placement: 'packed' | 'spread', runs = 3): PlanTime[] {
  const snapshot = fleetSnapshot(256, 16)
  return REQUESTS.map((requests) => {
    const wanted = { ...wishes(requests), placement }
    let [least, feasible] = [Infinity, false]
    for (let run = 0; run < runs; run++) {
      const start = performance.now()
      feasible = plan(snapshot, wanted).feasible
      least = Math.min(least, performance.now() - start)
    }
    return { requests, milliseconds: least, feasible }
  })
}
