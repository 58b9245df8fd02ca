import { mdevModelOf, type MdevHostdev, type MdevModel } from './mdev-hostdev.js'
import type { DeviceApi } from './mdev-types.js'
import type { GuestAddress } from './guest-address.js'
import type { Boot } from './hostdev-parts.js'
import { parsePciAddress } from './pci-address.js'
import type { PciHostdev } from './pci-hostdev.js'
import { parseUuid } from './uuid.js'

/** What has to be known of a mediated device to give it to a guest. */
export interface MdevSource {
  readonly uuid?: string
  /** The device API of its type, which decides the model; unless `model` is given. */
  readonly deviceApi?: DeviceApi
}

/** What has to be known of a device that is a PCI function itself, as a virtual function that became a vGPU. */
export interface FunctionSource {
  readonly uuid?: never
  /** Its address on the host, in any spelling. */
  readonly address: string
}

/** What has to be known of a device of either kind; a `HostDevice` is one. */
export interface DeviceSource extends MdevSource {
  readonly address?: string
}

/** What is wished of the host device. */
export interface HostdevOptions {
  /** Instead of the model that follows from the device API. */
  model?: MdevModel
  display?: 'on' | 'off'
  ramfb?: 'on' | 'off'
  boot?: Boot
  alias?: string
  address?: GuestAddress
}

/**
 * The host device that gives a device to a guest. A mediated device goes by its UUID, and its model comes from the device API,
 * never from a name. A device without a UUID is a PCI function; it is not managed, because the vendor's driver has to keep it.
 * @throws RangeError where the device has no valid UUID or address, its device API is unknown or one that libvirt has no model
 *   for, display or ramfb are wished of a model that has none, or a model of a PCI function
 */
export function hostdevFor(device: FunctionSource, options?: HostdevOptions): PciHostdev
export function hostdevFor(device: MdevSource & { readonly address?: never }, options?: HostdevOptions): MdevHostdev
export function hostdevFor(device: DeviceSource, options?: HostdevOptions): MdevHostdev | PciHostdev
export function hostdevFor(device: DeviceSource, options: HostdevOptions = {}): MdevHostdev | PciHostdev {
  return device.uuid === undefined && device.address !== undefined
    ? functionHostdev(device.address, options)
    : mdevHostdev(device, options)
}

function functionHostdev(text: string, options: HostdevOptions): PciHostdev {
  const source = parsePciAddress(text)
  if (source === undefined) throw new RangeError(`A host device needs a PCI address, not '${text}'.`)
  if (options.model !== undefined) throw new RangeError(`The PCI function ${text} has no model.`)
  const { display, ramfb, boot, alias, address } = options
  return {
    mode: 'subsystem',
    type: 'pci',
    managed: false,
    ...(display === undefined ? {} : { display }),
    ...(ramfb === undefined ? {} : { ramfb }),
    source,
    ...(boot === undefined ? {} : { boot }),
    ...(alias === undefined ? {} : { alias }),
    ...(address === undefined ? {} : { address }),
  }
}

function mdevHostdev(device: MdevSource, options: HostdevOptions): MdevHostdev {
  const uuid = device.uuid === undefined ? undefined : parseUuid(device.uuid)
  if (uuid === undefined) throw new RangeError(`A host device needs a device with a UUID, not '${device.uuid ?? ''}'.`)
  const model = options.model ?? (device.deviceApi === undefined ? undefined : mdevModelOf(device.deviceApi))
  if (model === undefined) {
    throw new RangeError(
      device.deviceApi === undefined
        ? `The device API of the type of ${uuid} is not known, so no model follows from it; give the model.`
        : `libvirt has no model for the device API '${device.deviceApi}' of ${uuid}.`,
    )
  }
  if (model !== 'vfio-pci' && (options.display === 'on' || options.ramfb === 'on')) {
    throw new RangeError(`A device of model ${model} has neither display nor ramfb.`)
  }
  const { display, ramfb, boot, alias, address } = options
  return {
    mode: 'subsystem',
    type: 'mdev',
    managed: false,
    model,
    ...(display === undefined ? {} : { display }),
    ...(ramfb === undefined ? {} : { ramfb }),
    uuid,
    ...(boot === undefined ? {} : { boot }),
    ...(alias === undefined ? {} : { alias }),
    ...(address === undefined ? {} : { address }),
  }
}
