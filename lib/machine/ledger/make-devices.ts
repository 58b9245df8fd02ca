import { v7 } from 'uuid'
import type { PlannedDevice } from '../backend/backend.js'
import { backendOf, backends } from '../backend/backends.js'
import { planDevice, uuidFrom } from '../backend/plan-device.js'
import { HostError } from '../host-error.js'
import type { CreateOptions, CreateRequest } from '../host.js'
import { SysfsError } from '../port/sysfs.js'
import { Scan } from '../scan/scan.js'
import type { HostDevice } from '../snapshot/host-snapshot.js'
import type { LedgerRecord } from './ledger.js'
import type { Machine } from './machine.js'
import { isForbidden, recordRefusal } from './record-refusal.js'
import { activeAs, removeIdle } from './remove-devices.js'

/**
 * Makes devices, all or none. A record of what is to be made is written before the first and completed after the last, so that
 * what a killed process leaves behind can be found.
 * @throws HostError see `Host.createAll`
 */
export async function makeDevices(
  machine: Machine,
  requests: readonly CreateRequest[],
  options: CreateOptions = {},
): Promise<HostDevice[]> {
  const work = begun(machine, requests, options)
  if (work.planned.length === 0) return []
  const release = await begin(machine, work, isNeedless(work.record))
  try {
    return await makeAndRecord(machine, work, release !== undefined, options)
  } finally {
    // a lock that is not given back ends with the process, and its record is complete or gone
    await release?.().catch(() => {})
  }
}

/**
 * Makes devices, lets something be done while they are there, and removes them again. Their record says all the time that they are
 * being made, so that what a killed process leaves behind is removed by `recover`.
 * @throws HostError see `Host.withDevices`
 */
export async function withDevices<T>(
  machine: Machine,
  requests: readonly CreateRequest[],
  use: (devices: readonly HostDevice[]) => Promise<T>,
  options: CreateOptions = {},
): Promise<T> {
  const work = begun(machine, requests, options)
  if (work.planned.length === 0) return use([])
  const release = await begin(machine, work, false)
  try {
    const made = new MadeDevices()
    let result: T
    try {
      const devices = await makeAll(machine, work.planned, made, options)
      const { group } = work.record
      for (const device of devices) device.ours = true
      if (group !== undefined) for (const device of devices) device.group ??= group
      result = await use(devices)
    } catch (error) {
      throw await takenBack(machine, work, true, made, error)
    }
    const undoing = await undone(machine, work, true, made)
    if (undoing.length > 0) throw notRemoved(undoing)
    return result
  } finally {
    await release?.().catch(() => {})
  }
}

/** Devices that are to be made together, and the record of that. */
interface Work {
  id: string
  planned: readonly PlannedDevice[]
  record: LedgerRecord
}

function begun(machine: Machine, requests: readonly CreateRequest[], options: CreateOptions): Work {
  options.signal?.throwIfAborted()
  const group = options.group === undefined ? undefined : uuidFrom(options.group, 'group')
  const planned = planAll(machine, requests, group)
  const record: LedgerRecord = {
    version: 1,
    state: 'making',
    ...(group !== undefined && { group }),
    devices: planned.map(({ backend, id: device, parent, type }) => ({ backend, id: device, parent: parent.id, type })),
  }
  return { id: v7(), planned, record }
}

/** One device is made by one write, of which nothing can be left behind. */
function isNeedless(record: LedgerRecord): boolean {
  return record.devices.length === 1 && record.group === undefined
}

function planAll(machine: Machine, requests: readonly CreateRequest[], group: string | undefined): PlannedDevice[] {
  const scan = new Scan(machine.sysfs)
  const planned: PlannedDevice[] = []
  for (const [number, request] of requests.entries()) {
    try {
      planned.push(planDevice(scan, request, group, planned))
    } catch (error) {
      throw ofRequest(error, number, requests.length)
    }
  }
  return planned
}

/**
 * Writes the record and keeps its lock. `undefined` where records cannot be kept and none is needed.
 * @throws HostError
 */
async function begin(
  machine: Machine,
  { id, record }: Work,
  needless: boolean,
): Promise<(() => Promise<void>) | undefined> {
  const { ledger } = machine
  let release: (() => Promise<void>) | undefined
  try {
    release = await ledger.take(id)
    await ledger.write(id, record)
    return release
  } catch (error) {
    // the store may have done what it told to have failed
    if (release !== undefined) await ledger.remove(id).catch(() => {})
    await release?.().catch(() => {})
    if (needless && error instanceof SysfsError && isForbidden(error)) return undefined
    throw recordRefusal(error, 'No record can be kept of the devices that are to be made together')
  }
}

/** What was made of some work up to now. */
class MadeDevices {
  readonly made: PlannedDevice[] = []
  readonly started: PlannedDevice[][] = []
  /** What is being made at this moment. */
  making: PlannedDevice | undefined

  isStarted({ id }: { id: string }): boolean {
    return this.started.flat().some((plan) => plan.id === id)
  }
}

async function makeAndRecord(
  machine: Machine,
  work: Work,
  recorded: boolean,
  options: CreateOptions,
): Promise<HostDevice[]> {
  const { id, planned, record } = work
  const made = new MadeDevices()
  try {
    const devices = await makeAll(machine, planned, made, options)
    if (recorded) {
      try {
        const known = record.devices.map((device) => (made.isStarted(device) ? { ...device, started: true } : device))
        await machine.ledger.write(id, { ...record, state: 'made', devices: known })
      } catch (error) {
        throw recordRefusal(error, 'The record of the devices that were made together cannot be completed')
      }
      for (const device of devices) {
        device.ours = true
        if (record.group !== undefined) device.group ??= record.group
      }
    }
    return devices
  } catch (error) {
    throw await takenBack(machine, work, recorded, made, error)
  }
}

/** Makes and starts devices; `so` keeps what was made when that fails. */
async function makeAll(
  { sysfs }: Machine,
  planned: readonly PlannedDevice[],
  so: MadeDevices,
  options: CreateOptions,
): Promise<HostDevice[]> {
  const { signal } = options
  const devices: HostDevice[] = []
  for (const [number, plan] of planned.entries()) {
    signal?.throwIfAborted()
    so.making = plan
    try {
      devices.push(await backendOf(plan.backend).create(sysfs, plan, options))
    } catch (error) {
      throw ofRequest(error, number, planned.length)
    }
    so.making = undefined
    so.made.push(plan)
  }
  for (const backend of backends) {
    const own = planned.filter((plan) => plan.backend === backend.backend)
    if (own.length === 0 || backend.start === undefined) continue
    const begun = await backend.start(sysfs, own, options)
    if (begun.length > 0) so.started.push(begun)
  }
  for (const device of devices) if (so.isStarted(device)) device.started = true
  return devices
}

/** Takes all back after a failure; gives the error to throw. */
async function takenBack(
  machine: Machine,
  work: Work,
  recorded: boolean,
  made: MadeDevices,
  error: unknown,
): Promise<unknown> {
  const undoing = await undone(machine, work, recorded, made, error)
  return undoing.length > 0 ? notUndone(error, undoing) : error
}

/** Removes the devices and then the record; gives the failures of that. */
async function undone(
  machine: Machine,
  { id }: Work,
  recorded: boolean,
  { made, started, making }: MadeDevices,
  error?: unknown,
): Promise<unknown[]> {
  const unsure = making !== undefined && mayBeThere(error) ? [making] : []
  const undoing = await undo(machine, [...made, ...unsure], started)
  if (making !== undefined && hasFailedUndoing(error) && isSeen(machine, making)) undoing.push(error.undoing)
  if (undoing.length === 0 && recorded) {
    try {
      await machine.ledger.remove(id)
    } catch (failure) {
      undoing.push(recordRefusal(failure, 'The record of the devices that are gone again cannot be removed'))
    }
  }
  return undoing
}

const LEFT = 'Something of it is left, see what undoing met: see to the cause, then run recover.'

/** What does not say that the kernel refused: the answer got lost, not the deed. */
const LOST = new Set(['EIO', 'EINTR', 'ETIMEDOUT', 'ECANCELED'])

/** Whether a device may be there although making it failed, and nobody has tried to remove it yet. */
function mayBeThere(error: unknown): boolean {
  if (!(error instanceof HostError)) return true
  return error.undoing === undefined && (error.errno === undefined || LOST.has(error.errno))
}

function hasFailedUndoing(error: unknown): error is HostError {
  return error instanceof HostError && error.undoing !== undefined
}

/** Whether a planned device is there; what cannot be seen may be. */
function isSeen(machine: Machine, plan: PlannedDevice): boolean {
  try {
    return activeAs(machine.sysfs, { ...plan, parent: plan.parent.id }) !== undefined
  } catch {
    return true
  }
}

/** Takes back what was done, the last first; gives the failures of that. */
async function undo(
  machine: Machine,
  made: readonly PlannedDevice[],
  started: readonly (readonly PlannedDevice[])[],
): Promise<unknown[]> {
  const failures: unknown[] = []
  for (const group of started.toReversed()) {
    const [first] = group
    if (first === undefined) continue
    try {
      await backendOf(first.backend).stop?.(machine.sysfs, group, {})
    } catch (error) {
      failures.push(error)
    }
  }
  for (const plan of made.toReversed()) {
    try {
      await removeIdle(machine.sysfs, plan)
    } catch (error) {
      if (!(error instanceof HostError && error.code === 'device-unknown')) failures.push(error)
    }
  }
  return failures
}

function notUndone(error: unknown, undoing: readonly unknown[]): HostError {
  if (hasFailedUndoing(error) && undoing.length === 1) return error
  const facts = { undoing: undoingOf(undoing), help: LEFT }
  if (error instanceof HostError) return error.with(facts)
  const message = 'Making devices was given up, and not all could be removed again.'
  return new HostError('driver-refused', message, { cause: error, ...facts })
}

function notRemoved(undoing: readonly unknown[]): HostError {
  const message = 'Devices that were made for a time could not all be removed again.'
  return new HostError('driver-refused', message, { cause: undoing[0], undoing: undoingOf(undoing), help: LEFT })
}

function undoingOf(undoing: readonly unknown[]): unknown {
  return undoing.length === 1 ? undoing[0] : new AggregateError(undoing, 'Several devices could not be removed.')
}

/** Says which of several requests it was. */
function ofRequest(error: unknown, request: number, count: number): unknown {
  return error instanceof HostError && count > 1 ? error.with({ request }) : error
}
