import { either, eitherOrElse, oneOf } from '../shape/codecs.js'
import { at, optional, shape, type Shape } from '../shape/shape.js'
import {
  BEYOND_SCHEMA,
  UNKNOWN_TO_SCHEMA,
  behindSource,
  droppedParts,
  partsGathered,
  refusedParts,
  subsystem,
  teaming,
  type SubsystemHostdev,
} from './hostdev-parts.js'
import { LEFT_OUT } from './pci-address.js'
import { usbHostAddress, type UsbHostAddress } from './usb-address.js'
import { USB_ID_MISSING, usbIdsTogether, usbProduct, usbVendor, type UsbIds } from './usb-ids.js'

/** `<source>` of a USB host device: by vendor and product, by address, or by both. */
export interface UsbSource extends UsbIds {
  /** What happens when the device is not there as the guest starts; absent means `mandatory`. */
  startupPolicy?: 'mandatory' | 'requisite' | 'optional'
  /** Whether libvirt itself found the address; it writes that for a migration only. */
  autoAddress?: boolean
  /** Whether the device is away; libvirt writes that of a running guest and never reads it. */
  missing?: boolean
  /** Whether the guest may reset the device; `uninitialized`: only before it is configured. */
  guestReset?: 'off' | 'uninitialized' | 'on'
  /** Zeros for none. */
  address?: UsbHostAddress
}

/** `<hostdev type='usb'>`: a USB device that is given to a guest. */
export interface UsbHostdev extends SubsystemHostdev {
  type: 'usb'
  source: UsbSource
}

const source: Shape<UsbSource> = shape<UsbSource>(
  {
    title: 'USB source',
    ordered: true,
    checks: [
      {
        fields: ['vendor', 'product', 'address'],
        fault: LEFT_OUT,
        find: ({ vendor, product, address }) =>
          vendor === undefined && product === undefined && address === undefined
            ? { at: 'address', message: 'The USB source names no device.' }
            : undefined,
      },
      usbIdsTogether,
    ],
    written: ({ autoAddress, missing, address, ...rest }) => ({
      ...rest,
      autoAddress: autoAddress === true ? true : undefined,
      missing: missing === true ? true : undefined,
      address: address?.bus === 0 && address.device === 0 && address.port === undefined ? undefined : address,
    }),
  },
  {
    startupPolicy: optional(at('@startupPolicy', oneOf('mandatory', 'requisite', 'optional'), { means: 'mandatory' })),
    autoAddress: optional(at('@autoAddress', either('yes', 'no'), UNKNOWN_TO_SCHEMA)),
    missing: optional(at('@missing', eitherOrElse('yes', 'no'), UNKNOWN_TO_SCHEMA)),
    guestReset: optional(at('@guestReset', oneOf('off', 'uninitialized', 'on'))),
    vendor: optional(at('vendor/@id', usbVendor, { halfway: USB_ID_MISSING })),
    product: optional(at('product/@id', usbProduct, { halfway: USB_ID_MISSING })),
    address: optional(at('address', usbHostAddress)),
  },
)

export const usbHostdev = shape<UsbHostdev>(
  { title: 'USB host device', dropped: droppedParts, refused: refusedParts, gathered: partsGathered },
  {
    mode: subsystem.mode,
    type: at('@type', oneOf('usb')),
    managed: subsystem.managed,
    source: at('source', source),
    teaming: optional(at('teaming', teaming, BEYOND_SCHEMA)),
    ...behindSource,
  },
)
