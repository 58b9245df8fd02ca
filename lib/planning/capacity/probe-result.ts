import type { Certainty } from '../../machine/capacity/physical-capacity.js'

/** A type while one device of another was there: what its parents said, and what had been predicted. */
export interface ProbedEffect {
  /** The id of the type. */
  type: string
  /** The most that one of the parents said it could still make; absent where they did not say. */
  told?: number
  /** The same as predicted; absent where it was not known. */
  predicted?: number
  certainty: Certainty
}

/** What was learned of one type of a physical device. */
export interface ProbedType {
  /** The id of the type. */
  type: string
  /** How many were made at once, beside the devices that were there. */
  made: number
  /** What ended that: no parent had one left, a parent refused although it had said that it could, or there were enough. */
  stopped: 'full' | 'refused' | 'limit'
  /** The refusal, as one sentence with its code. */
  refusal?: string
  /** How many had been predicted to fit; absent where that was not known. */
  predicted?: number
  certainty: Certainty
  /** What the first one did to the types. */
  effects: ProbedEffect[]
}

/** What was learned of one physical device. */
export interface ProbedDevice {
  /** The kernel's name. */
  id: string
  /** The parents on which devices were made. */
  parents: string[]
  types: ProbedType[]
  /** Whether somebody else made or removed devices on it meanwhile, so that the numbers are not of one state. */
  disturbed: boolean
}

/** What a probe found out about a machine, as plain JSON: `schemas/probe.json`. */
export interface ProbeResult {
  version: 1
  /** How many devices were made, and removed again. */
  created: number
  devices: ProbedDevice[]
  /** What differs from what was predicted, as sentences; empty where all was as predicted. */
  differences: string[]
}
