import type { ActiveDevice } from '../backend/backend.js'
import { checkNotOpen } from '../backend/device-users.js'
import { writeRefusal } from '../backend/write-refusal.js'
import { HostError } from '../host-error.js'
import type { DestroyOptions } from '../host.js'
import type { Sysfs } from '../port/sysfs.js'
import { SysfsError } from '../port/sysfs.js'
import { Scan, shown } from '../scan/scan.js'
import { writeDestroy } from './flat-create.js'
import type { Switch } from './flat-start.js'
import { switchOf, turnOff, turnOn } from './flat-start.js'
import { activeFlat, foundFlat } from './flat-scan.js'

/**
 * Asks whether somebody has a device open.
 * @throws HostError `in-use`
 */
export async function checkFlatIdle(sysfs: Sysfs, { id, path, parent }: ActiveDevice): Promise<void> {
  await checkNotOpen(sysfs, path, `The device ${id} on ${shown(parent)}`)
}

/**
 * Destroys a device. A driver may refuse that while the guest's devices are started (`EBUSY`): then the guest is stopped, which
 * no file tells beforehand, the device destroyed, and what is left of the guest started again. Nothing of a guest is
 * stopped of which somebody has a device open.
 * @throws HostError `device-unknown`, `in-use`, `denied`, `read-only`, `timeout`, `driver-refused`
 */
export async function removeFlat(sysfs: Sysfs, device: ActiveDevice, options: DestroyOptions): Promise<void> {
  const { id, parentPath } = device
  try {
    await writeDestroy(sysfs, parentPath, id, options)
  } catch (error) {
    const refused = destroyRefusal(sysfs, device, error, options)
    if (!(error instanceof SysfsError) || error.code !== 'EBUSY') throw refused
    for (const sibling of siblingsOf(sysfs, device)) await checkFlatIdle(sysfs, foundFlat(sibling))
    const switched = await stopFor(sysfs, device)
    if (switched === undefined) throw refused
    try {
      await writeDestroy(sysfs, parentPath, id, options)
    } catch (second) {
      throw (await startAgain(sysfs, switched)) ?? destroyRefusal(sysfs, device, second, options)
    }
    if (switched.of === 'device' || siblingsOf(sysfs, device).length === 0) return
    const failure = await startAgain(sysfs, switched)
    if (failure !== undefined) throw failure
  }
}

function siblingsOf(sysfs: Sysfs, { uuid }: ActiveDevice): ReturnType<typeof activeFlat> {
  return activeFlat(new Scan(sysfs)).filter((other) => other.uuid === uuid)
}

/** Stops what a device is started with; `undefined` where nothing can be stopped. */
async function stopFor(sysfs: Sysfs, device: ActiveDevice): Promise<Switch | undefined> {
  const { uuid = '', index = '', id, parentPath } = device
  try {
    const found = switchOf(new Scan(sysfs), { id, uuid, index, parentPath })
    if (found !== undefined) await turnOff(sysfs, found)
    return found
  } catch (error) {
    throw writeRefusal(error, `The device ${id} cannot be destroyed, because its guest cannot be stopped`)
  }
}

async function startAgain(sysfs: Sysfs, switched: Switch): Promise<HostError | undefined> {
  try {
    await turnOn(sysfs, switched)
    return undefined
  } catch (error) {
    return writeRefusal(error, `${switched.what} was stopped to destroy a device, and cannot be started again`)
  }
}

/** What a failed destruction comes to; what aborted it is given as it is. */
function destroyRefusal(sysfs: Sysfs, device: ActiveDevice, error: unknown, { signal }: DestroyOptions): unknown {
  if (signal?.aborted === true) return error
  const { id, path } = device
  if (error instanceof SysfsError && new Scan(sysfs).names(path) === undefined) {
    return new HostError('device-unknown', `The device ${id} is gone already.`, { errno: error.code, cause: error })
  }
  return writeRefusal(error, `The device ${id} cannot be destroyed`, { EBUSY: 'in-use' })
}
