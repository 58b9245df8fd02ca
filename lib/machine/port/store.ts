/**
 * The port to a machine's small stored files: definitions in mdevctl's format, and what this library keeps of the devices it
 * made. Paths are as in `Sysfs`: below the machine's root, without a leading slash. Failures are thrown as `SysfsError`.
 */
export interface Store {
  /** The names in a directory. */
  list(directory: string): string[]
  /** The whole content of a file. */
  read(file: string): Uint8Array
  /**
   * Gives a file this content, all of it or none: whoever reads sees the old content or the new one, also after the machine
   * lost power. Directories above it are made.
   */
  replace(file: string, bytes: Uint8Array): Promise<void>
  /** Removes a file; an absent one is `ENOENT`. */
  remove(file: string): Promise<void>
  /**
   * Takes a lock that other processes on this machine respect. What ends without giving it back, even killed, holds it no
   * longer.
   * @returns gives it back
   * @throws SysfsError `EAGAIN` when another one holds it and `timeout` milliseconds are over (0 where absent); the signal's reason
   */
  lock(file: string, options?: StoreLockOptions): Promise<() => Promise<void>>
}

export interface StoreLockOptions {
  /** How long to wait for whoever holds it, in milliseconds. */
  timeout?: number
  signal?: AbortSignal
}
