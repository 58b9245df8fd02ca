import type { MdevAttribute } from '../libvirt/mdev.js'
import type { HostDevice, HostSnapshot } from './snapshot/host-snapshot.js'

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
  /** How many instances of the type the device is made of, where the type has that (`aggregate=N`); 1 where absent. */
  aggregate?: number
  /** Patch v6 only: the handle below the UUID (`<uuid>:<index>:<parameters>`); the lowest free number where absent. */
  index?: string
  /** Patch v6 only: the vendor's text behind the handle; empty where absent. */
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

/** What `recover` did about one transaction whose process had ended. */
export interface Recovery {
  id: string
  group?: string
  /** The ids of the devices that were there and are removed now. */
  removed: string[]
  /** The ids of devices that could not be removed, and why. */
  left: { id: string; error: unknown }[]
}

/** A machine whose devices can be seen, made and removed. */
export interface Host {
  /** Reads the machine. What cannot be read is told in `problems`, never thrown. */
  snapshot(options?: OperationOptions): Promise<HostSnapshot>
  /**
   * Makes a device and returns it as it then is.
   * @throws HostError `uuid-invalid`, `uuid-exists`, `parent-unknown`, `type-unknown`, `no-instances-left`,
   *   `attribute-unknown`, `attribute-refused`, `denied`, `read-only`, `parent-gone`, `busy`, `driver-refused`, `not-supported`
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
   * Removes a device, named by its UUID or libvirt's name.
   * @throws HostError `device-unknown`, `uuid-ambiguous`, `in-use`, `busy`, `denied`, `read-only`, `timeout`, `driver-refused`
   */
  destroy(id: string, options?: DestroyOptions): Promise<void>
  /**
   * Removes the devices that were made together, the last one first. Devices of others are left alone, and none is removed
   * when one of them is in use.
   * @returns the ids of what was removed; none when nothing of the group is there
   * @throws HostError as `destroy`
   */
  destroyGroup(group: string, options?: DestroyOptions): Promise<string[]>
  /**
   * Removes what transactions have left behind whose process has ended (`HostSnapshot.unfinished`). A transaction that is still
   * going on is left alone.
   * @param id One of them; all where absent.
   */
  recover(id?: string, options?: DestroyOptions): Promise<Recovery[]>
  close(): Promise<void>
}
