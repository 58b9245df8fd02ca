import type { MdevAttribute } from '../../libvirt/mdev.js'
import type { Compatibility } from '../../machine/migration/compatibility.js'

/**
 * `compatible` where everything that was told fits, and a driver told something; `incompatible` where something does not fit;
 * `undecided` where nothing does not fit and something is not known. A `compatible` says no more than what was compared.
 */
export type MigrationVerdict = 'compatible' | 'incompatible' | 'undecided'

/**
 * Whose list is asked: the target's, whether it takes what the source's device is (the default, the notes and the example of the
 * mail of 29 July 2020), or the source's, whether it lists what the target's device is (its next note, and the mail of 5 August).
 */
export type MigrationDirection = 'target-accepts' | 'source-lists'

/** One thing that was compared. */
export interface MigrationComparison {
  /** What it is, in the words of the kernel and the drivers: `device_api`, `mdev_type`, `software_version`, a field of a set, ... */
  field: string
  /** As the source says it; absent where it does not. */
  source?: string
  /** As the target says it; absent where it does not. */
  target?: string
  outcome: 'fits' | 'differs' | 'unknown'
  /** One sentence with both values in it; absent where it fits. */
  message?: string
}

/** What is known of a device, or of a type that a device could be made from, for comparing it with another one. */
export interface Subject {
  /** A mediated device; a virtual function with a vGPU of NVIDIA's on it; any other PCI function. */
  readonly kind: 'mdev' | 'vgpu' | 'pci'
  readonly deviceApi?: string
  readonly type?: string
  /** The type's name, where the type's id alone does not say what it is. */
  readonly typeName?: string
  /** Vendor and product: `10de:2237`. */
  readonly pciId?: string
  /** The driver of a PCI function where it may be a driver of the host that uses it. */
  readonly busyDriver?: string
  /** How many instances it is made of; 1 where that is not told. */
  readonly aggregation?: number
  /** The most instances that one made from the type can have. */
  readonly mostAggregation?: number
  /** Whether it is still to be made: what a driver tells of a device, and not of its type, cannot be known yet. */
  readonly toBeMade?: boolean
  readonly compatibility?: Compatibility
}

/** What comparing a source's device with a target's gave. */
export interface DeviceComparison {
  readonly verdict: MigrationVerdict
  readonly compared: readonly MigrationComparison[]
  /** Of how many instances the target's device is, or has to be made. */
  readonly aggregation: number
  /** What has to be written to the target's device, in this order. */
  readonly attributes: readonly MdevAttribute[]
  /** The source's opaque version, where only the target's driver can tell whether it takes it. */
  readonly ask?: string
}
