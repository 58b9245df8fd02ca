import { mdevName, parseMdevName } from '../../libvirt/names.js'
import { parseUuid } from '../../libvirt/uuid.js'
import { HostError } from '../host-error.js'
import type { DestroyOptions } from '../host.js'
import type { ActiveMdev } from './mdev-backend.js'
import { activeMdevs, MDEV_DEVICES } from './mdev-backend.js'
import { removeRefusal } from './mdev-refusals.js'
import { Scan, parentNameOf, shown } from '../scan/scan.js'
import type { Sysfs } from '../port/sysfs.js'
import { directoryName } from '../port/sysfs-path.js'

/** How long `remove` may take, in milliseconds, where the caller does not say. */
const TIMEOUT = 5000

/**
 * Removes a mediated device, named by its UUID in any spelling or by libvirt's name in its new or old form. Asks first
 * whether somebody has it open, as libvirt does: the kernel would wait for them.
 * @throws HostError see `Host.destroy`
 */
export async function destroyMdev(sysfs: Sysfs, id: string, options: DestroyOptions = {}): Promise<void> {
  options.signal?.throwIfAborted()
  const scan = new Scan(sysfs)
  const { uuid, path, parent } = findMdev(scan, id, options.parent)
  if (scan.target(`${path}/mdev_type`) === undefined) {
    throw new HostError('busy', `The device ${uuid} on ${shown(parent)} is being made or removed and is left alone.`, {
      file: path,
      help: "Try again later; if it stays without a type, unbind its parent's driver.",
    })
  }
  const group = scan.targetName(`${path}/iommu_group`)
  if (group !== undefined && /^\d{1,9}$/.test(group) && (await sysfs.inUse(Number(group)))) {
    throw new HostError('in-use', `The device ${uuid} on ${shown(parent)} is open: its VFIO group ${group} is held.`, {
      file: `dev/vfio/${group}`,
      help: 'Shut the guest down, or detach the device from it.',
    })
  }
  await removeMdev(sysfs, path, uuid, options)
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

function findMdev(scan: Scan, id: string, parent: string | undefined): ActiveMdev {
  const uuid = parseUuid(id) ?? parseMdevName(id)?.uuid.toLowerCase()
  const named = parseUuid(id) === undefined
  const found =
    uuid === undefined
      ? []
      : activeMdevs(scan).filter(
          (active) =>
            active.uuid.toLowerCase() === uuid &&
            (!named || sameName(active, id)) &&
            (parent === undefined || isParent(scan, active, parent)),
        )
  const [first, second] = found
  if (first === undefined) {
    const where = parent === undefined ? '' : ` on ${shown(parent)}`
    throw new HostError('device-unknown', `There is no active device ${shown(id)}${where}.`, {
      file: MDEV_DEVICES,
      help: "Name it by its UUID, or by libvirt's name (mdev_<uuid>_<parent>).",
    })
  }
  if (second === undefined) return first
  const places = found.map((active) => `${active.uuid} on ${shown(active.parent)}`).join(', ')
  throw new HostError('uuid-ambiguous', `${shown(id)} names more than one device: ${places}.`, {
    help: "Name the parent as well, or use libvirt's name, which has both.",
  })
}

function sameName(active: ActiveMdev, name: string): boolean {
  const wanted = name.toLowerCase()
  return wanted === mdevName(active.uuid).toLowerCase() || wanted === mdevName(active.uuid, active.parent).toLowerCase()
}

function isParent(scan: Scan, active: ActiveMdev, parent: string): boolean {
  return active.parent === parent || parentNameOf(scan, active.parent, directoryName(active.path)).name === parent
}
