import type { Store } from '../port/store.js'
import type { Sysfs } from '../port/sysfs.js'
import { SysfsError } from '../port/sysfs.js'
import { baseName, directoryName, linkTarget } from '../port/sysfs-path.js'
import type { RecordedEntry } from '../tree/recorded-tree.js'

const LINK_LIMIT = 40

/** What somebody has seen of a machine: entries by their paths below the root, each where it really stands. */
export class Seen {
  readonly entries = new Map<string, RecordedEntry>()
  readonly #places = new Map<string, string>([['', '']])

  /** Looks at a machine's device files and keeps what it sees; writing is not let through. */
  sysfs(machine: Sysfs): Sysfs {
    const followed = (path: string) => this.#followed(machine, path, 0)
    return {
      list: (directory) => this.#list(followed(directory), () => machine.list(directory)),
      read: (file) => this.#read(followed(file), () => machine.read(file)),
      link: (path) => {
        const above = followed(directoryName(path))
        const at = above === '' ? baseName(path) : `${above}/${baseName(path)}`
        try {
          const link = machine.link(path)
          this.entries.set(at, { link })
          return link
        } catch (error) {
          // what is no link is a file or a directory, which another look will tell
          if (!(error instanceof SysfsError && error.code === 'EINVAL')) this.#failed(at, error)
          throw error
        }
      },
      resolve: (path) => machine.resolve(path),
      ...(machine.mode && { mode: (file: string) => this.#mode(followed(file), machine.mode?.(file)) }),
      write: (file) => Promise.reject(new SysfsError({ code: 'EROFS', errno: 30, syscall: 'open', file })),
      inUse: (group) => machine.inUse(group),
    }
  }

  /** Looks at stored files and keeps what it sees; nothing is changed and nothing locked. */
  store(machine: Store): Store {
    const refuse = (file: string) => Promise.reject(new SysfsError({ code: 'EROFS', errno: 30, syscall: 'open', file }))
    return {
      list: (directory) => this.#list(directory, () => machine.list(directory)),
      read: (file) => this.#read(file, () => machine.read(file)),
      replace: refuse,
      remove: refuse,
      lock: refuse,
    }
  }

  /** Where a path leads when every link on the way is followed; these are kept too. */
  #followed(machine: Sysfs, path: string, links: number): string {
    const known = this.#places.get(path)
    if (known !== undefined) return known
    const above = this.#followed(machine, directoryName(path), links)
    const place = above === '' ? baseName(path) : `${above}/${baseName(path)}`
    const link = links < LINK_LIMIT ? linkAt(machine, place) : undefined
    const target = link === undefined ? undefined : linkTarget(above, link)
    if (link !== undefined) this.entries.set(place, { link })
    const found = target === undefined ? place : this.#followed(machine, target, links + 1)
    this.#places.set(path, found)
    return found
  }

  #list(directory: string, look: () => string[]): string[] {
    try {
      const names = look()
      this.entries.set(directory, { dir: true })
      for (const name of names) {
        const path = `${directory}/${name}`
        if (!this.entries.has(path)) this.entries.set(path, { unread: true })
      }
      return names
    } catch (error) {
      this.#failed(directory, error)
      throw error
    }
  }

  #read(file: string, look: () => Uint8Array): Uint8Array {
    try {
      const bytes = look()
      const mode = this.entries.get(file)?.mode
      this.entries.set(file, { ...contentOf(bytes), ...(mode !== undefined && { mode }) })
      return bytes
    } catch (error) {
      this.#failed(file, error)
      throw error
    }
  }

  #mode(file: string, mode: number | undefined): number | undefined {
    const entry = this.entries.get(file)
    if (entry !== undefined && mode !== undefined) {
      this.entries.set(file, { ...entry, mode: mode.toString(8).padStart(4, '0') })
    }
    return mode
  }

  #failed(path: string, error: unknown): void {
    if (!(error instanceof SysfsError)) return
    const { code, syscall } = error
    if (code !== 'ENOENT' && code !== 'ENOTDIR') this.entries.set(path, { error: code })
    else this.#absent(path, syscall)
  }

  /**
   * Something is not there: what it stands in is a directory, and if its name was read there it has gone since. A recording has
   * the name and no file then; of what was looked at as a link it has nothing, as a link without a target could not be kept.
   */
  #absent(path: string, syscall: string): void {
    for (let above = directoryName(path); above !== ''; above = directoryName(above)) {
      if (this.#isNameAlone(above)) this.entries.set(above, { dir: true })
    }
    if (syscall === 'readlink') this.entries.delete(path)
    else if (this.#isNameAlone(path)) this.entries.set(path, { error: 'ENOENT' })
  }

  /** Whether nothing but the name in its directory was seen of it. */
  #isNameAlone(path: string): boolean {
    const entry = this.entries.get(path)
    return entry !== undefined && 'unread' in entry
  }
}

function linkAt(machine: Sysfs, path: string): string | undefined {
  try {
    return machine.link(path)
  } catch {
    return undefined
  }
}

function contentOf(bytes: Uint8Array): RecordedEntry {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    // a text with NUL or other control characters is none that a person would read
    if (!/[\u0000-\u0008\u000e-\u001f]/.test(text)) return { text }
  } catch {
    // bytes then
  }
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return { base64: btoa(binary) }
}
