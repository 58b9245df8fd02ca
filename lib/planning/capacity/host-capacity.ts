import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import type { PredictedLeft } from '../../machine/capacity/predict-left.js'

/** How many more devices of a type there would be room for, once one of another type is made. */
export type CapacityEffect = Omit<PredictedLeft, 'reason'>

/** What one physical device can still make of one type. */
export interface TypeCapacity extends PredictedLeft {
  name?: string
  /** How many devices of it are there. */
  there: number
  /** Of how many instances one more device could be made at most; only where devices can be made of several. */
  largest?: number
  /** What would be left of every type, of itself too, once one of it is made; empty where none can be made. */
  effects: CapacityEffect[]
}

/** Something that the types of a physical device share. */
export interface PoolUse {
  /** `framebuffer`, `low`, `high`, `fences`, `ports`, `megabytes`, `devices`, `functions`. */
  pool: string
  /** Where the numbers are no mere counts. */
  unit?: 'MiB'
  total: number
  used: number
  free: number
  certainty: Certainty
}

/** What one physical device can still make: a card with all its virtual functions, or the one parent that it is. */
export interface DeviceCapacity {
  /** The kernel's name of the physical function, or of the one parent. */
  id: string
  driver?: string
  /** The kernel's names of its parents. */
  parents: string[]
  /** How many active devices it has. */
  there: number
  /** How its types share it, as one sentence. */
  reason: string
  pools: PoolUse[]
  types: TypeCapacity[]
}

/** One type over the whole machine. */
export interface TypeTotal {
  /** The id of the type, which is in `TypeCapacity.type`. */
  type: string
  name?: string
  /** How many physical devices offer it. */
  devices: number
  there: number
  /** How many more of it fit when nothing else is made; absent where that is not known of one of them. */
  left?: number
  atLeast?: number
  atMost?: number
  /** That of the physical device of which least is known. */
  certainty: Certainty
}

/** What a machine can still make, as plain JSON: `schemas/capacity.json`. */
export interface HostCapacity {
  version: 1
  /** Sorted bytewise by their ids. */
  devices: DeviceCapacity[]
  types: TypeTotal[]
}
