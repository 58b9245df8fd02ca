import { isKernelUuid } from '../../libvirt/uuid.js'
import type { Store } from '../port/store.js'
import { SysfsError } from '../port/sysfs.js'
import { compareText, isAbsent } from '../scan/scan.js'
import type { Backend, HostDevice } from '../snapshot/host-snapshot.js'

/** Where the records are: volatile, as mediated devices are. */
const DIRECTORY = 'run/nodedev-xml'

/** How long a device that is gone waits for others who change its record, in milliseconds. */
const FORGETTING = 1000

const BACKENDS: ReadonlySet<unknown> = new Set<Backend>(['mdev', 'sketch', 'flat', 'nvidia-vf'])

/** What tells a recorded device from all others. */
export type DeviceKey = Pick<RecordedDevice, 'backend' | 'id' | 'parent'>

/** A device of a record. */
export interface RecordedDevice {
  backend: Backend
  /** See `HostDevice.id`. */
  id: string
  parent: string
  type: string
  /** Whether it was started with the others of its transaction. */
  started?: boolean
}

/** What is kept of devices that were made in one transaction, for as long as the machine runs. */
export interface LedgerRecord {
  version: 1
  /** `making` from before the first device is made until after the last one. */
  state: 'making' | 'made'
  /** The UUID of the domain that they are for. */
  group?: string
  devices: RecordedDevice[]
}

/**
 * The records of what was made through this library. They tell which devices belong together, which are ours, and what a
 * process that was killed has left behind.
 */
export class Ledger {
  constructor(readonly store: Store) {}

  /**
   * The records by their ids, sorted. What is no record of ours is left alone and not told.
   * @throws SysfsError where there may be one that cannot be read
   */
  records(): [id: string, record: LedgerRecord][] {
    return this.#ids().flatMap((id): [string, LedgerRecord][] => {
      const record = this.read(id)
      return record === undefined ? [] : [[id, record]]
    })
  }

  /** The same for whoever only looks, without what cannot be read. */
  seenRecords(): [id: string, record: LedgerRecord][] {
    return (orNothing(() => this.#ids()) ?? []).flatMap((id): [string, LedgerRecord][] => {
      const record = orNothing(() => this.read(id))
      return record === undefined ? [] : [[id, record]]
    })
  }

  /**
   * One record as it is now; `undefined` where it is gone, or no record of ours.
   * @throws SysfsError where it cannot be read
   */
  read(id: string): LedgerRecord | undefined {
    let bytes: Uint8Array
    try {
      bytes = this.store.read(`${DIRECTORY}/${id}.json`)
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
    try {
      const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
      return isRecord(value) ? value : undefined
    } catch {
      return undefined
    }
  }

  /** Marks what is active with what the records say of it: also its type, where the interface has no file that does. */
  mark(devices: readonly HostDevice[]): void {
    const known = new Map<string, { record: LedgerRecord; recorded: RecordedDevice }>()
    for (const [, record] of this.seenRecords()) {
      for (const recorded of record.devices) known.set(keyOf(recorded), { record, recorded })
    }
    for (const device of devices) {
      const found = device.active && (device.type !== undefined || hidesType(device)) && known.get(keyOf(device))
      if (!found) continue
      const { record, recorded } = found
      device.ours = true
      if (record.group !== undefined) device.group ??= record.group
      if (recorded.started !== undefined) device.started ??= recorded.started
      device.type ??= recorded.type
    }
  }

  async write(id: string, record: LedgerRecord): Promise<void> {
    await this.store.replace(`${DIRECTORY}/${id}.json`, new TextEncoder().encode(`${JSON.stringify(record)}\n`))
  }

  /** Removes a record; nothing happens where it is gone already. */
  async remove(id: string): Promise<void> {
    try {
      await this.store.remove(`${DIRECTORY}/${id}.json`)
    } catch (error) {
      if (!isAbsent(error)) throw error
    }
  }

  /**
   * Takes devices out of the records: what was removed just now, and of complete records what others have removed. Whoever makes
   * or removes the devices of a record at this moment keeps it as it is.
   * @param isGone Whether a recorded device is surely not there any more.
   * @param held The records whose lock the caller has.
   */
  async forget(
    removed: readonly DeviceKey[],
    isGone: (device: RecordedDevice) => boolean,
    held: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    const isRemoved = (device: RecordedDevice) => removed.some((other) => isSame(other, device))
    for (const [id, record] of this.records()) {
      const remaining = ({ state, devices }: LedgerRecord) =>
        devices.filter((device) => !isRemoved(device) && (state === 'making' || !isGone(device)))
      if (remaining(record).length === record.devices.length) continue
      // what the next removal can do as well is not waited for
      const release = held.has(id) ? nothing : await this.lock(id, record.devices.some(isRemoved) ? FORGETTING : 0)
      if (release === undefined) continue
      try {
        const now = this.read(id)
        const devices = now && remaining(now)
        if (now === undefined || devices === undefined || devices.length === 0) await this.remove(id)
        else if (devices.length < now.devices.length) await this.write(id, { ...now, devices })
      } finally {
        await release()
      }
    }
  }

  /**
   * Whoever makes or removes the devices of a record holds its lock. `timeout` is how long to wait for it, in milliseconds.
   * @throws SysfsError `EAGAIN` when somebody else does
   */
  take(id: string, timeout = 0, signal?: AbortSignal): Promise<() => Promise<void>> {
    return this.store.lock(`${DIRECTORY}/${id}.lock`, { timeout, ...(signal && { signal }) })
  }

  /** The same; `undefined` when somebody else holds it. */
  async lock(id: string, timeout?: number): Promise<(() => Promise<void>) | undefined> {
    try {
      return await this.take(id, timeout)
    } catch (error) {
      if (error instanceof SysfsError && error.code === 'EAGAIN') return undefined
      throw error
    }
  }

  #ids(): string[] {
    let names: string[]
    try {
      names = this.store.list(DIRECTORY)
    } catch (error) {
      // nobody has made anything
      if (isAbsent(error)) return []
      throw error
    }
    return names.flatMap((name) => /^([\w-]+)\.json$/.exec(name)?.[1] ?? []).sort(compareText)
  }
}

/** Gives back a lock that the caller keeps. */
async function nothing(): Promise<void> {}

function orNothing<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** Whether no device of this interface tells its type. */
function hidesType({ backend }: { backend: Backend }): boolean {
  return backend === 'flat'
}

function keyOf(device: { backend: Backend; id: string; parent: string; type?: string }): string {
  return JSON.stringify([device.backend, device.parent, device.id, hidesType(device) ? undefined : device.type])
}

function isSame(a: DeviceKey, b: DeviceKey): boolean {
  return a.backend === b.backend && a.id === b.id && a.parent === b.parent
}

function isRecord(value: unknown): value is LedgerRecord {
  if (!isObject(value)) return false
  const { version, state, group, devices } = value
  return (
    version === 1 &&
    (state === 'making' || state === 'made') &&
    (group === undefined || (typeof group === 'string' && isKernelUuid(group))) &&
    Array.isArray(devices) &&
    devices.every(isRecordedDevice)
  )
}

function isRecordedDevice(value: unknown): boolean {
  if (!isObject(value)) return false
  const { backend, id, parent, type, started } = value
  return (
    [id, parent, type].every((text) => typeof text === 'string') &&
    BACKENDS.has(backend) &&
    (started === undefined || typeof started === 'boolean')
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
