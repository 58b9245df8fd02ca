import { closeSync, constants, openSync, readlinkSync, readSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { DeviceUser, Sysfs, SysfsWriteOptions } from '../machine/port/sysfs.js'
import { SysfsError } from '../machine/port/sysfs.js'
import { sysfsError } from '../machine/port/sysfs-path.js'
import { blockingWrite } from './blocking-write.js'
import { watchUevents } from './watch-uevents.js'
import { fromNodeError } from './node-error.js'
import { NodePaths } from './node-paths.js'
import { processesHolding } from './proc-users.js'

/** More than any file of sysfs has; a file that is longer is refused with `EFBIG`. */
const LONGEST = 1 << 20
/** What a sysfs attribute can hold at most. */
const PAGE = 4096
const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants

/**
 * A real machine's device files, below a directory: `/`, a container's view of its host, or a false tree for a test.
 *
 * Reads are synchronous, as asynchronous ones take many times as long on sysfs. No file is ever created or cut.
 */
export class NodeSysfs implements Sysfs {
  readonly #paths: NodePaths
  #buffer = Buffer.allocUnsafeSlow(1 << 16)

  constructor(root = '/') {
    this.#paths = new NodePaths(root)
  }

  /** The directory that paths begin at. */
  get root(): string {
    return this.#paths.root === '' ? '/' : this.#paths.root
  }

  /**
   * The absolute path on this machine that a path of the port leads to.
   * @throws SysfsError `EINVAL`, `EXDEV`, `ELOOP`
   */
  locate(path: string): string {
    return this.#paths.locate(path, 'open')
  }

  list(directory: string): string[] {
    try {
      return this.#paths.list(directory)
    } catch (error) {
      throw fromNodeError(error, 'readdir', directory)
    }
  }

  read(file: string): Uint8Array {
    const fd = this.#openForReading(file)
    try {
      return this.#readAll(fd, file)
    } catch (error) {
      throw fromNodeError(error, 'read', file)
    } finally {
      closeSync(fd)
    }
  }

  /** Without a copy of the bytes: a scan reads thousands of such files. */
  text(file: string): string | undefined {
    const fd = this.#openForReading(file)
    try {
      const length = readSync(fd, this.#buffer, 0, this.#buffer.length, null)
      if (length > PAGE) return undefined
      const text = this.#buffer.toString('utf8', 0, length)
      // what is not UTF-8 was replaced
      return text.includes('\ufffd') ? undefined : text
    } catch (error) {
      throw fromNodeError(error, 'read', file)
    } finally {
      closeSync(fd)
    }
  }

  link(path: string): string {
    const link = this.#paths.locateLink(path, 'readlink')
    try {
      return readlinkSync(link)
    } catch (error) {
      throw fromNodeError(error, 'readlink', path)
    }
  }

  resolve(path: string): string {
    return this.#paths.resolve(path)
  }

  async write(file: string, bytes: Uint8Array, options: SysfsWriteOptions = {}): Promise<void> {
    options.signal?.throwIfAborted()
    const path = this.#paths.locate(file, 'open')
    if (options.mayBlock === true) return blockingWrite(path, file, bytes, options)
    try {
      const handle = await open(path, O_WRONLY | O_NONBLOCK | this.#noFollow())
      try {
        const { bytesWritten } = await handle.write(bytes, 0, bytes.length, null)
        if (bytesWritten !== bytes.length) throw sysfsError('EIO', 'write', file)
      } finally {
        await handle.close()
      }
    } catch (error) {
      throw fromNodeError(error, 'open', file)
    }
  }

  /**
   * Opens the VFIO group as libvirt does: the kernel lets one process in and answers `EBUSY` to the next. Whoever may not
   * open it cannot know, and hears `false`.
   */
  inUse(iommuGroup: number): Promise<boolean> {
    try {
      closeSync(openSync(this.#paths.locate(`dev/vfio/${iommuGroup}`, 'open'), O_RDONLY | O_NONBLOCK))
    } catch (error) {
      const failure = fromNodeError(error, 'open', `dev/vfio/${iommuGroup}`)
      return Promise.resolve(failure instanceof Error && 'code' in failure && failure.code === 'EBUSY')
    }
    return Promise.resolve(false)
  }

  mode(file: string): number | undefined {
    try {
      const mode = statSync(this.#paths.locate(file, 'open'), { throwIfNoEntry: false })?.mode
      return mode === undefined ? undefined : mode & 0o7777
    } catch {
      return undefined
    }
  }

  users(iommuGroup: number): Promise<DeviceUser[]> {
    return processesHolding(this, iommuGroup)
  }

  /** The kernel's uevents by `udevadm monitor`, on this machine itself and where that is installed. */
  watch(changed: () => void): () => void {
    return this.#paths.root === '' ? watchUevents(changed) : () => {}
  }

  /** Most files are no links: the look at each is saved by trying. */
  #openForReading(file: string): number {
    try {
      // a pipe in the place of a file must not make the reader wait
      return openSync(this.#paths.locateLink(file, 'open'), O_RDONLY | O_NONBLOCK | this.#noFollow())
    } catch (error) {
      const failure = fromNodeError(error, 'open', file)
      if (!(failure instanceof SysfsError && failure.code === 'ELOOP')) throw failure
    }
    try {
      return openSync(this.#paths.locate(file, 'open'), O_RDONLY | O_NONBLOCK | this.#noFollow())
    } catch (error) {
      throw fromNodeError(error, 'open', file)
    }
  }

  #readAll(fd: number, file: string): Uint8Array {
    let length = 0
    for (;;) {
      const count = readSync(fd, this.#buffer, length, this.#buffer.length - length, null)
      length += count
      // the kernel gives an attribute at once: what does not fill the buffer was all
      if (length < this.#buffer.length) return pooledCopy(this.#buffer.subarray(0, length))
      if (length >= LONGEST) throw sysfsError('EFBIG', 'read', file)
      const larger = Buffer.allocUnsafeSlow(LONGEST)
      this.#buffer.copy(larger)
      this.#buffer = larger
    }
  }

  /** Below a directory of our own all links are followed by us, and none may be left at the end. */
  #noFollow(): number {
    return this.#paths.root === '' ? 0 : O_NOFOLLOW
  }
}

/** A copy in Node's pool: an allocation of its own for each of thousands of small files would keep the garbage collector busy. */
function pooledCopy(bytes: Buffer): Uint8Array {
  const copy = Buffer.from(bytes)
  return new Uint8Array(copy.buffer, copy.byteOffset, copy.byteLength)
}
