import type { Domain } from '../../libvirt/domain.js'
import type { HostCompatibility } from '../../machine/migration/compatibility.js'
import type { HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import type { Document } from '../../shape/document.js'
import type { MigrationDirection } from './comparison.js'
import type { MigrationAnswer } from './migration-result.js'

/** What is asked. */
export interface MigrationOptions {
  readonly domain: Document<Domain>
  /** The machine that the guest is on. */
  readonly source: HostSnapshot
  /** The machine that it is to go to. */
  readonly target: HostSnapshot
  /** Whose list of compatible devices is asked; the target's where it is not said. */
  readonly direction?: MigrationDirection
  /**
   * Whether devices of another type will do where a `compatible_type` names it (the proposal of 26 August 2020); `same` where it
   * is not said, as in the last one. Sets of compatible devices say by themselves what types they take.
   */
  readonly types?: 'same' | 'listed'
  /** What the source's drivers tell about migration. */
  readonly sourceCompatibility?: HostCompatibility
  /** What the target's drivers tell about migration. */
  readonly targetCompatibility?: HostCompatibility
  /** Devices of the target that are not free, by UUID, by address, or by libvirt's name. Without it all are taken to be free. */
  readonly targetInUse?: readonly string[]
  /** Whether devices may be made; `true` where it is not said. */
  readonly make?: boolean
  /** What the target's drivers answered to the questions of an earlier result. */
  readonly answers?: readonly MigrationAnswer[]
  /**
   * The UUID for a device whose own is taken on the target, asked again with a higher `attempt` while that is taken, too; by
   * default one that is always the same for the same guest and device.
   */
  readonly newUuid?: (source: string, attempt: number) => string
}
