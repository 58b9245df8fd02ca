import type { CapacityRule, CapacityType } from './capacity-rules.js'

/** How much of an answer is known: it follows from what the machine tells and how its driver works; it is so with most drivers; not at all. */
export type Certainty = 'certain' | 'likely' | 'unknown'

/** A type as one parent offers it. */
export interface OfferedType {
  /** The kernel's name of the parent. */
  parent: string
  /** The id of the type, which is in `PhysicalCapacity.types`. */
  type: string
  /** How many more the parent says it could make now; absent where it does not say. */
  available?: number
}

/** A device that takes a share of the hardware. */
export interface LiveDevice {
  /** The kernel's name of the parent. */
  parent: string
  /** The id of the type; empty where the device is half made. */
  type: string
  /** How many instances of its type it is made of; 1 where absent. */
  aggregation?: number
}

/**
 * What is known of how the types of one physical device share its hardware, as plain JSON: what there is now, and the rules that
 * its driver may follow.
 */
export interface PhysicalCapacity {
  /** The kernel's name of the physical function, or of the one parent. */
  id: string
  /** The kernel's names of its parents. */
  parents: string[]
  types: CapacityType[]
  offers: OfferedType[]
  /** The devices that are there now. */
  live: LiveDevice[]
  /**
   * The rules that fit what the machine tells, the likeliest first. Where they all come to the same, the answer is certain; none
   * means that nothing is known.
   */
  rules: CapacityRule[]
  /** Set where the rules or their numbers are guessed, so that no answer is certain. */
  guessed?: boolean
  /** The ids of types of which nothing is known whatever the rules say: those of cards that MIG divides. */
  unknown?: string[]
  /** Why these rules, or why none, as one sentence. */
  reason: string
}
