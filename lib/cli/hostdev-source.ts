import { type DeviceSource, type HostdevOptions, hostdevFor } from '../libvirt/hostdev-for.js'
import type { Hostdev } from '../libvirt/hostdev.js'
import { capabilityOf, type NodeDevice } from '../libvirt/node-device.js'
import { formatPciAddress } from '../libvirt/pci-address.js'
import { HostError } from '../machine/host-error.js'
import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import { Refusal } from './cli-failure.js'
import { findMade } from './find-device.js'

/**
 * What has to be known of a device that runs on a machine, to give it to a guest.
 * @throws HostError where there is no such device made from a type
 */
export function sourceOfName(snapshot: HostSnapshot, name: string): DeviceSource {
  const { uuid, address, deviceApi, type, parent } = findMade(snapshot, name)
  if (uuid === undefined && address !== undefined) return { address }
  const api = deviceApi ?? snapshot.types.find((each) => each.parent === parent && each.id === type)?.deviceApi
  return { ...(uuid !== undefined && { uuid }), ...(api !== undefined && { deviceApi: api }) }
}

/**
 * The same of a device that is described by node device XML, and may be still to be made: the machine tells the device API of
 * its type. A PCI function is one only where the machine has made it from a type.
 * @throws Refusal or HostError where it is no such device, has no UUID, or its device API cannot be known
 */
export function sourceOfNodeDevice(snapshot: HostSnapshot, device: NodeDevice, file: string): DeviceSource {
  const pci = capabilityOf(device, 'pci')
  const made = pci && snapshot.devices.find(({ uuid, address }) => !uuid && address === formatPciAddress(pci))
  if (made?.address !== undefined) return { address: made.address }
  const mdev = capabilityOf(device, 'mdev')
  if (mdev === undefined) throw new Refusal('not-supported', `${file} describes no mediated device.`)
  const { uuid, typeId } = mdev
  if (uuid === undefined) {
    throw new Refusal('hostdev/uuid-missing', `${file} names no UUID, and a guest knows its device by that alone.`)
  }
  const running = snapshot.devices.find((each) => each.active && each.uuid?.toLowerCase() === uuid.toLowerCase())
  const offers = snapshot.types.filter(({ id, deviceApi }) => id === typeId && deviceApi !== undefined)
  const offer =
    offers.find(({ parent, parentName }) => device.parent === parent || device.parent === parentName) ?? offers[0]
  const deviceApi = running?.deviceApi ?? offer?.deviceApi
  if (deviceApi !== undefined) return { uuid, deviceApi }
  throw new HostError(
    'type-unknown',
    `No parent of the machine offers the type ${JSON.stringify(typeId)}, so the device API of ${uuid} is not known.`,
    { help: 'Ask a machine that offers it, or a snapshot of one, with --host.' },
  )
}

/** @throws Refusal where no host device can be made from it */
export function hostdevFrom(source: DeviceSource, options: HostdevOptions = {}): Hostdev {
  try {
    return hostdevFor(source, options)
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal('not-supported', error.message)
    throw error
  }
}
