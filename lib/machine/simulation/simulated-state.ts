import type { MdevAttribute } from '../../libvirt/mdev.js'
import type { Backend } from '../snapshot/host-snapshot.js'

/** A device of a saved simulated machine. */
export interface SimulatedDeviceState {
  /** The interface by which it was made; `mdev` where absent. */
  backend?: Backend
  /** The kernel's name of the parent. */
  parent: string
  type: string
  /** Where the interface has UUIDs. */
  uuid?: string
  /** The handle below the UUID, where the interface has that. */
  index?: string
  /** The vendor's text that it was made with, where that is not empty. */
  parameters?: string
  /** How many instances of its type it is made of, where these are several. */
  aggregation?: number
  /** The UUID of the guest that was written to it. */
  group?: string
  /** Whether its resources are committed, where the interface starts devices. */
  started?: boolean
  iommuGroup?: number
  /** What was written to the vendor's files since it was made, in order. */
  attributes?: MdevAttribute[]
}

/** A parent of a saved simulated machine that is not as it was when it registered. */
export interface SimulatedParentState {
  /** The interface that it offers; `mdev` where absent. */
  backend?: Backend
  /** The kernel's name. */
  parent: string
  /** What has to be written to files in its directory, in this order and before devices are made, to have it so again. */
  attributes: MdevAttribute[]
}

/** What is kept of a simulated machine between two programs, as plain JSON. */
export interface SimulatedState {
  version: 1
  /** The name of the personality. */
  personality: string
  devices: SimulatedDeviceState[]
  /** The parents that were changed; absent where none was. */
  parents?: SimulatedParentState[]
  /** What is stored on the machine: the content of each file by its path below the root. */
  files?: Record<string, string>
}
