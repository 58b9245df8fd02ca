import type { ActiveDevice } from '../backend/backend.js'
import { backendOf } from '../backend/backends.js'
import { findDevice } from '../backend/find-device.js'
import { uuidFrom } from '../backend/plan-device.js'
import { HostError } from '../host-error.js'
import type { DestroyOptions } from '../host.js'
import type { Sysfs } from '../port/sysfs.js'
import { reasonOf, Scan, shown } from '../scan/scan.js'
import type { Backend } from '../snapshot/host-snapshot.js'
import type { RecordedDevice } from './ledger.js'
import { fromRecords } from './record-refusal.js'
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
  await idle(machine.sysfs, device, options)
  await backendOf(device.backend).remove(machine.sysfs, device, options)
  await forget(machine, device)
}

/**
 * Removes the devices of a group that are there, the last made first. All are asked whether they are in use before the first is
 * removed.
 * @throws HostError see `Host.destroy`
 */
export async function removeGroup(machine: Machine, group: string, options: DestroyOptions = {}): Promise<string[]> {
  options.signal?.throwIfAborted()
  const wanted = uuidFrom(group)
  const { sysfs, ledger } = machine
  const members: ActiveDevice[] = []
  const gone: RecordedDevice[] = []
  for (const [, record] of fromRecords(() => ledger.records())) {
    if (record.group !== wanted) continue
    for (const device of record.devices) {
      const active = activeAs(sysfs, device)
      if (active !== undefined) members.push(active)
      else if (record.state === 'made') gone.push(device)
    }
  }
  for (const device of members) await idle(sysfs, device, options)
  const removed: string[] = []
  for (const device of members.reverse()) {
    await backendOf(device.backend).remove(sysfs, device, options)
    await forget(machine, device)
    removed.push(device.id)
  }
  for (const device of gone) await forget(machine, device)
  return removed
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
  options: DestroyOptions = {},
): Promise<void> {
  const active = activeAs(sysfs, { ...plan, parent: plan.parent.id })
  if (active === undefined) throw new HostError('device-unknown', `The device ${plan.id} is gone already.`)
  const backend = backendOf(plan.backend)
  await backend.checkIdle(sysfs, active)
  await backend.remove(sysfs, active, options)
}

/** Waits, where that is wished, until nobody has the device open. */
async function idle(sysfs: Sysfs, device: ActiveDevice, options: DestroyOptions): Promise<void> {
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

/** A device that is gone is gone, whether its record can be mended or not: what is no longer active counts for nothing there. */
async function forget(machine: Machine, device: Pick<RecordedDevice, 'backend' | 'id' | 'parent'>): Promise<void> {
  try {
    await machine.ledger.forget(device)
  } catch {
    return
  }
}
