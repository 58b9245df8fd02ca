import type { ActiveDevice } from '../backend/backend.js'
import { HostError } from '../host-error.js'
import type { DestroyOptions } from '../host.js'
import type { Sysfs } from '../port/sysfs.js'
import { Scan, shown } from '../scan/scan.js'
import { removeRefusal } from './mdev-refusals.js'
import { MDEV_DEVICES } from './mdev-scan.js'

/** How long `remove` may take, in milliseconds, where the caller does not say. */
const TIMEOUT = 5000

/**
 * Asks whether a device is half made, and whether somebody has it open, as libvirt does: the kernel would wait for them.
 * @throws HostError `busy`, `in-use`
 */
export async function checkMdevIdle(sysfs: Sysfs, device: ActiveDevice): Promise<void> {
  const scan = new Scan(sysfs)
  const { id, path, parent } = device
  if (scan.target(`${path}/mdev_type`) === undefined) {
    throw new HostError('busy', `The device ${id} on ${shown(parent)} is being made or removed and is left alone.`, {
      file: path,
      help: "Try again later; if it stays without a type, unbind its parent's driver.",
    })
  }
  const group = scan.targetName(`${path}/iommu_group`)
  if (group === undefined || !/^\d{1,9}$/.test(group) || !(await sysfs.inUse(Number(group)))) return
  throw new HostError('in-use', `The device ${id} on ${shown(parent)} is open: its VFIO group ${group} is held.`, {
    file: `dev/vfio/${group}`,
    help: 'Shut the guest down, or detach the device from it.',
  })
}

/**
 * Writes to `remove` of the device at `path`.
 * @throws HostError
 */
export async function removeMdev(
  sysfs: Sysfs,
  path: string,
  uuid: string,
  options: DestroyOptions = {},
): Promise<void> {
  const { timeout = TIMEOUT, signal } = options
  try {
    await sysfs.write(`${path}/remove`, new TextEncoder().encode('1'), {
      mayBlock: true,
      timeout,
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted === true) throw error
    const scan = new Scan(sysfs)
    throw removeRefusal(error, {
      uuid,
      directoryThere: scan.names(path) !== undefined,
      listed: scan.list(MDEV_DEVICES).includes(uuid),
    })
  }
}
