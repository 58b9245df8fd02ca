import type { DeviceUser } from './port/sysfs.js'

/** Why an operation on a host failed; a closed set that callers may branch on. */
export type HostErrorCode =
  | 'uuid-invalid'
  | 'uuid-exists'
  | 'uuid-ambiguous'
  | 'parent-unknown'
  | 'type-unknown'
  | 'no-instances-left'
  | 'device-unknown'
  | 'in-use'
  | 'busy'
  | 'denied'
  | 'read-only'
  | 'attribute-unknown'
  | 'attribute-refused'
  | 'definition-exists'
  | 'definition-unknown'
  | 'not-supported'
  | 'parent-gone'
  | 'timeout'
  | 'driver-refused'
  | 'connection-failed'

/** A device that stands in the way of another one. */
export interface OtherDevice {
  /** See `HostDevice.id`. */
  id: string
  /** The kernel's name of its parent. */
  parent: string
  /** The id of its type; absent where it is half made. */
  type?: string
}

/** The facts behind a `HostError`. */
export interface HostErrorDetails {
  /** The kernel's symbol, where the kernel refused, for example `ENOSPC`. */
  errno?: string
  syscall?: string
  /** The file below the machine's root. */
  file?: string
  cause?: unknown
  /** Set when undoing a half-done operation failed as well: what that failure was. */
  undoing?: unknown
  /** What to do about it, as one sentence. */
  help?: string
  /** Of several requests, which one failed, from 0 up. */
  request?: number
  /** Who has the device open, as far as the caller may see that. */
  holders?: readonly DeviceUser[]
  /** The device that has the UUID. */
  takenBy?: OtherDevice
  /** The devices that share the hardware of the parent, or hold what was asked for. */
  siblings?: readonly OtherDevice[]
}

/** A failed operation on a host. The message is one sentence; `code` is for programs. */
export class HostError extends Error {
  override readonly name = 'HostError'
  readonly code: HostErrorCode
  readonly errno?: string
  readonly syscall?: string
  readonly file?: string
  readonly undoing?: unknown
  readonly help?: string
  readonly request?: number
  readonly holders?: readonly DeviceUser[]
  readonly takenBy?: OtherDevice
  readonly siblings?: readonly OtherDevice[]

  constructor(code: HostErrorCode, message: string, details: HostErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    if (details.errno !== undefined) this.errno = details.errno
    if (details.syscall !== undefined) this.syscall = details.syscall
    if (details.file !== undefined) this.file = details.file
    if (details.undoing !== undefined) this.undoing = details.undoing
    if (details.help !== undefined) this.help = details.help
    if (details.request !== undefined) this.request = details.request
    if (details.holders !== undefined) this.holders = details.holders
    if (details.takenBy !== undefined) this.takenBy = details.takenBy
    if (details.siblings !== undefined) this.siblings = details.siblings
  }

  /** The same failure with more facts. */
  with(more: Partial<HostErrorDetails>): HostError {
    const { errno, syscall, file, undoing, help, request, holders, takenBy, siblings, cause } = this
    return new HostError(this.code, this.message, {
      ...(errno !== undefined && { errno }),
      ...(syscall !== undefined && { syscall }),
      ...(file !== undefined && { file }),
      ...(undoing !== undefined && { undoing }),
      ...(help !== undefined && { help }),
      ...(request !== undefined && { request }),
      ...(holders !== undefined && { holders }),
      ...(takenBy !== undefined && { takenBy }),
      ...(siblings !== undefined && { siblings }),
      ...(cause !== undefined && { cause }),
      ...more,
    })
  }
}
