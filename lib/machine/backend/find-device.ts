import { HostError } from '../host-error.js'
import type { Scan } from '../scan/scan.js'
import { parentNameOf, shown } from '../scan/scan.js'
import type { ActiveDevice } from './backend.js'
import { backends } from './backends.js'

/**
 * Finds the one active device that an id names: a UUID in any spelling, libvirt's name in its new or old form, an address.
 * @param parent The parent, by the kernel's name or libvirt's, where the id alone is not enough.
 * @throws HostError `device-unknown`, `uuid-ambiguous`
 */
export function findDevice(scan: Scan, id: string, parent?: string): ActiveDevice {
  const found = backends
    .flatMap((backend) => backend.find(scan, id))
    .filter((device) => parent === undefined || isParent(scan, device, parent))
  const [first, second] = found
  if (first === undefined) {
    const where = parent === undefined ? '' : ` on ${shown(parent)}`
    throw new HostError('device-unknown', `There is no active device ${shown(id)}${where}.`, {
      file: 'sys/bus/mdev/devices',
      help: "Name it by its UUID, or by libvirt's name (mdev_<uuid>_<parent>).",
    })
  }
  if (second === undefined) return first
  const places = found.map((device) => `${device.id} on ${shown(device.parent)}`).join(', ')
  throw new HostError('uuid-ambiguous', `${shown(id)} names more than one device: ${places}.`, {
    help: "Name the parent as well, or use libvirt's name, which has both.",
  })
}

function isParent(scan: Scan, device: ActiveDevice, parent: string): boolean {
  return device.parent === parent || parentNameOf(scan, device.parent, device.parentPath).name === parent
}
