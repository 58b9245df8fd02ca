import { HostError } from '../host-error.js'
import type { Scan } from '../scan/scan.js'
import { parentNameOf, reasonOf, shown } from '../scan/scan.js'
import type { ActiveDevice } from './backend.js'
import { backends } from './backends.js'
import { MDEV_DEVICES } from './mdev-bus.js'

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
    throw unknownDevice(scan, id, parent)
  }
  if (second === undefined) return first
  const places = found.map((device) => `${device.id} on ${shown(device.parent)}`).join(', ')
  const isGuest = found.every((device) => device.index !== undefined)
  throw new HostError('uuid-ambiguous', `${shown(id)} names more than one device: ${places}.`, {
    help: isGuest
      ? 'The UUID is that of their guest: name one of them, or destroy the group.'
      : "Name the parent as well, or use libvirt's name, which has both.",
  })
}

function unknownDevice(scan: Scan, id: string, parent: string | undefined): HostError {
  const where = parent === undefined ? '' : ` on ${shown(parent)}`
  const what = `There is no active device ${shown(id)}${where}`
  const [cause] = scan.failures
  const facts = {
    file: MDEV_DEVICES,
    help: "Name it by its UUID or address, or by libvirt's name; a snapshot lists all.",
  }
  if (cause === undefined) return new HostError('device-unknown', `${what}.`, facts)
  const seen = `${what}, as far as can be seen: ${reasonOf(cause)}`
  return new HostError('device-unknown', `${seen}.`, { ...facts, cause })
}

function isParent(scan: Scan, device: ActiveDevice, parent: string): boolean {
  return device.parent === parent || parentNameOf(scan, device.parent, device.parentPath).name === parent
}
