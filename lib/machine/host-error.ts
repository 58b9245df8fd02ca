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

  constructor(code: HostErrorCode, message: string, details: HostErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    if (details.errno !== undefined) this.errno = details.errno
    if (details.syscall !== undefined) this.syscall = details.syscall
    if (details.file !== undefined) this.file = details.file
    if (details.undoing !== undefined) this.undoing = details.undoing
    if (details.help !== undefined) this.help = details.help
    if (details.request !== undefined) this.request = details.request
  }

  /** The same failure with more facts. */
  with(more: Partial<HostErrorDetails>): HostError {
    const { errno, syscall, file, undoing, help, request, cause } = this
    return new HostError(this.code, this.message, {
      ...(errno !== undefined && { errno }),
      ...(syscall !== undefined && { syscall }),
      ...(file !== undefined && { file }),
      ...(undoing !== undefined && { undoing }),
      ...(help !== undefined && { help }),
      ...(request !== undefined && { request }),
      ...(cause !== undefined && { cause }),
      ...more,
    })
  }
}
