import type { CreateRequest, DestroyOptions, OperationOptions } from '../host.js'
import type { Sysfs } from '../port/sysfs.js'
import type { Scan } from '../scan/scan.js'
import type { Backend, HostDevice, HostNode, HostType } from '../snapshot/host-snapshot.js'

/** A device that offers types, and how it is spoken to. */
export interface ParentEntry {
  /** The kernel's name. */
  id: string
  /** Its directory, without a leading slash. */
  path: string
  backend: Backend
}

/** A parent that somebody asked for. */
export interface NamedParent extends ParentEntry {
  /** libvirt's name. */
  name: string
}

/** An active device, as it is found again to be removed. */
export interface ActiveDevice {
  backend: Backend
  /** What names it on this machine: see `HostDevice.id`. */
  id: string
  /** Its directory, without a leading slash. */
  path: string
  /** The kernel's name of the parent. */
  parent: string
  /** The directory of the parent, without a leading slash. */
  parentPath: string
  /** The id of its type; absent on a device that is half made, which must never be removed. */
  type?: string
  /** As the kernel spells it, where the back end has UUIDs. */
  uuid?: string
  /** Instance number or handle, where the back end counts. */
  index?: string
}

/** A device that is to be made, when nothing has been written yet. */
export interface PlannedDevice {
  backend: Backend
  parent: NamedParent
  /** The id of the type. */
  type: string
  /** What will name it: see `HostDevice.id`. */
  id: string
  /** Lower case, where the back end has UUIDs. */
  uuid?: string
  index?: string
  /** The UUID of the domain that it is for. */
  group?: string
  /** What was asked for. */
  request: CreateRequest
}

/** What is known of a request beside itself. */
export interface PlanContext {
  /** The UUID of the request in lower case; a fresh one where the request names none. */
  uuid: string
  /** The group of devices that it belongs to: the domain's UUID. */
  group: string | undefined
  /** What earlier requests of the same transaction will make. */
  earlier: readonly PlannedDevice[]
}

/**
 * One way to speak to parents. There is one for each interface that the kernel and the vendors had; which one a parent speaks is
 * found out by its files.
 */
export interface ParentBackend {
  readonly backend: Backend
  /** The parents that are spoken to in this way, sorted bytewise; none is no fault. */
  parents(scan: Scan): ParentEntry[]
  /** The types of one parent, sorted bytewise. Yields after each. */
  types(scan: Scan, parent: ParentEntry, parentName: string): Generator<void, HostType[]>
  /** The active devices of a machine whose nodes and types are known. Yields after each. */
  devices(scan: Scan, nodes: readonly HostNode[], types: readonly HostType[]): Generator<void, HostDevice[]>
  /** The device that has a UUID which a new device can therefore not have; only where UUIDs are unique on a host. */
  holder?(scan: Scan, uuid: string): ActiveDevice | undefined
  /** The active devices that a UUID, a libvirt's name or another id of this back end names, in any spelling. */
  find(scan: Scan, id: string): ActiveDevice[]
  /**
   * Whether a device that was made once is surely not there any more. It is asked of every device that is remembered, and
   * looks at one place alone; what cannot be seen may be there.
   */
  isGone(sysfs: Sysfs, device: Pick<PlannedDevice, 'id' | 'type'>): boolean
  /**
   * Checks a request without writing anything; the first fault in the order of mdevctl's checks.
   * @throws HostError
   */
  plan(scan: Scan, parent: NamedParent, context: PlanContext, request: CreateRequest): PlannedDevice
  /**
   * Makes a planned device with its attributes; nothing is left of it when that fails.
   * @throws HostError
   */
  create(sysfs: Sysfs, planned: PlannedDevice, options: OperationOptions): Promise<HostDevice>
  /**
   * Whether an active device can be removed now.
   * @throws HostError `in-use` when somebody has it open, `busy` when it is being made or removed
   */
  checkIdle(sysfs: Sysfs, device: ActiveDevice): Promise<void>
  /**
   * Removes an active device that is idle.
   * @throws HostError
   */
  remove(sysfs: Sysfs, device: ActiveDevice, options: DestroyOptions): Promise<void>
  /**
   * Starts devices that were made together, where the interface has that; called after the last of a transaction is made.
   * @returns those that were started: none where this machine has nothing to start them with
   * @throws HostError when nothing is started
   */
  start?(sysfs: Sysfs, devices: readonly PlannedDevice[], options: OperationOptions): Promise<PlannedDevice[]>
  /** Takes `start` back, before the devices are removed. */
  stop?(sysfs: Sysfs, devices: readonly PlannedDevice[], options: OperationOptions): Promise<void>
}
