/**
 * The port through which everything reads and writes a machine's device files. The real machine (`lib/host`), a simulated
 * kernel and a recorded tree implement it; the driver logic stands above it, once.
 *
 * A path names a file below the machine's root, without a leading slash and with `/` between its parts:
 * `sys/class/mdev_bus`. Only the implementation resolves it. It refuses, with `EINVAL` and before it touches anything, an
 * empty path, a leading `/`, an empty part, `.` or `..` as a part, and NUL.
 *
 * Failures are thrown as `SysfsError`.
 */
export interface Sysfs {
  /** The names in a directory, in the order the system gives them. */
  list(directory: string): string[]
  /** The whole content of a file. */
  read(file: string): Uint8Array
  /**
   * The whole content of a file as text, where the machine can give that faster: at most 4,096 bytes of UTF-8; `undefined` of any
   * other content.
   */
  text?(file: string): string | undefined
  /** The target of a symbolic link, as the link holds it. */
  link(path: string): string
  /** The path below the root that `path` leads to when every link on the way is followed; never outside of the root. */
  resolve(path: string): string
  /** Writes in one operation, without creating the file, as sysfs demands. Resolves when the kernel has done it. */
  write(file: string, bytes: Uint8Array, options?: SysfsWriteOptions): Promise<void>
  /** Whether somebody holds the VFIO group open, asked without disturbing it. `false` where the machine has no such group. */
  inUse(iommuGroup: number): Promise<boolean>
  /**
   * The processes that hold the VFIO group open, as far as the caller may see them; absent where nobody can be asked. It waits
   * for none of them.
   */
  users?(iommuGroup: number): Promise<DeviceUser[]>
  /**
   * The permission bits of a file, for example `0o644`; `undefined` where it is absent. Only where the machine tells them: who may
   * write where is asked by writing.
   */
  mode?(file: string): number | undefined
  /** Calls back when a device may have come, gone or changed, where the machine tells; what it returns ends that. */
  watch?(changed: () => void): () => void
}

/** A process that has a device open. */
export interface DeviceUser {
  pid: number
  /** Its name, cut by the kernel to 15 bytes, for example `qemu-system-x86`. */
  command: string
}

export interface SysfsWriteOptions {
  /** The kernel may block this write until a device is closed: it must not be able to hang the caller's process. */
  mayBlock?: boolean
  /** How long to wait for a write that may block, in milliseconds; then `ETIMEDOUT` is thrown, whatever the kernel does later. */
  timeout?: number
  signal?: AbortSignal
}

/** A failed operation of a `Sysfs`, with the kernel's error, also where Node has no name for its number. */
export class SysfsError extends Error {
  override readonly name = 'SysfsError'
  /** The symbol, for example `EUSERS`. */
  readonly code: string
  /** The positive number, for example 87; 0 where there is none. */
  readonly errno: number
  /** `open`, `write`, `read`, `readdir` or `readlink`. */
  readonly syscall: string
  /** The path below the root. */
  readonly file: string

  constructor(fields: { code: string; errno: number; syscall: string; file: string; cause?: unknown }) {
    super(
      `${fields.syscall} ${fields.file}: ${fields.code}`,
      fields.cause === undefined ? undefined : { cause: fields.cause },
    )
    this.code = fields.code
    this.errno = fields.errno
    this.syscall = fields.syscall
    this.file = fields.file
  }
}
