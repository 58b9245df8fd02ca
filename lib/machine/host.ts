import type { MdevAttribute } from '../libvirt/mdev.js'
import type { HostCompatibility } from './migration/compatibility.js'
import type { PoolCounts } from './sketch/pool-counts.js'
import type { HostDevice, HostProblem, HostSnapshot, HostType } from './snapshot/host-snapshot.js'
import type { RecordOptions } from './recording/record-machine.js'
import type { Recording } from './tree/recorded-tree-schema.js'
import type { HostEvent } from './watch/host-events.js'
import type { WatchOptions } from './watch/watch-host.js'

/** What every operation takes. */
export interface OperationOptions {
  signal?: AbortSignal
}

/** What `create` is asked for. */
export interface CreateRequest {
  /** The parent, by the kernel's name (`0000:06:00.0`) or libvirt's (`pci_0000_06_00_0`). */
  parent: string
  /** The id of the type, for example `nvidia-231`. */
  type: string
  /** Any spelling that libvirt reads; a fresh version 4 UUID where absent. */
  uuid?: string
  /** Written in this order after the device is made; when one is refused the device is removed again. */
  attributes?: readonly MdevAttribute[]
  /** How many instances of the type the device is made of, where the type has that (`HostType.aggregation`); 1 where absent. */
  aggregate?: number
  /** Patch v6 only: the handle below the UUID (`<uuid>:<index>:<parameters>`); the lowest free number where absent. */
  index?: string
  /** Patch v6 only: the vendor's text behind the handle; the id of the type where absent, which the driver learns no other way. */
  parameters?: string
}

export interface CreateOptions extends OperationOptions {
  /** The UUID of the domain that the devices are for, in any spelling: they can be listed and destroyed together by it. */
  group?: string
}

export interface DestroyOptions extends OperationOptions {
  /** The parent, where one UUID is known under two. */
  parent?: string
  /** How long to wait for the kernel, in milliseconds; 5,000 where absent. */
  timeout?: number
  /**
   * How long to wait, in milliseconds, for whoever has the device open to close it, before anything is written; 0 where absent:
   * then a device in use is refused at once.
   */
  wait?: number
}

/** What `define` is asked for. */
export interface DefineRequest {
  /**
   * The parent, by the kernel's name or libvirt's. It need not be there yet. Where absent, that of the active device with this
   * UUID.
   */
  parent?: string
  /** The id of the type; where absent, that of the active device with this UUID. */
  type?: string
  /** Any spelling that libvirt reads; a fresh version 4 UUID where absent. */
  uuid?: string
  /** Written in this order each time the device is started. */
  attributes?: readonly MdevAttribute[]
  /** Whether mdevctl starts the device when its parent appears. */
  autostart?: boolean
}

export interface DefineOptions extends OperationOptions {
  /** Has type, start and attributes of an existing definition replaced; keys that only others know stay. */
  replace?: boolean
}

export interface DefinitionOptions extends OperationOptions {
  /** The parent, where one UUID is defined under two. */
  parent?: string
}

export interface StartOptions extends CreateOptions, DefinitionOptions {}

/** What `recover` did about one transaction whose process had ended. */
export interface Recovery {
  id: string
  group?: string
  /** The ids of the devices that were there and are removed now. */
  removed: string[]
  /** The ids of devices that could not be removed, and why. */
  left: { id: string; error: unknown }[]
}

/** What the drivers of a machine tell about migration. */
export interface MachineCompatibility {
  compatibility: HostCompatibility
  problems: readonly HostProblem[]
}

/** A machine whose devices can be seen, made and removed. */
export interface Host {
  /** Reads the machine. What cannot be read is told in `problems`, never thrown. */
  snapshot(options?: OperationOptions): Promise<HostSnapshot>
  /**
   * Makes a device and returns it as it then is.
   * @throws HostError `uuid-invalid`, `uuid-exists`, `parent-unknown`, `type-unknown`, `no-instances-left`,
   *   `attribute-unknown`, `attribute-refused`, `denied`, `read-only`, `parent-gone`, `busy`, `in-use`, `timeout`,
   *   `driver-refused`, `not-supported`
   */
  create(request: CreateRequest, options?: CreateOptions): Promise<HostDevice>
  /**
   * Makes the devices of one guest: all, in the order given, or none. They are checked before the first is made, started together
   * where the interface has that, and undone in reverse when a step fails. A process that is killed on the way leaves a
   * record, by which `recover` removes what it made.
   * @returns the devices as they then are, in the order of the requests
   * @throws HostError as `create`; `request` says which one failed, `undoing` what could not be undone
   */
  createAll(requests: readonly CreateRequest[], options?: CreateOptions): Promise<HostDevice[]>
  /**
   * Makes devices as `createAll` does, lets something be done while they are there, and removes them again, the last first, also
   * when that fails. Should the process end before, `recover` removes what is left.
   * @returns what `use` gives
   * @throws HostError as `createAll`; `undoing` says what could not be removed; and whatever `use` throws
   */
  withDevices<T>(
    requests: readonly CreateRequest[],
    use: (devices: readonly HostDevice[]) => Promise<T>,
    options?: CreateOptions,
  ): Promise<T>
  /**
   * Divides the pool of a parent among its types, where the interface has that, before its first device is made.
   * @param counts How many instances of each type there shall be, by the ids of the types; the driver decides on the others.
   * @returns the types as they then are
   * @throws HostError `parent-unknown`, `type-unknown`, `not-supported`, `attribute-refused`, `no-instances-left`, `in-use` when
   *   devices are there, `denied`, `read-only`, `driver-refused`
   */
  configurePool(parent: string, counts: PoolCounts, options?: OperationOptions): Promise<HostType[]>
  /**
   * Stores the definition of a device as mdevctl does, in `etc/mdevctl.d`. Whether the parent offers the type now is not asked.
   * @returns the device as a snapshot then shows it
   * @throws HostError `uuid-invalid`, `parent-unknown` or `type-unknown` where none is named or the name can be none,
   *   `attribute-refused`, `definition-exists`, `not-supported`, `busy`, `denied`, `read-only`, `driver-refused`
   */
  define(request: DefineRequest, options?: DefineOptions): Promise<HostDevice>
  /**
   * Removes the definition of a device, named by its UUID or libvirt's name. A device that is active stays.
   * @throws HostError `definition-unknown`, `uuid-ambiguous`, `busy`, `denied`, `read-only`, `driver-refused`
   */
  undefine(id: string, options?: DefinitionOptions): Promise<void>
  /**
   * Makes a defined device and returns it as it then is.
   * @throws HostError `definition-unknown`, `uuid-ambiguous`, and as `create`
   */
  start(id: string, options?: StartOptions): Promise<HostDevice>
  /**
   * Says whether a defined device is started when its parent appears; the rest of its definition stays as it is.
   * @throws HostError as `undefine`
   */
  setAutostart(id: string, autostart: boolean, options?: DefinitionOptions): Promise<void>
  /**
   * Removes a device, named by its UUID or libvirt's name.
   * @throws HostError `device-unknown`, `uuid-ambiguous`, `in-use`, `busy`, `denied`, `read-only`, `timeout`, `driver-refused`
   */
  destroy(id: string, options?: DestroyOptions): Promise<void>
  /**
   * Removes the devices that were made together, the last one first. Devices of others are left alone, and none is removed
   * when one of them is in use.
   * @param group The UUID of the domain, in any spelling.
   * @returns the ids of what was removed; none when nothing of the group is there
   * @throws HostError as `destroy`, `uuid-invalid`, and `busy` while somebody makes or removes devices of the group; `help` says
   *   what was removed before a failure
   */
  destroyGroup(group: string, options?: DestroyOptions): Promise<string[]>
  /**
   * Removes what transactions have left behind whose process has ended (`HostSnapshot.unfinished`). A transaction that is still
   * going on is left alone.
   * @param id One of them; all where absent.
   * @throws HostError for an id: `device-unknown` when it is no unfinished transaction, `busy` when it is still going on
   */
  recover(id?: string, options?: DestroyOptions): Promise<Recovery[]>
  /** What the drivers tell about migration, of each device and each type; what cannot be read is told in `problems`. */
  compatibility(options?: OperationOptions): Promise<MachineCompatibility>
  /**
   * Saves the bytes of the files that a snapshot is made of: a recording opens as a host anywhere else, and its snapshot is equal.
   * @throws HostError `not-supported` on what has no files (a snapshot)
   */
  record(options?: RecordOptions): Promise<Recording>
  /**
   * Tells what comes, goes and changes from now on: devices, types with what is left of them, parents. Leaving the loop or
   * aborting ends it.
   * @throws the signal's reason
   */
  watch(options?: WatchOptions): AsyncIterableIterator<HostEvent>
  close(): Promise<void>
}
