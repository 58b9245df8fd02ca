import type { ActiveDevice } from '../backend/backend.js'
import { checkNotOpen, usersOf } from '../backend/device-users.js'
import { iommuGroupOf } from '../backend/iommu-group.js'
import { MDEV_DEVICES } from '../backend/mdev-bus.js'
import { removalWrite } from '../backend/removal-write.js'
import { HostError } from '../host-error.js'
import type { DestroyOptions } from '../host.js'
import type { Sysfs } from '../port/sysfs.js'
import { Scan, shown } from '../scan/scan.js'
import { removeRefusal } from './mdev-refusals.js'

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
  await checkNotOpen(sysfs, path, `The device ${id} on ${shown(parent)}`)
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
  // what the kernel takes away first is read first
  const group = iommuGroupOf(new Scan(sysfs), path)
  try {
    await sysfs.write(`${path}/remove`, new TextEncoder().encode('1'), removalWrite(options))
  } catch (error) {
    if (options.signal?.aborted === true) throw error
    const scan = new Scan(sysfs)
    throw removeRefusal(error, {
      uuid,
      directoryThere: scan.names(path) !== undefined,
      listed: scan.list(MDEV_DEVICES).includes(uuid),
      holders: await usersOf(sysfs, group),
    })
  }
}
