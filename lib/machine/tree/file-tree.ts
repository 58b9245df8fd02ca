import { Errno } from '../port/errno.js'
import type { SysfsWriteOptions } from '../port/sysfs.js'
import { baseName, checkSysfsPath, directoryName, relativeLink, sysfsError } from '../port/sysfs-path.js'
import { timerLength } from '../port/timer-length.js'

/** A file of a tree in memory. Both functions may throw an `Errno`. */
export interface TreeFile {
  /** Permission bits. As in sysfs nobody is above them: what has no read bit is not even opened for root. */
  mode: number
  /** Gives the content; without it a readable file answers `EIO`. */
  show?: () => string | Uint8Array
  /** Takes what was written, at most 4,096 bytes at once; without it a writable file answers `EIO`. */
  store?: (bytes: Uint8Array, options: SysfsWriteOptions) => void | Promise<void>
}

interface FileNode extends TreeFile {
  kind: 'file'
}
interface LinkNode {
  kind: 'link'
  target: string
}
interface DirectoryNode {
  kind: 'directory'
  mode: number
  entries: Map<string, TreeNode>
}
type TreeNode = FileNode | LinkNode | DirectoryNode

/** What an entry of a tree is, for comparing trees. */
export type TreeEntry =
  { kind: 'directory'; mode: number } | { kind: 'file'; mode: number } | { kind: 'link'; target: string }

/** The kernel hands a driver one page of a write at most. */
const PAGE = 4096
const LINK_LIMIT = 40
/** The longest path, and so the longest target of a link, in characters. */
const PATH_LIMIT = 4095
const encoder = new TextEncoder()

/**
 * Files, directories and links in memory that answer as sysfs does. The simulated kernel and recorded trees stand on it.
 * Paths are those of the `Sysfs` port.
 */
export class FileTree {
  readonly #root: DirectoryNode = { kind: 'directory', mode: 0o755, entries: new Map() }
  readonly #watchers = new Set<() => void>()

  /** Calls back whenever an entry comes or goes; what it returns ends that. */
  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => this.#watchers.delete(changed)
  }

  /** Makes a directory and those above it. */
  addDirectory(path: string, mode = 0o755): void {
    const existed = this.#at(path) !== undefined
    const directory = this.#directory(path)
    if (!existed) directory.mode = mode
  }

  addFile(path: string, file: TreeFile): void {
    this.#directory(directoryName(path)).entries.set(baseName(path), { kind: 'file', ...file })
    this.#changed()
  }

  /** A link to another path of the tree, relative, as sysfs writes it. */
  addLink(path: string, target: string): void {
    this.addRawLink(path, relativeLink(path, target))
  }

  /** A link with exactly this text. */
  addRawLink(path: string, target: string): void {
    this.#directory(directoryName(path)).entries.set(baseName(path), { kind: 'link', target })
    this.#changed()
  }

  /** Removes a file, a link, or a directory with all that is in it; nothing happens when it is absent. */
  remove(path: string): void {
    const directory = this.#at(directoryName(path))
    if (directory?.kind === 'directory' && directory.entries.delete(baseName(path))) this.#changed()
  }

  /** What stands at a path, without following a link there. */
  entry(path: string): TreeEntry | undefined {
    const node = this.#at(path)
    if (node === undefined) return undefined
    return node.kind === 'link' ? { kind: 'link', target: node.target } : { kind: node.kind, mode: node.mode }
  }

  /** The permission bits of what a path leads to; `undefined` where there is nothing. */
  mode(path: string): number | undefined {
    try {
      return this.#open(path, 'open').node.mode
    } catch {
      return undefined
    }
  }

  list(directory: string): string[] {
    const node = this.#open(directory, 'readdir').node
    if (node.kind !== 'directory') throw sysfsError('ENOTDIR', 'readdir', directory)
    return [...node.entries.keys()]
  }

  read(file: string): Uint8Array {
    const { node } = this.#open(file, 'open')
    if (node.kind === 'directory') throw sysfsError('EISDIR', 'read', file)
    if ((node.mode & 0o444) === 0) throw sysfsError('EACCES', 'open', file)
    try {
      if (!node.show) throw new Errno('EIO')
      const content = node.show()
      // a copy: what the reader does with it is its own
      return typeof content === 'string' ? encoder.encode(content) : content.slice()
    } catch (error) {
      throw asSysfsError(error, 'read', file)
    }
  }

  link(path: string): string {
    checkSysfsPath(path, 'readlink')
    const above = directoryName(path)
    const directory = above === '' ? this.#root : this.#open(above, 'readlink').node
    if (directory.kind !== 'directory') throw sysfsError('ENOTDIR', 'readlink', path)
    const node = directory.entries.get(baseName(path))
    if (!node) throw sysfsError('ENOENT', 'readlink', path)
    if (node.kind !== 'link') throw sysfsError('EINVAL', 'readlink', path)
    return node.target
  }

  resolve(path: string): string {
    return this.#open(path, 'readlink').path
  }

  async write(file: string, bytes: Uint8Array, options: SysfsWriteOptions = {}): Promise<void> {
    options.signal?.throwIfAborted()
    const { node } = this.#open(file, 'open')
    if (node.kind === 'directory') throw sysfsError('EISDIR', 'open', file)
    if ((node.mode & 0o222) === 0) throw sysfsError('EACCES', 'open', file)
    // sysfs calls no driver for an empty write
    if (bytes.length === 0) return
    try {
      if (!node.store) throw new Errno('EIO')
      await within(node.store(bytes.subarray(0, PAGE), options), options)
      if (bytes.length > PAGE) throw new Errno('EIO')
    } catch (error) {
      throw asSysfsError(error, 'write', file)
    }
  }

  #changed(): void {
    for (const changed of this.#watchers) changed()
  }

  #at(path: string): TreeNode | undefined {
    let node: TreeNode | undefined = this.#root
    for (const part of path === '' ? [] : path.split('/')) {
      if (node?.kind !== 'directory') return undefined
      node = node.entries.get(part)
    }
    return node
  }

  #directory(path: string): DirectoryNode {
    let directory = this.#root
    for (const part of path === '' ? [] : path.split('/')) {
      let next = directory.entries.get(part)
      if (next?.kind !== 'directory') {
        next = { kind: 'directory', mode: 0o755, entries: new Map() }
        directory.entries.set(part, next)
      }
      directory = next
    }
    return directory
  }

  #open(path: string, syscall: string): { node: FileNode | DirectoryNode; path: string } {
    checkSysfsPath(path, syscall)
    const todo = path.split('/').reverse()
    const above: { name: string; node: DirectoryNode }[] = []
    let directory = this.#root
    let links = 0
    const here = (name?: string) =>
      [...above.map((level) => level.name), ...(name === undefined ? [] : [name])].join('/')
    for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
      if (part === '' || part === '.') continue
      if (part === '..') {
        // a link that leads out of the root
        if (above.pop() === undefined) throw sysfsError('EXDEV', syscall, path)
        directory = above.at(-1)?.node ?? this.#root
        continue
      }
      const node = directory.entries.get(part)
      if (!node) throw sysfsError('ENOENT', syscall, path)
      if (node.kind === 'link') {
        if (++links > LINK_LIMIT) throw sysfsError('ELOOP', syscall, path)
        if (node.target.length > PATH_LIMIT) throw sysfsError('ENAMETOOLONG', syscall, path)
        if (node.target.startsWith('/')) {
          above.length = 0
          directory = this.#root
        }
        todo.push(...node.target.split('/').reverse())
      } else if (node.kind === 'directory') {
        above.push({ name: part, node })
        directory = node
      } else {
        if (todo.some((rest) => rest !== '' && rest !== '.')) throw sysfsError('ENOTDIR', syscall, path)
        return { node, path: here(part) }
      }
    }
    return { node: directory, path: here() }
  }
}

function asSysfsError(error: unknown, syscall: string, file: string): unknown {
  if (!(error instanceof Errno)) return error
  // the kernel's own number for "try again later" never reaches a program
  return sysfsError(error.code === 'EPROBE_DEFER' ? 'EAGAIN' : error.code, syscall, file, error)
}

/** Waits for a write as long as its caller wants to; the write itself goes on. */
async function within(write: void | Promise<void>, options: SysfsWriteOptions): Promise<void> {
  if (write === undefined) return
  const { timeout, signal } = options
  if (timeout === undefined && signal === undefined) {
    await write
    return
  }
  let stop = () => {}
  const given = new Promise<'late' | 'aborted'>((resolve) => {
    const timer = timeout === undefined ? undefined : setTimeout(() => resolve('late'), timerLength(timeout))
    const abort = () => resolve('aborted')
    signal?.addEventListener('abort', abort, { once: true })
    stop = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
  })
  try {
    const end = await Promise.race([write, given])
    if (end === 'late') throw new Errno('ETIMEDOUT')
    if (end === 'aborted') signal?.throwIfAborted()
  } finally {
    stop()
    write.catch(() => {})
  }
}
