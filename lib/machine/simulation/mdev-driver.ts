import type { DeviceApi } from '../../libvirt/mdev-types.js'
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
  /** What one instance takes from each pool of its parent, by the pool's name. */
  demand?: Readonly<Record<string, number>>
  /** How many instances fit on one parent when nothing else is there. */
  maxInstances?: number
}

/** A mediated device in a simulated kernel. */
export interface SimulatedInstance {
  /** Lower case. */
  readonly uuid: string
  /** The kernel's name of its parent. */
  readonly parent: string
  readonly type: SimulatedType
  /** The lowest number, from 1 up, that no other instance of its parent has. */
  readonly ordinal: number
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
  /** The module's parameters, as they are read. */
  readonly parameters?: Readonly<Record<string, string>>
  readonly types: readonly SimulatedType[]
  /**
   * How many more instances of `type` are possible beside `live`, the parent's instances; the content of
   * `available_instances`. Below zero where the driver gave out too many.
   */
  available(type: SimulatedType, live: readonly SimulatedInstance[]): number
  /** Called before an instance joins `live`. Throws an `Errno` to refuse it. */
  create(instance: SimulatedInstance, live: readonly SimulatedInstance[]): void
  /** Called after an instance has left. */
  remove?(instance: SimulatedInstance): void
  /** The vendor's own files in the instance's directory, by their path in it. */
  attributes?(instance: SimulatedInstance): Readonly<Record<string, TreeFile>>
}
