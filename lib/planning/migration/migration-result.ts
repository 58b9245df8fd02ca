import type { Path } from '../../diagnostic.js'
import type { Domain } from '../../libvirt/domain.js'
import type { MdevAttribute } from '../../libvirt/mdev.js'
import type { Document } from '../../shape/document.js'
import type { MigrationComparison, MigrationVerdict } from './comparison.js'

/** Where a device of a guest goes. */
export interface MigrationTarget {
  /** `existing`: a device that is there and free; `start`: one that is defined and not running; `make`: one of a type. */
  use: 'existing' | 'start' | 'make'
  /** The UUID, or the address of a PCI function. */
  id: string
  /** The kernel's name of the parent. */
  parent: string
  type?: string
  /** Of how many instances it has to be made, where more than one. */
  aggregation?: number
  /** What has to be written to its files then, in this order. */
  attributes?: MdevAttribute[]
}

/** Why a device cannot go, or why that is not known. */
export interface MigrationReason {
  /** What it is about, in the words of the kernel and the drivers. */
  field: string
  source?: string
  target?: string
  /** The device, or `parent/type`, of the target that this is about; absent where it is about all of them. */
  candidate?: string
  /** One sentence. */
  message: string
}

/** A host device of the guest, and what becomes of it. */
export interface MigratedDevice {
  /** Where it stands in the domain, for example `['hostdevs', 1]`. */
  path: Path
  /** `mdev`, `pci`, or the type of a host device that is not compared. */
  kind: string
  /** The UUID or the PCI address by which the guest names it; absent where it names none. */
  id?: string
  /** On the source, where the source knows it: the kernel's name of its parent. */
  parent?: string
  type?: string
  verdict: MigrationVerdict
  /** Where it goes; absent where there is no place. */
  target?: MigrationTarget
  /** Everything that was compared with its place on the target. */
  compared: MigrationComparison[]
  /** Why the verdict is not `compatible`. */
  reasons: MigrationReason[]
}

/** Something that only the target's driver can answer: whether it takes an opaque version. */
export interface MigrationQuestion {
  /** The device by libvirt's name, the function by its address, or `parent/type`. */
  target: string
  use: MigrationTarget['use']
  /** The UUID or address of a device that is there. */
  id?: string
  parent: string
  type?: string
  /** What is to be written to the target's `migration_version`. */
  version: string
}

/** The answer to a question. */
export interface MigrationAnswer {
  target: string
  version: string
  accepted: boolean
}

/** Whether a guest can go from one machine to another with its host devices, as far as that was told. */
export interface MigrationResult {
  /** That of the worst device; it says no more than what was compared. */
  verdict: MigrationVerdict
  /** The guest's host devices in libvirt's order: interfaces first. */
  devices: MigratedDevice[]
  /** For each mediated device that has a place, the UUID on the source and that on the target, which may be the same. */
  uuids: { source: string; target: string }[]
  /** The same for PCI functions. */
  addresses: { source: string; target: string }[]
  /** What is to be asked of the target's drivers before more can be said. */
  questions: MigrationQuestion[]
  /** What else is to be known, in sentences. */
  notes: string[]
  /**
   * The domain for the target, which differs only in the bytes of the UUIDs and addresses that change; absent where a device has
   * no place.
   */
  domain: Document<Domain> | undefined
}
