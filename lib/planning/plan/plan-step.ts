import type { MdevAttribute } from '../../libvirt/mdev.js'
import type { Certainty } from '../../machine/capacity/physical-capacity.js'

/** What every step has. */
export interface PlanStepBase {
  /** The machine of a fleet; absent where there is only one. */
  host?: string
}

/** A step that is about one wanted device. */
export interface DeviceStep extends PlanStepBase {
  /** Which one of `Wanted.devices` it is for, from 0 up. */
  wish: number
  /** The kernel's name of the parent. */
  parent: string
  /** The id of the type. */
  type: string
  /** Lower case; absent where the back end has no UUIDs, or the guest's. */
  uuid?: string
}

/** Removes what a process has left behind that ended on its way; see `Host.recover`. */
export interface RecoverStep extends PlanStepBase {
  kind: 'recover'
  /** See `UnfinishedWork.id`. */
  id: string
}

/** Divides the pool of a parent among its types, before its first device is made. */
export interface ConfigurePoolStep extends PlanStepBase {
  kind: 'configure-pool'
  /** The kernel's name of the parent. */
  parent: string
  /** How many instances of each type there shall be, by the ids of the types. */
  counts: Record<string, number>
}

/** Makes a device. */
export interface CreateStep extends DeviceStep {
  kind: 'create'
  attributes?: MdevAttribute[]
  aggregate?: number
  /** Patch v6 only: the handle below the guest's UUID, by which its devices are told apart. */
  index?: string
  /** The UUID of the domain that it is for, lower case. */
  group?: string
  /** How much is known of whether it fits, when the steps before it are done. */
  certainty: Certainty
}

/** Makes a device that is defined already. */
export interface StartStep extends DeviceStep {
  kind: 'start'
  uuid: string
  /** Those of the definition. */
  attributes?: MdevAttribute[]
  group?: string
  certainty: Certainty
}

/** Stores the definition of a device. */
export interface DefineStep extends DeviceStep {
  kind: 'define'
  uuid: string
  attributes?: MdevAttribute[]
  autostart: boolean
}

/** Says of a definition whether the device is started when its parent appears. */
export interface AutostartStep extends DeviceStep {
  kind: 'autostart'
  uuid: string
  autostart: boolean
}

export type PlanStep = RecoverStep | ConfigurePoolStep | CreateStep | StartStep | DefineStep | AutostartStep

/**
 * What is to be done, in this order, to get from snapshots to what is wanted, as plain JSON: `schemas/plan.json`. No step removes
 * a device but `recover`, and that only what was being made when a process ended.
 */
export interface Plan {
  version: 1
  steps: PlanStep[]
}
