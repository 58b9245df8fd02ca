import { isKernelUuid } from '../../libvirt/uuid.js'
import type { Store } from '../port/store.js'
import { SysfsError } from '../port/sysfs.js'
import { compareText, isAbsent } from '../scan/scan.js'
import type { Backend, HostDevice } from '../snapshot/host-snapshot.js'

/** Where the records are: volatile, as mediated devices are. */
const DIRECTORY = 'run/nodedev-xml'

const BACKENDS: ReadonlySet<unknown> = new Set<Backend>(['mdev', 'sketch', 'flat', 'nvidia-vf'])

/** A device of a record. */
export interface RecordedDevice {
  backend: Backend
  /** See `HostDevice.id`. */
  id: string
  parent: string
  type: string
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

  /** The records by their ids, sorted. What is no record of ours is left alone and not told. */
  records(): [id: string, record: LedgerRecord][] {
    const records: [string, LedgerRecord][] = []
    for (const name of this.#names()) {
      const id = /^([\w-]+)\.json$/.exec(name)?.[1]
      const record = id === undefined ? undefined : this.#read(`${DIRECTORY}/${name}`)
      if (id !== undefined && record !== undefined) records.push([id, record])
    }
    return records.sort(([a], [b]) => compareText(a, b))
  }

  /** Marks what is active with what the records say of it. */
  mark(devices: readonly HostDevice[]): void {
    const known = new Map<string, LedgerRecord>()
    for (const [, record] of this.records()) for (const device of record.devices) known.set(keyOf(device), record)
    for (const device of devices) {
      const record = device.active && device.type !== undefined ? known.get(keyOf(device)) : undefined
      if (record === undefined) continue
      device.ours = true
      if (record.group !== undefined) device.group ??= record.group
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

  /** Takes a device out of the records. */
  async forget(device: Pick<RecordedDevice, 'backend' | 'id' | 'parent'>): Promise<void> {
    for (const [id, record] of this.records()) {
      const devices = record.devices.filter((other) => !isSame(other, device))
      if (devices.length === record.devices.length) continue
      if (devices.length === 0) await this.remove(id)
      else await this.write(id, { ...record, devices })
    }
  }

  /** Whoever makes or removes the devices of a record holds its lock. `undefined` when somebody else does. */
  async lock(id: string): Promise<(() => Promise<void>) | undefined> {
    try {
      return await this.store.lock(`${DIRECTORY}/${id}.lock`)
    } catch (error) {
      if (error instanceof SysfsError && error.code === 'EAGAIN') return undefined
      throw error
    }
  }

  #names(): string[] {
    try {
      return this.store.list(DIRECTORY)
    } catch {
      // nobody has made anything, or it may not be seen
      return []
    }
  }

  #read(file: string): LedgerRecord | undefined {
    try {
      const value: unknown = JSON.parse(new TextDecoder().decode(this.store.read(file)))
      return isRecord(value) ? value : undefined
    } catch {
      return undefined
    }
  }
}

function keyOf(device: { backend: Backend; id: string; parent: string; type?: string }): string {
  return JSON.stringify([device.backend, device.parent, device.id, device.type])
}

function isSame(a: Pick<RecordedDevice, 'backend' | 'id' | 'parent'>, b: typeof a): boolean {
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
  const { backend, id, parent, type } = value
  return [id, parent, type].every((text) => typeof text === 'string') && BACKENDS.has(backend)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
