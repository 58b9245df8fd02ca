import { errnoNumber, Errno } from '../port/errno.js'
import type { Host } from '../host.js'
import type { HostErrorCode } from '../host-error.js'
import { HostError } from '../host-error.js'
import type { Backend } from '../snapshot/host-snapshot.js'
import type { OpenSysfsOptions } from '../open-sysfs.js'
import { openSysfs } from '../open-sysfs.js'
import { personalities } from './personalities/index.js'
import { MemoryStore } from '../tree/memory-store.js'
import type { Faults } from './faults.js'
import type { Personality } from './personality.js'
import { kernelOf } from './personality.js'
import type { SimulatedCore } from './simulated-core.js'
import type { SimulatedKernel } from './simulated-kernel.js'
import type { SimulatedState } from './simulated-state.js'

/** A machine in memory that behaves like one with the hardware. */
export interface SimulatedHost extends Host {
  /** Its device files; also the way to hold a device open, to take a parent away, to make drivers slow. */
  readonly kernel: SimulatedKernel
  readonly personality: Personality
  /** Its stored files: definitions, and the records of what was made. */
  readonly store: MemoryStore
  /** What `simulateHost` takes back to give the same machine again. */
  state(): SimulatedState
}

export interface SimulateHostOptions extends Omit<OpenSysfsOptions, 'store'> {
  /** What an earlier `state()` gave. */
  state?: SimulatedState
  /** What goes wrong between the host and the machine; `kernel` and `store` of the host are not touched by it. */
  faults?: Faults
}

/**
 * Simulates a machine: by the name of one of `personalities`, or from a personality of one's own.
 * @throws HostError `not-supported` for an unknown name or a state of another personality; `type-unknown`,
 *   `parent-unknown`, `uuid-exists`, `no-instances-left` or `driver-refused` when the state does not fit the personality
 */
export function simulateHost(which: string | Personality, options: SimulateHostOptions = {}): SimulatedHost {
  const personality = typeof which === 'string' ? personalityOf(which) : which
  const kernel = kernelOf(personality)
  if (options.state) restore(kernel, personality, options.state)
  const store = new MemoryStore(options.state?.files)
  const { faults, ...rest } = options
  const ports = faults?.around({ sysfs: kernel, store }) ?? { sysfs: kernel, store }
  const host = openSysfs(ports.sysfs, { ...rest, store: ports.store })
  return { ...host, kernel, personality, store, state: () => stateOf(kernel, personality, store) }
}

function personalityOf(name: string): Personality {
  const personality = personalities.find((candidate) => candidate.name === name)
  if (personality) return personality
  const names = personalities.map((candidate) => candidate.name).join(', ')
  throw new HostError('not-supported', `There is no simulated machine named ${JSON.stringify(name)}.`, {
    help: `Choose one of ${names}.`,
  })
}

function stateOf(kernel: SimulatedKernel, personality: Personality, store: MemoryStore): SimulatedState {
  const files = store.files()
  const parents = kernel.cores.flatMap((core) => (core.savedParents?.() ?? []).map((saved) => ofCore(core, saved)))
  return {
    version: 1,
    personality: personality.name,
    devices: kernel.cores.flatMap((core) => core.savedDevices().map((saved) => ofCore(core, saved))),
    ...(parents.length > 0 && { parents }),
    ...(Object.keys(files).length > 0 && { files }),
  }
}

function ofCore<T extends { backend?: Backend }>({ backend }: SimulatedCore, saved: T): T {
  return backend === 'mdev' ? saved : { backend, ...saved }
}

function restore(kernel: SimulatedKernel, personality: Personality, state: SimulatedState): void {
  if (state.personality !== personality.name) {
    throw new HostError(
      'not-supported',
      `The state was saved by the simulated machine ${JSON.stringify(state.personality)}.`,
      {
        help: `Open it as that machine, or start ${personality.name} without a state.`,
      },
    )
  }
  for (const saved of state.parents ?? []) {
    restored(`What was saved of ${saved.parent}`, saved.parent, () => {
      const core = coreOf(kernel, saved)
      if (core.restoreParent === undefined) throw new Errno('ENODEV')
      core.restoreParent(saved)
    })
  }
  for (const saved of state.devices) {
    const name = [saved.uuid, saved.index].filter((part) => part !== undefined).join(':')
    restored(`The saved device ${name} of type ${saved.type}`, saved.parent, () =>
      coreOf(kernel, saved).restoreDevice(saved),
    )
  }
}

function coreOf(kernel: SimulatedKernel, { backend = 'mdev' }: { backend?: Backend }): SimulatedCore {
  const core = kernel.cores.find((candidate) => candidate.backend === backend)
  if (core === undefined) throw new Errno('ENODEV')
  return core
}

const CODES = new Map<string, HostErrorCode>([
  ['ENODEV', 'parent-unknown'],
  ['ENOENT', 'type-unknown'],
  ['EEXIST', 'uuid-exists'],
  ['ENOSPC', 'no-instances-left'],
  ['EUSERS', 'no-instances-left'],
  ['EINVAL', 'no-instances-left'],
])

function restored(what: string, parent: string, restoring: () => void): void {
  try {
    restoring()
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const { code } = error
    throw new HostError(
      CODES.get(code) ?? 'driver-refused',
      `${what} does not fit on ${parent} (${code}, ${errnoNumber(code)}).`,
      { errno: code, cause: error, help: 'The state was changed, or saved by another version; start without it.' },
    )
  }
}
