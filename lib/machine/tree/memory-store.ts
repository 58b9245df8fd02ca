import type { Store, StoreLockOptions } from '../port/store.js'
import { checkSysfsPath, sysfsError } from '../port/sysfs-path.js'

/** How often somebody who waits for a lock looks again, in milliseconds. */
const LOOK_AGAIN = 5

/** Stored files in memory: those of a simulated machine, and of one that has no other place for them. */
export class MemoryStore implements Store {
  readonly #files = new Map<string, Uint8Array>()
  /** Each lock by its file, with what tells one holder from the next. */
  readonly #locks = new Map<string, symbol>()

  /** @param files The content of each file by its path below the root. */
  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [file, text] of Object.entries(files)) {
      checkSysfsPath(file, 'open')
      this.#files.set(file, new TextEncoder().encode(text))
    }
  }

  /** The content of each file by its path, in the order of the paths: what the constructor takes. */
  files(): Record<string, string> {
    const paths = [...this.#files.keys()].sort()
    return Object.fromEntries(paths.map((path) => [path, new TextDecoder().decode(this.#files.get(path))]))
  }

  list(directory: string): string[] {
    checkSysfsPath(directory, 'readdir')
    if (this.#files.has(directory)) throw sysfsError('ENOTDIR', 'readdir', directory)
    const inside = `${directory}/`
    const names = new Set<string>()
    for (const path of this.#files.keys()) {
      if (path.startsWith(inside)) names.add(path.slice(inside.length).replace(/\/.*/s, ''))
    }
    if (names.size === 0) throw sysfsError('ENOENT', 'readdir', directory)
    return [...names]
  }

  read(file: string): Uint8Array {
    checkSysfsPath(file, 'open')
    const bytes = this.#files.get(file)
    if (bytes === undefined) throw sysfsError('ENOENT', 'open', file)
    return bytes.slice()
  }

  async replace(file: string, bytes: Uint8Array): Promise<void> {
    checkSysfsPath(file, 'open')
    this.#files.set(file, bytes.slice())
  }

  async remove(file: string): Promise<void> {
    checkSysfsPath(file, 'unlink')
    if (!this.#files.delete(file)) throw sysfsError('ENOENT', 'unlink', file)
  }

  async lock(file: string, options: StoreLockOptions = {}): Promise<() => Promise<void>> {
    checkSysfsPath(file, 'open')
    const end = performance.now() + (options.timeout ?? 0)
    for (;;) {
      options.signal?.throwIfAborted()
      if (!this.#locks.has(file)) break
      if (performance.now() >= end) throw sysfsError('EAGAIN', 'flock', file)
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN))
    }
    const mine = Symbol(file)
    this.#locks.set(file, mine)
    return async () => {
      // given back already, or taken away: the lock may be another one's by now
      if (this.#locks.get(file) === mine) this.#locks.delete(file)
    }
  }

  /** Whoever held a lock is no more: its locks are free, as after the end of a process. */
  forgetLocks(): void {
    this.#locks.clear()
  }
}
