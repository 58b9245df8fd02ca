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
}

export interface DestroyOptions extends OperationOptions {
  /** The parent, where one UUID is known under two. */
  parent?: string
  /** How long to wait for the kernel, in milliseconds; 5,000 where absent. */
  timeout?: number
}

/** A machine whose devices can be seen, made and removed. */
export interface Host {
  /** Reads the machine. What cannot be read is told in `problems`, never thrown. */
  snapshot(options?: OperationOptions): Promise<HostSnapshot>
  /**
   * Makes a device and returns it as it then is.
   * @throws HostError `uuid-invalid`, `uuid-exists`, `parent-unknown`, `type-unknown`, `no-instances-left`,
   *   `attribute-unknown`, `attribute-refused`, `denied`, `read-only`, `parent-gone`, `busy`, `driver-refused`
   */
  create(request: CreateRequest, options?: OperationOptions): Promise<HostDevice>
  /**
   * Removes a device, named by its UUID or libvirt's name.
   * @throws HostError `device-unknown`, `uuid-ambiguous`, `in-use`, `busy`, `denied`, `read-only`, `timeout`, `driver-refused`
   */
  destroy(id: string, options?: DestroyOptions): Promise<void>
  close(): Promise<void>
}
