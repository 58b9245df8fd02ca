import type { MdevAttribute } from '../../libvirt/mdev.js'

/** Fields by their names, in the words of the driver: `mdev_type`, `aggregator`, `pv_mode`, ... */
export type CompatibilityFields = Readonly<Record<string, string>>

/** One set of devices: those that match every field. */
export interface CompatibleSet {
  /**
   * A pattern for each field. `{name:int:1,2,4}` and `{name:string:"a","b"}` let a variable have one of those values, `{name}`
   * stands for the same value in the same set, `{name}/2` for its half. What stands in double quotes as a whole is meant
   * literally; an empty pattern lets the field be absent.
   */
  fields: CompatibilityFields
  /** The version that goes with this set, where it is compared by the rule for versions and not as a field. */
  softwareVersion?: string
  /** What is written to a device after it is made, so that it is one of the set. */
  attributes?: MdevAttribute[]
}

/**
 * What the driver of a device, or of a type, tells about migration, whichever of the proposed forms it tells it in. Nothing of
 * it is in a released kernel; what is absent was not told.
 */
export interface Compatibility {
  /** What the device is. */
  self?: CompatibilityFields
  /** The sets of devices that are compatible with it; one that matches is enough. */
  accepts?: CompatibleSet[]
  /** `major.minor[.bugfix]` of what the driver reads and writes: same major, and the target's minor is not lower. */
  softwareVersion?: string
  /** For a field of `self` the versions of it that are compatible: `2.0.2-2.0.4,2.1.0-`. */
  ranges?: CompatibilityFields
  /** The lists of `compatible_<x>` by `<x>`: the target's has to hold all of the source's. */
  lists?: Readonly<Record<string, readonly string[]>>
  /** Attributes of the device that have to be copied from the source to the target. */
  dynamicResources?: string[]
  /** The values of attributes of the device: those of `dynamicResources`, and those that have a list. */
  attributes?: CompatibilityFields
  /** The opaque text of `migration_version`; what it means is known to the driver alone. */
  migrationVersion?: string
}

/** What the drivers of a machine tell about migration: `schemas/compatibility.json`. */
export interface HostCompatibility {
  version: 1
  /** By the device's UUID or address, or by libvirt's name of it. */
  devices?: Readonly<Record<string, Compatibility>>
  /** By the kernel's name of the parent and the type's id, with a slash between them: `0000:06:00.0/nvidia-231`. */
  types?: Readonly<Record<string, Compatibility>>
}
