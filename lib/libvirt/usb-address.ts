import { decimal } from '../shape/codecs.js'
import { at, shape, type Shape } from '../shape/shape.js'
import { addressPart } from './pci-address.js'

/** Where a USB device is plugged in on the host. */
export interface UsbAddress {
  /** Number of the bus. */
  bus: number
  /** The device's number on its bus; another one each time it is plugged in. */
  device: number
}

const part = (what: string) =>
  addressPart({
    max: 0xffff_ffff,
    expected: `a number of a USB ${what}`,
    write: decimal,
    schemaForm: /^(?:0x)?[0-9a-fA-F]{1,3}$/,
  })

/** `bus` and `device` as attributes. */
export const usbAddressParts = { bus: at('@bus', part('bus')), device: at('@device', part('device')) }

/** `<address bus='1' device='3'/>`. */
export const usbAddress: Shape<UsbAddress> = shape<UsbAddress>({ title: 'USB address' }, usbAddressParts)
