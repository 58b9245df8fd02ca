import { backendOf } from '../backend/backends.js'
import { HostError } from '../host-error.js'
import type { DestroyOptions, Recovery } from '../host.js'
import { shown } from '../scan/scan.js'
import type { UnfinishedWork } from '../snapshot/host-snapshot.js'
import type { LedgerRecord, RecordedDevice } from './ledger.js'
import type { Machine } from './machine.js'
import { fromRecords, recordRefusal } from './record-refusal.js'
import { activeAs, whenIdle } from './remove-devices.js'

/** The transactions whose process has ended before they were complete. One that is still going on is none. */
export async function unfinishedWork(machine: Machine): Promise<UnfinishedWork[]> {
  const found: UnfinishedWork[] = []
  for (const [id, { state }] of machine.ledger.seenRecords()) {
    if (state !== 'making') continue
    const record = await left(machine, id)
    if (record === undefined) continue
    found.push({
      id,
      ...(record.group !== undefined && { group: record.group }),
      devices: record.devices.map((device) => ({
        ...{ id: device.id, parent: device.parent, type: device.type },
        active: isActive(machine, device),
      })),
    })
  }
  return found
}

/** The record of a transaction that nobody is at any more. */
async function left(machine: Machine, id: string): Promise<LedgerRecord | undefined> {
  try {
    const release = await machine.ledger.lock(id)
    if (release === undefined) return undefined
    try {
      return makingNow(machine, id)
    } finally {
      await release()
    }
  } catch {
    // who may not take the lock cannot know whether it is going on, and could not recover it either
    return undefined
  }
}

/** A record that is still unfinished: before its lock was ours somebody may have completed it. */
function makingNow(machine: Machine, id: string): LedgerRecord | undefined {
  const record = machine.ledger.read(id)
  return record?.state === 'making' ? record : undefined
}

/** What cannot be seen is not told to be there; the snapshot has a problem of its own for that. */
function isActive(machine: Machine, device: RecordedDevice): boolean {
  try {
    return activeAs(machine.sysfs, device) !== undefined
  } catch {
    return false
  }
}

/**
 * Removes what unfinished transactions have made, the last device first, and then their records.
 * @throws HostError `device-unknown` for an id that is no unfinished transaction, `busy` for one that is still going on; `denied`, `read-only` or `driver-refused` where
 *   records cannot be changed
 */
export async function recoverWork(
  machine: Machine,
  id: string | undefined,
  options: DestroyOptions = {},
): Promise<Recovery[]> {
  options.signal?.throwIfAborted()
  const records = fromRecords(() => machine.ledger.records()).filter(
    ([each, record]) => record.state === 'making' && (id ?? each) === each,
  )
  if (id !== undefined && records.length === 0) {
    throw new HostError('device-unknown', `There is no unfinished work ${shown(id)}.`, {
      help: 'It is complete or recovered already; a snapshot lists what is unfinished.',
    })
  }
  const done: Recovery[] = []
  for (const [each] of records) {
    const release = await locked(machine, each)
    if (release === undefined) {
      if (id === undefined) continue
      throw new HostError('busy', `The work ${shown(id)} is still going on, or somebody recovers it now.`, {
        help: 'Its process makes its devices, or removes them again: wait until it has ended.',
      })
    }
    try {
      const record = fromRecords(() => makingNow(machine, each))
      if (record !== undefined) done.push(await recoverRecord(machine, each, record, options))
    } finally {
      await release().catch(() => {})
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
    try {
      const active = activeAs(sysfs, device)
      if (active === undefined) continue
      await whenIdle(sysfs, active, options)
      await backendOf(device.backend).remove(sysfs, active, options)
      recovery.removed.push(device.id)
    } catch (error) {
      options.signal?.throwIfAborted()
      recovery.left.push({ id: device.id, error })
    }
  }
  if (recovery.left.length > 0) return recovery
  try {
    await ledger.remove(id)
  } catch (error) {
    throw recordRefusal(error, `The record ${shown(id)} cannot be removed, of which nothing is left`)
  }
  return recovery
}

async function locked(machine: Machine, id: string): Promise<(() => Promise<void>) | undefined> {
  try {
    return await machine.ledger.lock(id)
  } catch (error) {
    const help = 'Run it as the user who made the devices, or as root.'
    throw recordRefusal(error, `The record ${shown(id)} cannot be locked`, help)
  }
}
