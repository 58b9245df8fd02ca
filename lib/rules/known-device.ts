import type { NodeDevice } from '../libvirt/node-device.js'
import { capabilityOf } from '../libvirt/node-device.js'

/** A mediated device whose type is known from its node device XML or its definition, whether or not it exists. */
export interface KnownDevice {
  /** Lower case with dashes. */
  readonly uuid: string
  /** The id of its type. */
  readonly type: string
  /** Its parent, by the kernel's name or by libvirt's. */
  readonly parent?: string
  /** The file it is known from, for messages. */
  readonly file?: string
}

/** What a node device tells of a mediated device; `undefined` where it is none or has no UUID. */
export function knownDevice(device: NodeDevice, file?: string): KnownDevice | undefined {
  const mdev = capabilityOf(device, 'mdev')
  if (mdev?.uuid === undefined) return undefined
  return {
    uuid: mdev.uuid.toLowerCase(),
    type: mdev.typeId,
    ...(device.parent === undefined ? {} : { parent: device.parent }),
    ...(file === undefined ? {} : { file }),
  }
}
