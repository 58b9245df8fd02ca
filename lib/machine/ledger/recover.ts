import { backendOf } from '../backend/backends.js'
import { HostError } from '../host-error.js'
import type { DestroyOptions, Recovery } from '../host.js'
import { reasonOf, shown } from '../scan/scan.js'
import { SysfsError } from '../port/sysfs.js'
import type { UnfinishedWork } from '../snapshot/host-snapshot.js'
import type { LedgerRecord } from './ledger.js'
import type { Machine } from './machine.js'
import { activeAs } from './remove-devices.js'

/** The transactions whose process has ended before they were complete. One that is still going on is none. */
export async function unfinishedWork(machine: Machine): Promise<UnfinishedWork[]> {
  const found: UnfinishedWork[] = []
  for (const [id, record] of machine.ledger.records()) {
    if (record.state !== 'making') continue
    try {
      const release = await machine.ledger.lock(id)
      if (release === undefined) continue
      await release()
    } catch {
      // who may not take the lock cannot know whether it is going on, and could not recover it either
      continue
    }
    found.push({
      id,
      ...(record.group !== undefined && { group: record.group }),
      devices: record.devices.map((device) => ({
        ...{ id: device.id, parent: device.parent, type: device.type },
        active: activeAs(machine.sysfs, device) !== undefined,
      })),
    })
  }
  return found
}

/**
 * Removes what unfinished transactions have made, the last device first, and then their records.
 * @throws HostError `device-unknown` for an id that is no unfinished transaction, `denied` where records cannot be changed
 */
export async function recoverWork(
  machine: Machine,
  id: string | undefined,
  options: DestroyOptions = {},
): Promise<Recovery[]> {
  options.signal?.throwIfAborted()
  const records = machine.ledger
    .records()
    .filter(([each, record]) => record.state === 'making' && (id ?? each) === each)
  if (id !== undefined && records.length === 0) {
    throw new HostError('device-unknown', `There is no unfinished work ${shown(id)}.`, {
      help: 'It is complete or recovered already; a snapshot lists what is unfinished.',
    })
  }
  const done: Recovery[] = []
  for (const [each, record] of records) {
    const release = await locked(machine, each)
    if (release === undefined) continue
    try {
      done.push(await recoverRecord(machine, each, record, options))
    } finally {
      await release()
    }
  }
  return done
}

async function recoverRecord(
  machine: Machine,
  id: string,
  record: LedgerRecord,
  options: DestroyOptions,
): Promise<Recovery> {
  const { sysfs, ledger } = machine
  const recovery: Recovery = { id, ...(record.group !== undefined && { group: record.group }), removed: [], left: [] }
  for (const device of record.devices.toReversed()) {
    const active = activeAs(sysfs, device)
    if (active === undefined) continue
    const backend = backendOf(device.backend)
    try {
      await backend.checkIdle(sysfs, active)
      await backend.remove(sysfs, active, options)
      recovery.removed.push(device.id)
    } catch (error) {
      options.signal?.throwIfAborted()
      recovery.left.push({ id: device.id, error })
    }
  }
  if (recovery.left.length === 0) await ledger.remove(id)
  return recovery
}

async function locked(machine: Machine, id: string): Promise<(() => Promise<void>) | undefined> {
  try {
    return await machine.ledger.lock(id)
  } catch (error) {
    if (!(error instanceof SysfsError)) throw error
    throw new HostError(
      'denied',
      `The record ${shown(id)} cannot be locked: ${error.syscall} of ${shown(error.file)} gave ${reasonOf(error)}.`,
      {
        ...{ errno: error.code, syscall: error.syscall, file: error.file, cause: error },
        help: 'Run it as the user who made the devices, or as root.',
      },
    )
  }
}
