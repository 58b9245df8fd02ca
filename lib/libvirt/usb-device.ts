import { oneOf, word } from '../shape/codecs.js'
import { at, optional, shape, type ObjectShape, type Shape } from '../shape/shape.js'
import { id16, number } from './capability-numbers.js'

/** A USB vendor or product: its number, and its name where the device or a database has one. */
export interface UsbId {
  /** 16 bits. */
  id: number
  name?: string
}

/** `<capability type='usb_device'>`: a device on a USB bus. */
export interface UsbDeviceCapability {
  type: 'usb_device'
  /** Number of the bus, from 1. */
  bus: number
  /** The device's number on its bus; another one each time it is plugged in. */
  device: number
  product: UsbId
  vendor: UsbId
}

const usbId: Shape<UsbId> = shape<UsbId>(
  { title: 'USB id', spaced: true },
  { id: at('@id', id16), name: optional(at('.', word)) },
)

export const usbDeviceCapability: Shape<UsbDeviceCapability> & ObjectShape = shape<UsbDeviceCapability>(
  { title: 'USB device capability' },
  {
    type: at('@type', oneOf('usb_device')),
    bus: at('bus', number),
    device: at('device', number),
    product: at('product', usbId),
    vendor: at('vendor', usbId),
  },
)
