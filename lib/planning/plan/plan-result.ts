import type { CapacityLimit } from '../../machine/capacity/capacity-rules.js'
import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import type { Plan } from './plan-step.js'

/** A device that is there already and is one of those that are wanted. */
export interface KeptDevice {
  /** Which one of `Wanted.devices` it is for, from 0 up. */
  wish: number
  host?: string
  /** See `HostDevice.id`. */
  id: string
  parent: string
  /** The id of its type. */
  type: string
}

/** Why one physical device, or one of its parents, has no room. */
export interface RefusedPlace {
  host?: string
  /** The kernel's name of the physical device. */
  physical: string
  /** The parent, where it is not about the whole physical device. */
  parent?: string
  /** The id of the type that was asked about, where it is about one. */
  type?: string
  /** The limit with its numbers, where it is one of the hardware. */
  limit?: CapacityLimit
  /** The same for people, as one sentence. */
  reason: string
}

/** A device that stands in the way. */
export interface ObstacleDevice {
  host?: string
  /** See `HostDevice.id`. */
  id: string
  parent: string
  /** The id of its type. */
  type?: string
  /** Whether it was made through this library. */
  ours: boolean
}

/** A change, smaller than giving all up, after which everything that is wanted fits. */
export type PlanChange = { /** The change as one sentence. */ text: string } & (
  | { /** Remove these devices. */ change: 'remove'; devices: ObstacleDevice[] }
  | {
      /** Remove these definitions. */ change: 'undefine'
      definitions: { host?: string; uuid: string; parent: string }[]
    }
  | { /** Want so many fewer of these wishes. */ change: 'drop'; wishes: { wish: number; count: number }[] }
  | {
      /** Give up these keys of a wish. */ change: 'allow'
      wish: number
      keys: ('host' | 'parents' | 'physical' | 'numaNode')[]
    }
  | { /** Take a plan that is less certain. */ change: 'accept'; certainty: Certainty }
)

/** Why what is wanted cannot be had. */
export interface PlanExplanation {
  /** As one sentence. */
  message: string
  /** The wishes that do not fit together: without any one of them the others do. From 0 up. */
  wishes: number[]
  /** How many devices are left without a place when as many as possible have one. */
  missing: number
  /** How much is known of that it cannot be: `likely` where it hangs on what most drivers do. */
  certainty: Certainty
  /** What every physical device says to the first device without a place, when the others have theirs. */
  places: RefusedPlace[]
  /** What would help, the smallest change first; at least one. */
  changes: PlanChange[]
}

/** What `plan` answers when there is a way. */
export interface FeasiblePlan {
  feasible: true
  plan: Plan
  /** What is there already. */
  kept: KeptDevice[]
  /** How much is known of whether every step will succeed. */
  certainty: Certainty
  /** Whether no better plan exists; `false` where there were too many to look at all. */
  optimal: boolean
}

/** What `plan` answers when there is none. */
export interface InfeasiblePlan {
  feasible: false
  explanation: PlanExplanation
  /** Whether all ways were looked at; `false` where there were too many. */
  proven: boolean
}

/** A plan, or why there is none: `schemas/plan-result.json`. */
export type PlanResult = FeasiblePlan | InfeasiblePlan
