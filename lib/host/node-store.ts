import { randomBytes } from 'node:crypto'
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync, unlinkSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { mkdir, open, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Store, StoreLockOptions } from '../machine/port/store.js'
import { SysfsError } from '../machine/port/sysfs.js'
import { sysfsError } from '../machine/port/sysfs-path.js'
import { fromNodeError } from './node-error.js'
import { takeLock } from './node-lock.js'
import { NodePaths } from './node-paths.js'
import { hasEnded, processMark } from './process-mark.js'

/** Far more than a definition or a record has; a file that is longer is refused with `EFBIG`. */
const LONGEST = 1 << 20

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants

/** What a file is called until it is whole. No reader takes it for a definition. */
const TEMPORARY = /^\.nodedev-xml\.[0-9a-f]{16}\.([\w-]+)\.tmp$/

/**
 * A machine's stored files, below a directory: `/`, a container's view of its host, or a false tree for a test. A file that
 * is a symbolic link is neither read nor replaced (`ELOOP`); directories may be links that stay below the root.
 */
export class NodeStore implements Store {
  readonly #paths: NodePaths

  constructor(root = '/') {
    this.#paths = new NodePaths(root)
  }

  list(directory: string): string[] {
    const path = this.#paths.locate(directory, 'readdir')
    try {
      return readdirSync(path).filter((name) => !TEMPORARY.test(name))
    } catch (error) {
      throw fromNodeError(error, 'readdir', directory)
    }
  }

  read(file: string): Uint8Array {
    const path = this.#paths.locateLink(file, 'open')
    try {
      // a pipe in the place of a file must not make the reader wait
      const fd = openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
      try {
        const stat = fstatSync(fd)
        if (stat.isDirectory()) throw sysfsError('EISDIR', 'read', file)
        if (!stat.isFile()) throw sysfsError('EINVAL', 'read', file)
        if (stat.size > LONGEST) throw sysfsError('EFBIG', 'read', file)
        return new Uint8Array(readFileSync(fd))
      } finally {
        closeSync(fd)
      }
    } catch (error) {
      throw fromNodeError(error, 'open', file)
    }
  }

  async replace(file: string, bytes: Uint8Array): Promise<void> {
    const path = this.#paths.locateLink(file, 'open')
    const directory = dirname(path)
    try {
      await makeDirectory(directory, file)
      const old = lstatSync(path, { throwIfNoEntry: false })
      if (old?.isSymbolicLink() === true) throw sysfsError('ELOOP', 'open', file)
      if (old?.isDirectory() === true) throw sysfsError('EISDIR', 'open', file)
      sweep(directory)
      const temporary = join(directory, `.nodedev-xml.${randomBytes(8).toString('hex')}.${processMark()}.tmp`)
      try {
        await writeWhole(temporary, bytes, old)
        await rename(temporary, path)
      } catch (error) {
        await unlink(temporary).catch(() => undefined)
        throw error
      }
      await syncDirectory(directory)
    } catch (error) {
      throw fromNodeError(error, 'open', file)
    }
  }

  async remove(file: string): Promise<void> {
    const path = this.#paths.locateLink(file, 'unlink')
    try {
      await unlink(path)
      await syncDirectory(dirname(path))
    } catch (error) {
      throw fromNodeError(error, 'unlink', file)
    }
  }

  /** While it is held a file whose name begins with that of the lock stands in the lock's directory. */
  async lock(file: string, options: StoreLockOptions = {}): Promise<() => Promise<void>> {
    const path = this.#paths.locateLink(file, 'open')
    try {
      await makeDirectory(dirname(path), file)
      return await takeLock(path, file, options)
    } catch (error) {
      throw fromNodeError(error, 'open', file)
    }
  }
}

/** Writes a new file and has it on the disk, with the rights of the one whose place it is to take. */
async function writeWhole(path: string, bytes: Uint8Array, old: Stats | undefined): Promise<void> {
  const handle = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, old === undefined ? 0o644 : 0o600)
  try {
    await handle.writeFile(bytes)
    if (old !== undefined) {
      const { mode, uid, gid } = old
      // only root may give a file away; whoever may not keeps it, as an editor would
      await handle.chown(uid, gid).catch(() => undefined)
      await handle.chmod(mode & 0o777)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Removes what processes that were killed have left half written. */
function sweep(directory: string): void {
  for (const name of readdirSync(directory)) {
    const mark = TEMPORARY.exec(name)?.[1]
    if (mark === undefined || !hasEnded(mark)) continue
    try {
      unlinkSync(join(directory, name))
    } catch {
      // it disturbs nobody
    }
  }
}

/** Makes a directory and those above it, each with its name on the disk. */
async function makeDirectory(directory: string, file: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true, mode: 0o755 }).catch((error: unknown) => {
    const failure = fromNodeError(error, 'mkdir', file)
    throw failure instanceof SysfsError && failure.code === 'EEXIST'
      ? sysfsError('ENOTDIR', 'mkdir', file, error)
      : failure
  })
  if (first === undefined) return
  for (let made = directory; made.length >= first.length; made = dirname(made)) await syncDirectory(dirname(made))
}

/** Has the names in a directory on the disk too, where the system lets a directory be opened for that. */
async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, O_RDONLY | O_DIRECTORY)
    await handle.sync().finally(() => handle.close())
  } catch {
    // the files are in their places; whether they survive a power cut now is up to the file system
  }
}
