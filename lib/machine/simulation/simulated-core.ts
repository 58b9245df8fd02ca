import type { Backend } from '../snapshot/host-snapshot.js'
import type { MdevDriver } from './mdev-driver.js'
import type { SimulatedDeviceState, SimulatedParentState } from './simulated-state.js'

/**
 * The part of a simulated kernel that behaves by one interface: registers parents, makes and removes devices, keeps their files.
 * There is one for each interface that the machine's parents offer. Its functions throw an `Errno` for what it refuses.
 */
export interface SimulatedCore {
  readonly backend: Backend
  /** The device at `path` offers the driver's types from now on. */
  register(name: string, path: string, driver: MdevDriver): void
  /** Lets no new device be made on a parent that is about to be taken back; resolves when nobody is at its devices any more. */
  settle?(name: string): Promise<void> | undefined
  /**
   * Takes a parent back with all its devices, and what is there of its driver where that `unloads`. Gives `false` where it has no
   * such parent.
   */
  unregister(name: string, unloads: boolean): boolean
  /** The devices, in the order they were made: what `restoreDevice` takes. */
  savedDevices(): SimulatedDeviceState[]
  /** Makes a device as it was saved, at once. */
  restoreDevice(device: SimulatedDeviceState): void
  /** The parents that are not as they were when they registered: what `restoreParent` takes. */
  savedParents?(): SimulatedParentState[]
  restoreParent?(parent: SimulatedParentState): void
  /**
   * Opens a device as a starting guest does, by its `HostDevice.id`; the function returned closes it. `undefined` where this
   * core has no such device.
   */
  hold(id: string): (() => void) | undefined
}
