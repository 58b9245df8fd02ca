import type { ActiveDevice, ParentEntry } from '../backend/backend.js'
import { checkNotOpen, usersOf } from '../backend/device-users.js'
import { iommuGroupOf } from '../backend/iommu-group.js'
import { removalWrite } from '../backend/removal-write.js'
import type { DestroyOptions } from '../host.js'
import type { Sysfs } from '../port/sysfs.js'
import { Scan } from '../scan/scan.js'
import { currentVgpuType } from './vgpu-functions.js'
import { vgpuRemoveRefusal } from './vgpu-refusals.js'

/**
 * Asks whether somebody has the function open, by its VFIO group.
 * @throws HostError `in-use`
 */
export function checkVgpuIdle(sysfs: Sysfs, { id, path }: ActiveDevice): Promise<void> {
  return checkNotOpen(sysfs, path, `The device ${id}`)
}

/**
 * Takes the type away from a function.
 * @throws HostError
 */
export async function removeVgpu(
  sysfs: Sysfs,
  { id, path }: Pick<ParentEntry, 'id' | 'path'>,
  options: DestroyOptions = {},
): Promise<void> {
  try {
    await sysfs.write(`${path}/nvidia/current_vgpu_type`, new TextEncoder().encode('0'), removalWrite(options))
  } catch (error) {
    if (options.signal?.aborted === true) throw error
    const scan = new Scan(sysfs)
    throw vgpuRemoveRefusal(error, {
      parent: id,
      current: currentVgpuType(scan, path),
      filesThere: scan.names(`${path}/nvidia`) !== undefined,
      holders: await usersOf(sysfs, iommuGroupOf(scan, path)),
    })
  }
}
