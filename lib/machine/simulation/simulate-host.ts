import type { MdevAttribute } from '../../libvirt/mdev.js'
import { errnoNumber, Errno } from '../port/errno.js'
import type { Host } from '../host.js'
import type { HostErrorCode } from '../host-error.js'
import { HostError } from '../host-error.js'
import type { OpenSysfsOptions } from '../open-sysfs.js'
import { openSysfs } from '../open-sysfs.js'
import { personalities } from './personalities/index.js'
import { MemoryStore } from '../tree/memory-store.js'
import type { Personality } from './personality.js'
import { kernelOf } from './personality.js'
import type { SimulatedKernel } from './simulated-kernel.js'

/** A device of a saved simulated machine. */
export interface SimulatedDeviceState {
  /** The kernel's name of the parent. */
  parent: string
  type: string
  uuid: string
  iommuGroup?: number
  /** What was written to the vendor's files since it was made, in order. */
  attributes?: MdevAttribute[]
}

/** What is kept of a simulated machine between two programs, as plain JSON. */
export interface SimulatedState {
  version: 1
  /** The name of the personality. */
  personality: string
  devices: SimulatedDeviceState[]
  /** What is stored on the machine: the content of each file by its path below the root. */
  files?: Record<string, string>
}

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
  const host = openSysfs(kernel, { store, ...options })
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
  return {
    version: 1,
    personality: personality.name,
    devices: kernel.instances().map(({ parent, type, uuid, iommuGroup, written }) => ({
      parent,
      type: type.id,
      uuid,
      ...(iommuGroup !== undefined && { iommuGroup }),
      ...(written.length > 0 && { attributes: written.map(({ name, value }) => ({ name, value })) }),
    })),
    ...(Object.keys(files).length > 0 && { files }),
  }
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
  for (const device of state.devices) {
    try {
      kernel.createNow(device.parent, device.type, device.uuid.toLowerCase(), device.iommuGroup)
      for (const { name, value } of device.attributes ?? [])
        kernel.writeAttributeNow(device.uuid.toLowerCase(), name, value)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      throw refused(device, error)
    }
  }
}

const CODES = new Map<string, HostErrorCode>([
  ['ENODEV', 'parent-unknown'],
  ['ENOENT', 'type-unknown'],
  ['EEXIST', 'uuid-exists'],
  ['ENOSPC', 'no-instances-left'],
  ['EUSERS', 'no-instances-left'],
  ['EINVAL', 'no-instances-left'],
])

function refused(device: SimulatedDeviceState, error: Errno): HostError {
  const { code } = error
  return new HostError(
    CODES.get(code) ?? 'driver-refused',
    `The saved device ${device.uuid} of type ${device.type} does not fit on ${device.parent} (${code}, ${errnoNumber(code)}).`,
    { errno: code, cause: error, help: 'The state was changed, or saved by another version; start without it.' },
  )
}
