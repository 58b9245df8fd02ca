import { sysfsError } from '../port/sysfs-path.js'
import type { Store } from '../port/store.js'
import type { Sysfs } from '../port/sysfs.js'
import type { Fault, FaultMoment, PortOperation } from './fault.js'
import { ProcessKilled } from './fault.js'

/** The ports of one machine. */
export interface MachinePorts {
  sysfs: Sysfs
  store: Store
}

/** The names of the system calls that an operation is told to have failed in. */
const SYSCALLS: Readonly<Record<PortOperation['kind'], string>> = {
  ...{ list: 'readdir', read: 'read', link: 'readlink', resolve: 'readlink', write: 'write', inUse: 'open' },
  ...{ users: 'readdir', mode: 'stat', watch: 'open' },
  ...{ replace: 'rename', remove: 'unlink', lock: 'flock', unlock: 'close' },
}

/**
 * Faults that befall a process at its machine's ports, as planned: errors before or after the effect, slow operations, a process
 * that is killed, whatever else at a certain operation. The operations of both ports are counted together.
 *
 *     const faults = new Faults([{ on: 'write', at: 3, fails: 'EIO' }])
 *     const host = simulateHost('samples', { faults })
 *
 * One object is one process: it is given to one host. After `killed` another host, of the same kernel and store, is the next
 * process.
 */
export class Faults {
  /** Every operation so far, in order. */
  readonly operations: PortOperation[] = []
  readonly #faults: { fault: Fault; seen: number }[] = []
  readonly #locks = new Set<() => Promise<void>>()
  #killed = false

  constructor(faults: readonly Fault[] = []) {
    for (const fault of faults) this.add(fault)
  }

  /** Whether the process was killed. */
  get killed(): boolean {
    return this.#killed
  }

  /** Plans one more fault; its operations are counted from now on. */
  add(fault: Fault): void {
    this.#faults.push({ fault, seen: 0 })
  }

  /** Forgets every planned fault, and what was counted; a killed process stays killed. */
  clear(): void {
    this.#faults.length = 0
    this.operations.length = 0
  }

  /** The ports of a machine as this process sees them. */
  around(machine: MachinePorts): MachinePorts {
    return { sysfs: this.#sysfs(machine.sysfs), store: this.#store(machine.store) }
  }

  #sysfs(sysfs: Sysfs): Sysfs {
    return {
      list: (file) => this.#now({ port: 'sysfs', kind: 'list', file }, () => sysfs.list(file)),
      read: (file) => this.#now({ port: 'sysfs', kind: 'read', file }, () => sysfs.read(file)),
      link: (file) => this.#now({ port: 'sysfs', kind: 'link', file }, () => sysfs.link(file)),
      resolve: (file) => this.#now({ port: 'sysfs', kind: 'resolve', file }, () => sysfs.resolve(file)),
      write: (file, bytes, options) =>
        this.#later({ port: 'sysfs', kind: 'write', file }, () => sysfs.write(file, bytes, options)),
      inUse: (group) =>
        this.#later(
          { port: 'sysfs', kind: 'inUse', file: `dev/vfio/${group}` },
          () => sysfs.inUse(group),
          () => true,
        ),
      ...(sysfs.users && {
        users: (group) =>
          this.#later(
            { port: 'sysfs', kind: 'users', file: `dev/vfio/${group}` },
            async () => sysfs.users?.(group) ?? [],
          ),
      }),
      ...(sysfs.mode && {
        mode: (file) => this.#now({ port: 'sysfs', kind: 'mode', file }, () => sysfs.mode?.(file)),
      }),
      ...(sysfs.watch && { watch: (changed) => this.#watch(sysfs, changed) }),
    }
  }

  /** Nobody tells a dead process anything. */
  #watch(sysfs: Sysfs, changed: () => void): () => void {
    const told = () => {
      if (!this.#killed) changed()
    }
    return this.#now({ port: 'sysfs', kind: 'watch', file: 'sys' }, () => sysfs.watch?.(told) ?? (() => {}))
  }

  #store(store: Store): Store {
    return {
      list: (file) => this.#now({ port: 'store', kind: 'list', file }, () => store.list(file)),
      read: (file) => this.#now({ port: 'store', kind: 'read', file }, () => store.read(file)),
      replace: (file, bytes) => this.#later({ port: 'store', kind: 'replace', file }, () => store.replace(file, bytes)),
      remove: (file) => this.#later({ port: 'store', kind: 'remove', file }, () => store.remove(file)),
      lock: (file, options) => this.#lock(file, () => store.lock(file, options)),
    }
  }

  /** A lock of a process ends with the process, and with the file that it could not keep open. */
  async #lock(file: string, lock: () => Promise<() => Promise<void>>): Promise<() => Promise<void>> {
    let taken: (() => Promise<void>) | undefined
    let isGivenUp = false
    try {
      await this.#later({ port: 'store', kind: 'lock', file }, async () => {
        taken = await lock()
        this.#locks.add(taken)
        if (this.#killed) this.#end()
        else if (isGivenUp) await this.#release(taken)
      })
    } catch (error) {
      isGivenUp = true
      await this.#release(taken)
      throw error
    }
    return async () => {
      try {
        await this.#later({ port: 'store', kind: 'unlock', file }, () => this.#release(taken))
      } finally {
        // whatever closing a file answers, it is closed
        await this.#release(taken)
      }
    }
  }

  async #release(lock: (() => Promise<void>) | undefined): Promise<void> {
    if (lock !== undefined && this.#locks.delete(lock)) await lock()
  }

  /** An operation that is over when the call returns: there is nothing between before and after. */
  #now<T>(what: Omit<PortOperation, 'number'>, act: () => T): T {
    const { operation, hits } = this.#begin(what)
    for (const fault of hits) this.#befall(fault, operation, ['before'])
    try {
      return act()
    } finally {
      for (const fault of hits) this.#befall(fault, operation, ['during', 'after'])
    }
  }

  async #later<T>(what: Omit<PortOperation, 'number'>, act: () => Promise<T>, held?: () => T): Promise<T> {
    const { operation, hits } = this.#begin(what)
    for (const fault of hits) this.#befall(fault, operation, ['before'])
    for (const fault of hits) {
      if ('slow' in fault) await new Promise((resolve) => setTimeout(resolve, fault.slow))
    }
    this.#alive()
    if (held !== undefined && hits.some((fault) => 'held' in fault)) return held()
    const acting = act()
    try {
      for (const fault of hits) this.#befall(fault, operation, ['during'])
    } catch (error) {
      // what the machine goes on with has nobody any more who would hear of it
      acting.catch(() => {})
      throw error
    }
    try {
      return await acting
    } finally {
      this.#alive()
      for (const fault of hits) this.#befall(fault, operation, ['after'])
    }
  }

  #begin(what: Omit<PortOperation, 'number'>): { operation: PortOperation; hits: Fault[] } {
    this.#alive()
    const operation: PortOperation = { number: this.operations.length + 1, ...what }
    this.operations.push(operation)
    const hits: Fault[] = []
    for (const planned of this.#faults) {
      const { on, at = 1, times = 1 } = planned.fault
      if (typeof on === 'function' ? !on(operation) : on !== undefined && on !== operation.kind) continue
      planned.seen++
      if (planned.seen >= at && planned.seen < at + times) hits.push(planned.fault)
    }
    return { operation, hits }
  }

  #befall(fault: Fault, operation: PortOperation, moments: readonly FaultMoment[]): void {
    if ('call' in fault) {
      if (moments.includes('before')) fault.call(operation)
      this.#alive()
      return
    }
    if ('slow' in fault || 'held' in fault || !moments.includes(fault.when ?? 'before')) return
    if ('fails' in fault) throw sysfsError(fault.fails, SYSCALLS[operation.kind], operation.file)
    this.kill()
    this.#alive()
  }

  /** Ends the process now: nothing that it does from now on reaches the machine. */
  kill(): void {
    this.#killed = true
    this.#end()
  }

  /** What the system does for a process that ended. */
  #end(): void {
    for (const release of this.#locks) release().catch(() => {})
    this.#locks.clear()
  }

  #alive(): void {
    if (this.#killed) throw new ProcessKilled()
  }
}
