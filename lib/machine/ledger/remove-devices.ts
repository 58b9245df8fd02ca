import type { ActiveDevice } from '../backend/backend.js'
import { backendOf } from '../backend/backends.js'
import { findDevice } from '../backend/find-device.js'
import { uuidFrom } from '../backend/plan-device.js'
import { HostError } from '../host-error.js'
import type { DestroyOptions } from '../host.js'
import type { Sysfs } from '../port/sysfs.js'
import { SysfsError } from '../port/sysfs.js'
import { reasonOf, Scan, shown } from '../scan/scan.js'
import type { Backend } from '../snapshot/host-snapshot.js'
import { fromRecords, isForbidden, recordRefusal } from './record-refusal.js'
import type { Machine } from './machine.js'

/** How often somebody who waits for a device looks again, in milliseconds. */
const LOOK_AGAIN = 100

/**
 * Removes one device.
 * @throws HostError see `Host.destroy`
 */
export async function removeDevice(machine: Machine, id: string, options: DestroyOptions = {}): Promise<void> {
  options.signal?.throwIfAborted()
  const device = findDevice(new Scan(machine.sysfs), id, options.parent)
  await whenIdle(machine.sysfs, device, options)
  await backendOf(device.backend).remove(machine.sysfs, device, options)
  await forgetGone(machine, [device])
}

/**
 * Removes the devices of a group that are there, the last made first. All are asked whether they are in use before the first is
 * removed.
 * @throws HostError see `Host.destroyGroup`
 */
export async function removeGroup(machine: Machine, group: string, options: DestroyOptions = {}): Promise<string[]> {
  options.signal?.throwIfAborted()
  const wanted = uuidFrom(group, 'group')
  const { sysfs, ledger } = machine
  const releases = new Map<string, () => Promise<void>>()
  const removed: ActiveDevice[] = []
  try {
    const members: ActiveDevice[] = []
    for (const [id, { group: its }] of fromRecords(() => ledger.records())) {
      if (its !== wanted) continue
      releases.set(id, await lockedRecord(machine, id, wanted, options))
      // before its lock was ours somebody may have changed it
      const { devices = [] } = fromRecords(() => ledger.read(id)) ?? {}
      members.push(...devices.flatMap((device) => activeAs(sysfs, device) ?? []))
    }
    for (const device of members) await whenIdle(sysfs, device, options)
    for (const device of members.reverse()) {
      await backendOf(device.backend).remove(sysfs, device, options)
      removed.push(device)
    }
    return removed.map(({ id }) => id)
  } catch (error) {
    throw afterRemoving(removed, error)
  } finally {
    await forgetGone(machine, removed, new Set(releases.keys()))
    for (const release of releases.values()) await release().catch(() => {})
  }
}

/**
 * Keeps others from making or removing the devices of a record.
 * @throws HostError `busy` when somebody does that now
 */
async function lockedRecord(
  { ledger }: Machine,
  id: string,
  group: string,
  { wait, signal }: DestroyOptions,
): Promise<() => Promise<void>> {
  try {
    return await ledger.take(id, wait, signal)
  } catch (error) {
    if (!(error instanceof SysfsError)) throw error
    // who may not keep records may be permitted to remove devices all the same
    if (isForbidden(error)) return async () => {}
    const what = `The devices of the group ${group} are being made or removed at this moment`
    throw recordRefusal(
      error,
      what,
      'Wait until whoever does that has ended; what it leaves behind is removed by recover.',
    )
  }
}

/** The failure of a removal, which says what was removed before it. */
function afterRemoving(removed: readonly ActiveDevice[], error: unknown): unknown {
  if (removed.length === 0 || !(error instanceof HostError)) return error
  const before = `Removed before it: ${removed.map(({ id }) => id).join(', ')}.`
  return error.with({ help: error.help === undefined ? before : `${error.help} ${before}` })
}

/**
 * The active device that is what a record or a plan says: the same type on the same parent.
 * @throws HostError `driver-refused` when that cannot be seen: it may be there
 */
export function activeAs(
  sysfs: Sysfs,
  device: { backend: Backend; id: string; parent: string; type: string },
): ActiveDevice | undefined {
  const { backend, id, parent, type } = device
  const scan = new Scan(sysfs)
  const found = backendOf(backend)
    .find(scan, id)
    .find((active) => active.id === id && active.parent === parent && (active.type ?? type) === type)
  const [cause] = scan.failures
  if (found !== undefined || cause === undefined) return found
  throw new HostError(
    'driver-refused',
    `Whether the device ${shown(id)} is on ${shown(parent)} cannot be seen: ${reasonOf(cause)}.`,
    { cause, help: 'It may be there: look again later.' },
  )
}

/**
 * Removes what a plan has made, after asking whether somebody has it open.
 * @throws HostError `device-unknown` where it is gone already, and what removing throws
 */
export async function removeIdle(
  sysfs: Sysfs,
  plan: { backend: Backend; id: string; parent: { id: string }; type: string },
): Promise<void> {
  const active = activeAs(sysfs, { ...plan, parent: plan.parent.id })
  if (active === undefined) throw new HostError('device-unknown', `The device ${plan.id} is gone already.`)
  await backendOf(plan.backend).checkIdle(sysfs, active)
  await backendOf(plan.backend).remove(sysfs, active, {})
}

/**
 * Asks whether a device can be removed now; waits, where that is wished, until nobody has it open.
 * @throws HostError `in-use`, `busy`; the signal's reason
 */
export async function whenIdle(sysfs: Sysfs, device: ActiveDevice, options: DestroyOptions): Promise<void> {
  const { wait = 0, signal } = options
  const end = performance.now() + wait
  for (;;) {
    try {
      await backendOf(device.backend).checkIdle(sysfs, device)
      return
    } catch (error) {
      const left = end - performance.now()
      if (!(error instanceof HostError && error.code === 'in-use') || left <= 0) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.min(LOOK_AGAIN, left)))
      signal?.throwIfAborted()
    }
  }
}

/**
 * Takes what was removed out of the records, and with it what others have removed. A device that is gone is gone, whether its
 * record can be mended or not: what is no longer active counts for nothing there.
 * @param held The records whose lock the caller has.
 */
async function forgetGone(
  { sysfs, ledger }: Machine,
  removed: readonly ActiveDevice[],
  held?: ReadonlySet<string>,
): Promise<void> {
  try {
    await ledger.forget(removed, (device) => backendOf(device.backend).isGone(sysfs, device), held)
  } catch {
    return
  }
}
