import { lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { checkSysfsPath, sysfsError } from '../machine/port/sysfs-path.js'
import { fromNodeError } from './node-error.js'

const LINK_LIMIT = 40
/** How long a directory is known to be one and no link, in milliseconds. */
const REMEMBER = 100

/**
 * Finds the files of a machine below a directory. Links are followed as that machine would follow them: an absolute target is
 * meant from the root, and none leads out of it. (A tree that is changed while it is being read could still deceive it.)
 */
export class NodePaths {
  /** The directory, without a slash at its end; empty for `/`. */
  readonly root: string
  readonly #directories = new Set<string>()
  #rememberedUntil = 0

  constructor(root: string) {
    this.root = root.replace(/(?<!\/)\/+$/, '')
  }

  /**
   * The absolute path of a file on this machine.
   * @throws SysfsError `EINVAL` for a path that the port does not take, `EXDEV` for a link out of the root, `ENOENT`, `ELOOP`
   */
  locate(path: string, syscall: string): string {
    checkSysfsPath(path, syscall)
    return this.root === '' ? `/${path}` : `${this.root}/${this.#walk(path, syscall)}`
  }

  /** As `locate`, but a link at the end is not followed. */
  locateLink(path: string, syscall: string): string {
    checkSysfsPath(path, syscall)
    const slash = path.lastIndexOf('/')
    if (this.root === '' || slash < 0) return `${this.root}/${path}`
    return `${this.root}/${this.#walk(path.slice(0, slash), syscall)}${path.slice(slash)}`
  }

  /**
   * The names in a directory. What the system says of their kinds on the way saves the look at each directory later.
   * @throws SysfsError as `locate`; what reading the directory fails with
   */
  list(directory: string): string[] {
    if (this.root === '') return readdirSync(this.locate(directory, 'readdir'))
    checkSysfsPath(directory, 'readdir')
    const place = this.#walk(directory, 'readdir')
    const names: string[] = []
    for (const entry of readdirSync(`${this.root}/${place}`, { withFileTypes: true })) {
      names.push(entry.name)
      if (entry.isDirectory()) this.#directories.add(`${place}/${entry.name}`)
    }
    return names
  }

  /** The path below the root that `path` leads to. */
  resolve(path: string): string {
    checkSysfsPath(path, 'readlink')
    if (this.root !== '') {
      const found = this.#walk(path, 'readlink')
      if (lstatSync(`${this.root}/${found}`, { throwIfNoEntry: false })) return found
      throw sysfsError('ENOENT', 'readlink', path)
    }
    try {
      return realpathSync.native(`/${path}`).slice(1)
    } catch (error) {
      throw fromNodeError(error, 'readlink', path)
    }
  }

  #walk(path: string, syscall: string): string {
    const now = performance.now()
    if (now > this.#rememberedUntil) {
      this.#directories.clear()
      this.#rememberedUntil = now + REMEMBER
    }
    if (this.#directories.has(path)) return path
    const todo = path.split('/').reverse()
    let at = ''
    let links = 0
    for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
      if (part === '' || part === '.') continue
      if (part === '..') {
        if (at === '') throw sysfsError('EXDEV', syscall, path)
        at = at.slice(0, Math.max(0, at.lastIndexOf('/')))
        continue
      }
      const next = at === '' ? part : `${at}/${part}`
      if (this.#directories.has(next)) {
        at = next
        continue
      }
      const target = this.#linkAt(next, path, syscall)
      if (target === undefined) {
        at = next
        continue
      }
      if (++links > LINK_LIMIT) throw sysfsError('ELOOP', syscall, path)
      if (target.startsWith('/')) at = ''
      todo.push(...target.split('/').reverse())
    }
    return at
  }

  /** The text of the link at a place; `undefined` where there is no link. */
  #linkAt(place: string, path: string, syscall: string): string | undefined {
    const file = `${this.root}/${place}`
    try {
      const stat = lstatSync(file, { throwIfNoEntry: false })
      if (stat?.isSymbolicLink() === true) return readlinkSync(file)
      if (stat?.isDirectory() === true) this.#directories.add(place)
      return undefined
    } catch (error) {
      throw fromNodeError(error, syscall, path)
    }
  }
}
