import type { ActiveDevice } from '../backend/backend.js'
import { checkNotOpen } from '../backend/device-users.js'
import { writeRefusal } from '../backend/write-refusal.js'
import { HostError } from '../host-error.js'
import type { Sysfs } from '../port/sysfs.js'
import { SysfsError } from '../port/sysfs.js'
import { Scan, shown } from '../scan/scan.js'
import { writeDestroy } from './flat-create.js'
import { flatName } from './flat-name.js'
import { switchGuest } from './flat-start.js'
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
 * @throws HostError `device-unknown`, `in-use`, `denied`, `read-only`, `driver-refused`
 */
export async function removeFlat(sysfs: Sysfs, device: ActiveDevice): Promise<void> {
  const { uuid = '', id, parentPath } = device
  try {
    await writeDestroy(sysfs, parentPath, id)
  } catch (error) {
    if (!(error instanceof SysfsError) || error.code !== 'EBUSY') throw destroyRefusal(sysfs, device, error)
    for (const sibling of siblingsOf(sysfs, device)) await checkFlatIdle(sysfs, foundFlat(sibling))
    if (!(await stop(sysfs, device))) throw destroyRefusal(sysfs, device, error)
    try {
      await writeDestroy(sysfs, parentPath, id)
    } catch (second) {
      const refused = destroyRefusal(sysfs, device, second)
      throw (await startAgain(sysfs, uuid)) ?? refused
    }
    if (siblingsOf(sysfs, device).length === 0) return
    const failure = await startAgain(sysfs, uuid)
    if (failure !== undefined) throw failure
  }
}

function siblingsOf(sysfs: Sysfs, { uuid }: ActiveDevice): ReturnType<typeof activeFlat> {
  return activeFlat(new Scan(sysfs)).filter((other) => other.uuid === uuid)
}

/** Whether there was something to stop. */
async function stop(sysfs: Sysfs, { uuid = '', index = '', id, parentPath }: ActiveDevice): Promise<boolean> {
  try {
    if (await switchGuest(sysfs, uuid, 'mdev_stop')) return true
    const own = `${parentPath}/${flatName({ uuid, index })}`
    if (!new Scan(sysfs).list(own).includes('start')) return false
    await sysfs.write(`${own}/start`, new TextEncoder().encode('0'))
    return true
  } catch (error) {
    throw writeRefusal(error, `The device ${id} cannot be destroyed, because its guest cannot be stopped`)
  }
}

async function startAgain(sysfs: Sysfs, uuid: string): Promise<HostError | undefined> {
  try {
    await switchGuest(sysfs, uuid, 'mdev_start')
    return undefined
  } catch (error) {
    return writeRefusal(error, `The guest ${uuid} was stopped to destroy a device, and cannot be started again`)
  }
}

function destroyRefusal(sysfs: Sysfs, device: ActiveDevice, error: unknown): HostError {
  const { id, path } = device
  if (error instanceof SysfsError && new Scan(sysfs).names(path) === undefined) {
    return new HostError('device-unknown', `The device ${id} is gone already.`, { errno: error.code, cause: error })
  }
  return writeRefusal(error, `The device ${id} cannot be destroyed`, { EBUSY: 'in-use' })
}
