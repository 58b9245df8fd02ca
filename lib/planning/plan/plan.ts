import { v4 } from 'uuid'
import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import type { HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import { cardsOf } from './cards.js'
import { explain } from './explain.js'
import { fleetOf } from './fleet.js'
import { place } from './place.js'
import type { FeasiblePlan, PlanResult } from './plan-result.js'
import type { Refused } from './refused.js'
import type { Fleet } from './fleet.js'
import { situationOf } from './situation.js'
import { stepsOf } from './steps.js'
import type { Wanted } from './wanted.js'

export interface PlanOptions {
  /** The least certainty that a plan may have; `unknown` where absent: what may work is planned, and said to be no more than that. */
  atLeast?: Certainty
  /** How many steps are taken to find the best plan before a good one has to do; 2,000,000 where absent. */
  budget?: number
  /** Gives the fresh UUIDs; version 4 where absent, the one thing that is not the same each time. */
  newUuid?: () => string
}

const BUDGET = 2_000_000

/**
 * How to get from what is there to what is wanted, or why there is no way. Nothing is touched; what is there beside what is wanted
 * stays. Of several ways that one is taken
 *
 * 1. of which most is known: what is certain to fit before what is likely to, and that before what nobody knows;
 * 2. with the most devices of wishes for `all`;
 * 3. packed: that takes the fewest physical devices which are empty now, of these the one that uses the fewest; spread: in which the
 *    squares of how many devices each physical device has come to the least;
 * 4. that leaves most for later: the devices take the least of their physical devices, as parts of all that fits there;
 * 5. that is found first, machines in the order given and the rest in that of their names.
 *
 * Where there are more ways than `budget` allows to look at, a good one is given and said not to be known as the best.
 * @param snapshots One machine, or the machines of a fleet by their names.
 * @throws TypeError where a wish is not as it has to be; `readWanted` says so beforehand
 */
export function plan(snapshots: HostSnapshot | Fleet, wanted: Wanted, options: PlanOptions = {}): PlanResult {
  const answer = tryPlan(snapshots, wanted, options)
  if (answer.plan !== undefined) return answer.plan
  const { refused } = answer
  return { feasible: false, explanation: explain(refused), proven: refused.notPlaced.proven }
}

/** A plan, or what there is to explain. */
export function tryPlan(
  snapshots: HostSnapshot | Fleet,
  wanted: Wanted,
  options: PlanOptions = {},
): { plan: FeasiblePlan; refused?: never } | { plan?: never; refused: Refused } {
  const { atLeast = 'unknown', budget = BUDGET, newUuid = v4 } = options
  const hosts = fleetOf(snapshots)
  const cards = cardsOf(hosts)
  const situation = situationOf(hosts, cards, wanted)
  const { groups, placement } = situation
  const { placed, notPlaced } = place({ cards: situation.cards, groups, placement, atLeast, budget })
  if (placed === undefined) return { refused: { hosts, cards, wanted, situation, notPlaced, atLeast, budget } }
  const { certainty, optimal } = placed
  const steps = stepsOf(situation, placed, wanted, newUuid)
  return { plan: { feasible: true, plan: { version: 1, steps }, kept: situation.kept, certainty, optimal } }
}
