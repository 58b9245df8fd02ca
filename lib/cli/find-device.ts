import { capabilityOf } from '../libvirt/node-device.js'
import { HostError } from '../machine/host-error.js'
import type { HostDevice, HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import { nodeDeviceOf } from '../machine/snapshot/node-devices.js'

export function unknownDevice(name: string): HostError {
  return new HostError('device-unknown', `There is no device ${JSON.stringify(name)}.`, {
    help: "Name it by its UUID, by libvirt's name or the kernel's; nodedev list shows the devices.",
  })
}

/**
 * The device made from a type that answers to a UUID in any spelling, to libvirt's name, or to the address of the PCI function
 * that it is.
 * @throws HostError `device-unknown`, `uuid-ambiguous`, or `not-supported` for a device that was not made from a type
 */
export function findMade(snapshot: HostSnapshot, name: string): HostDevice {
  const node = nodeDeviceOf(snapshot, name)
  if (node === undefined) throw unknownDevice(name)
  const uuid = capabilityOf(node, 'mdev')?.uuid
  const found = snapshot.devices.find((device) => device.name === node.name && device.uuid === uuid)
  if (found !== undefined) return found
  throw new HostError('not-supported', `${JSON.stringify(name)} is no device that was made from a type.`, {
    help: 'Make one on it first: nodedev create --parent PARENT --type TYPE',
  })
}
