import { oneOf, word } from '../shape/codecs.js'
import { at, optional, shape, type ObjectShape, type Shape } from '../shape/shape.js'
import { number } from './capability-numbers.js'

/** `<capability type='usb'>`: an interface of a USB device. */
export interface UsbCapability {
  type: 'usb'
  /** Which of the device's interfaces it is, from 0. */
  number: number
  /** USB class code, 0 to 255; libvirt writes it in decimal. */
  class: number
  /** USB subclass code, 0 to 255. */
  subclass: number
  /** USB protocol code, 0 to 255. */
  protocol: number
  description?: string
}

export const usbCapability: Shape<UsbCapability> & ObjectShape = shape<UsbCapability>(
  { title: 'USB interface capability' },
  {
    type: at('@type', oneOf('usb')),
    number: at('number', number),
    class: at('class', number),
    subclass: at('subclass', number),
    protocol: at('protocol', number),
    description: optional(at('description', word)),
  },
)
