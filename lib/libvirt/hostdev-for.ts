import type { MdevHostdev, MdevModel } from './mdev-hostdev.js'
import type { DeviceApi } from './mdev-types.js'
import type { GuestAddress } from './guest-address.js'
import type { Boot } from './hostdev-parts.js'
import { parseUuid } from './uuid.js'

/** What has to be known of a mediated device to give it to a guest. */
export interface MdevSource {
  readonly uuid?: string
  /** The device API of its type, which decides the model; unless `model` is given. */
  readonly deviceApi?: DeviceApi
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

const MODELS: ReadonlyMap<string, MdevModel> = new Map([
  ['vfio-pci', 'vfio-pci'],
  ['vfio-ccw', 'vfio-ccw'],
  ['vfio-ap', 'vfio-ap'],
])

/**
 * The host device that gives a mediated device to a guest. The model comes from the device API, never from a name.
 * @throws RangeError where the device has no valid UUID, its device API is unknown or one that libvirt has no model for, or
 *   display or ramfb are wished of a model that has none
 */
export function hostdevFor(device: MdevSource, options: HostdevOptions = {}): MdevHostdev {
  const uuid = device.uuid === undefined ? undefined : parseUuid(device.uuid)
  if (uuid === undefined) throw new RangeError(`A host device needs a device with a UUID, not '${device.uuid ?? ''}'.`)
  const model = options.model ?? (device.deviceApi === undefined ? undefined : MODELS.get(device.deviceApi))
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
