import type { Certainty } from '../../machine/capacity/physical-capacity.js'

/** A device of a partition. */
export interface PartitionDevice {
  /** The kernel's name of the parent. */
  parent: string
  /** The id of the type. */
  type: string
  /** Of how many instances of its type it is made, where more than one. */
  aggregate?: number
}

/** Whether a device can be divided as wished, beside the devices that it has. */
export interface PartitionJudgement {
  /** The kernel's name of the physical device. */
  device: string
  /** Absent where that is not known. */
  feasible?: boolean
  certainty: Certainty
  /** What bounds it, with the rule and the numbers, as one sentence. */
  reason: string
  /** What would be made, in an order in which it fits; empty unless it is feasible. */
  devices: PartitionDevice[]
  /** How the pool of the one parent has to be divided first (`Host.configurePool`), where it can be. */
  counts?: Record<string, number>
}
