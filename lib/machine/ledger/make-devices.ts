import { v4 } from 'uuid'
import type { PlannedDevice } from '../backend/backend.js'
import { backendOf, backends } from '../backend/backends.js'
import { planDevice, uuidFrom } from '../backend/plan-device.js'
import { HostError } from '../host-error.js'
import type { CreateOptions, CreateRequest } from '../host.js'
import { SysfsError } from '../port/sysfs.js'
import { reasonOf, Scan, shown } from '../scan/scan.js'
import type { HostDevice } from '../snapshot/host-snapshot.js'
import type { LedgerRecord } from './ledger.js'
import type { Machine } from './machine.js'
import { removeIdle } from './remove-devices.js'

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
  const { signal } = options
  signal?.throwIfAborted()
  const group = options.group === undefined ? undefined : uuidFrom(options.group)
  const planned = planAll(machine, requests, group)
  if (planned.length === 0) return []
  const id = v4()
  const record: LedgerRecord = {
    version: 1,
    state: 'making',
    ...(group !== undefined && { group }),
    devices: planned.map(({ backend, id: device, parent, type }) => ({ backend, id: device, parent: parent.id, type })),
  }
  const release = await begin(machine, id, record)
  try {
    return await makeAndRecord(machine, planned, id, release === undefined ? undefined : record, options)
  } finally {
    await release?.()
  }
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
 * Writes the record and keeps its lock. `undefined` where records cannot be kept and none is needed: one device is made by one
 * write, of which nothing can be left behind.
 * @throws HostError
 */
async function begin(machine: Machine, id: string, record: LedgerRecord): Promise<(() => Promise<void>) | undefined> {
  let release: (() => Promise<void>) | undefined
  try {
    release = await machine.ledger.lock(id)
    await machine.ledger.write(id, record)
    return release
  } catch (error) {
    await release?.()
    if (!(error instanceof SysfsError)) throw error
    const refused = error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS'
    if (refused && record.devices.length === 1 && record.group === undefined) return undefined
    throw new HostError(
      refused ? (error.code === 'EROFS' ? 'read-only' : 'denied') : 'driver-refused',
      `No record can be kept of the devices that are to be made together: ${error.syscall} of ${shown(error.file)} gave ${reasonOf(error)}.`,
      { errno: error.code, syscall: error.syscall, file: error.file, cause: error },
    )
  }
}

async function makeAndRecord(
  machine: Machine,
  planned: readonly PlannedDevice[],
  id: string,
  record: LedgerRecord | undefined,
  options: CreateOptions,
): Promise<HostDevice[]> {
  const { sysfs, ledger } = machine
  const { signal } = options
  const made: PlannedDevice[] = []
  const started: PlannedDevice[][] = []
  const devices: HostDevice[] = []
  try {
    for (const [number, plan] of planned.entries()) {
      signal?.throwIfAborted()
      try {
        devices.push(await backendOf(plan.backend).create(sysfs, plan, options))
        made.push(plan)
      } catch (error) {
        throw ofRequest(error, number, planned.length)
      }
    }
    for (const backend of backends) {
      const own = planned.filter((plan) => plan.backend === backend.backend)
      if (own.length === 0 || backend.start === undefined) continue
      await backend.start(sysfs, own, options)
      started.push(own)
    }
    for (const device of devices) if (started.flat().some((plan) => plan.id === device.id)) device.started = true
    if (record !== undefined) {
      await ledger.write(id, { ...record, state: 'made' })
      for (const device of devices) {
        device.ours = true
        if (record.group !== undefined) device.group ??= record.group
      }
    }
    return devices
  } catch (error) {
    const undoing = await undo(machine, made, started)
    if (undoing.length > 0) throw notUndone(error, undoing, made)
    if (record !== undefined) await ledger.remove(id)
    throw error
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

function notUndone(error: unknown, undoing: readonly unknown[], made: readonly PlannedDevice[]): HostError {
  const facts = {
    undoing: undoing.length === 1 ? undoing[0] : new AggregateError(undoing, 'Several devices could not be removed.'),
    help: `Of ${made.map((plan) => shown(plan.id)).join(', ')} something is left: see to the cause, then run recover.`,
  }
  if (error instanceof HostError) return error.with(facts)
  const message = `Making ${made.length} devices was given up, and not all could be removed again.`
  return new HostError('driver-refused', message, { cause: error, ...facts })
}

/** Says which of several requests it was. */
function ofRequest(error: unknown, request: number, count: number): unknown {
  return error instanceof HostError && count > 1 ? error.with({ request }) : error
}
