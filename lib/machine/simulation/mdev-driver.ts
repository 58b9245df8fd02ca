import type { DeviceApi } from '../../libvirt/mdev-types.js'
import type { Aggregation } from '../snapshot/host-snapshot.js'
import type { TreeFile } from '../tree/file-tree.js'

/** A type of mediated devices as a driver registers it (the kernel's `struct mdev_type`). */
export interface SimulatedType {
  /** The directory's name, `<driver>-<suffix>`. */
  id: string
  deviceApi: DeviceApi
  /** Content of `name` without its newline. Absent: no such file, as with GVT-g before Linux 6.1. */
  name?: string
  /** Content of `description` without its last newline; absent: no such file. */
  description?: string
  /** What one instance takes from each pool, or how large it is, by the name of the pool or measure (`framebuffer`). */
  demand?: Readonly<Record<string, number>>
  /** How many instances fit on one physical device when nothing else is there. */
  maxInstances?: number
  /** Of how many instances one device can be made; 1 where absent. */
  maxAggregation?: number
  /** Which demands are multiplied by that; all where absent. */
  multiplied?: readonly string[]
}

/** A mediated device in a simulated kernel. */
export interface SimulatedInstance {
  /** Lower case; the address of a PCI function where the interface has no UUIDs. */
  readonly uuid: string
  /** The kernel's name of its parent. */
  readonly parent: string
  readonly type: SimulatedType
  /** The lowest number, from 1 up, that no other instance of its parent has. */
  readonly ordinal: number
  /** The number or handle below the UUID, with the flat interface. */
  readonly index?: string
  /** Of how many instances of its type it is made; 1 where absent. */
  readonly aggregation?: number
  /** Whether somebody has it open, where the core tells. */
  isOpen?(): boolean
}

/** How the flat interface (patch v6) is, where its reviewers wished for something else. */
export interface FlatVariant {
  /** `class`: `mdev_start` and `mdev_stop`, for all devices of a guest; `device`: `start` of each; `class` where absent. */
  start?: 'class' | 'device' | 'none'
  /** Whether a handle below the UUID can be any text; a number where absent. */
  textHandles?: boolean
}

/** How the sketch of 31 August 2016 is, where it left a choice. */
export interface SketchVariant {
  /** What becomes of types that are no longer possible: `max_instances` is 0, or they are gone; `zero` where absent. */
  full?: 'zero' | 'vanish'
  /** What `max_instances` says: a number, or current and maximum; `maximum` where absent. */
  counts?: 'maximum' | 'pair'
  /** By which file a device is removed: `remove` of its own, or `mdev_destroy` of the parent; `device` where absent. */
  remove?: 'device' | 'parent'
  /**
   * The pool that the administrator divides among the types, in units of `demand.memory`: all of it is the first type's at first.
   * Absent: there is nothing to divide.
   */
  pool?: number
}

/**
 * What a vendor driver registers with the mdev core for one parent device (the kernel's `struct mdev_driver`, and
 * `mdev_parent_ops` before 5.15).
 */
export interface MdevDriver {
  /** Its name on the mdev bus, to which `driver` of an instance leads. */
  readonly name: string
  /** The kernel module it is in. */
  readonly module: string
  /** The module's parameters: as they are read, or as files that can be written too. */
  readonly parameters?: Readonly<Record<string, string | TreeFile>>
  /** The driver's own files in the parent's directory, by their path in it. */
  readonly parentFiles?: Readonly<Record<string, TreeFile>>
  readonly types: readonly SimulatedType[]
  /**
   * Whether the mdev core counts the instances for the driver (`max_instances` of `struct mdev_driver`, Linux 6.1): one that is
   * unbound from it counts until it is removed.
   */
  readonly isCountedByCore?: boolean
  /**
   * How many more instances of `type` are possible beside `live`, the parent's instances; the content of
   * `available_instances`. Below zero where the driver gave out too many.
   */
  available(type: SimulatedType, live: readonly SimulatedInstance[]): number
  /** Called before an instance joins `live`. Throws an `Errno` to refuse it. */
  create(instance: SimulatedInstance, live: readonly SimulatedInstance[]): void
  /** Called after an instance has left. */
  remove?(instance: SimulatedInstance): void
  /** How devices are made of several instances; not at all where absent. */
  readonly aggregation?: Aggregation['form']
  readonly flat?: FlatVariant
  readonly sketch?: SketchVariant
  /** With the flat interface: the resources of a guest's devices are committed. Throws an `Errno` to refuse it. */
  start?(instances: readonly SimulatedInstance[]): void
  /** The same are released. */
  stop?(instances: readonly SimulatedInstance[]): void
  /** How long making or removing an instance takes, in milliseconds; 0 where absent. */
  delay?(operation: 'create' | 'remove'): number
  /** The vendor's own files in the instance's directory, by their path in it. */
  attributes?(instance: SimulatedInstance): Readonly<Record<string, TreeFile>>
}
