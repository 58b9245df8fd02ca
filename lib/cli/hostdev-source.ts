import { type HostdevOptions, type MdevSource, hostdevFor } from '../libvirt/hostdev-for.js'
import type { MdevHostdev } from '../libvirt/hostdev.js'
import { capabilityOf, type NodeDevice } from '../libvirt/node-device.js'
import { HostError } from '../machine/host-error.js'
import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import { Refusal } from './cli-failure.js'
import { findMdev } from './find-device.js'

/**
 * What has to be known of a device that runs on a machine, to give it to a guest.
 * @throws HostError where there is no such mediated device
 */
export function sourceOfName(snapshot: HostSnapshot, name: string): MdevSource {
  const { uuid, deviceApi, type, parent } = findMdev(snapshot, name)
  const api = deviceApi ?? snapshot.types.find((each) => each.parent === parent && each.id === type)?.deviceApi
  return { ...(uuid !== undefined && { uuid }), ...(api !== undefined && { deviceApi: api }) }
}

/**
 * The same of a device that is described by node device XML, and may be still to be made: the machine tells the device API of
 * its type.
 * @throws Refusal or HostError where it is no mediated device, has no UUID, or its device API cannot be known
 */
export function sourceOfNodeDevice(snapshot: HostSnapshot, device: NodeDevice, file: string): MdevSource {
  const mdev = capabilityOf(device, 'mdev')
  if (mdev === undefined) throw new Refusal('not-supported', `${file} describes no mediated device.`)
  const { uuid, typeId } = mdev
  if (uuid === undefined) {
    throw new Refusal('hostdev/uuid-missing', `${file} names no UUID, and a guest knows its device by that alone.`)
  }
  const running = snapshot.devices.find((each) => each.uuid?.toLowerCase() === uuid.toLowerCase())
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
export function hostdevFrom(source: MdevSource, options: HostdevOptions = {}): MdevHostdev {
  try {
    return hostdevFor(source, options)
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal('not-supported', error.message)
    throw error
  }
}
