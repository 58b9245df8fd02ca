import type { Codec } from '../shape/codec.js'
import { decimal } from '../shape/codecs.js'
import { at, optional, shape, type Fault, type Shape } from '../shape/shape.js'
import { addressPart } from './pci-address.js'

/** Where a USB device is plugged in on the host. */
export interface UsbAddress {
  /** Number of the bus. */
  bus: number
  /** The device's number on its bus; another one each time it is plugged in. */
  device: number
}

/** Where the USB device of a `<hostdev>` is: by its number on the bus, by the port that it is plugged in, or by both. */
export interface UsbHostAddress {
  /** Number of the bus. */
  bus: number
  /** The device's number on its bus; another one each time it is plugged in. */
  device?: number
  /** Numbers of ports from the root hub down, as in the kernel's `devpath`: `2` or `1.2.5`. libvirt 12.1 and later. */
  port?: string
}

const part = (what: string) =>
  addressPart({
    max: 0xffff_ffff,
    expected: `a number of a USB ${what}`,
    write: decimal,
    schemaForm: /^(?:0x)?[0-9a-fA-F]{1,3}$/,
  })

const bus = at('@bus', part('bus'))
const device = at('@device', part('device'))

/** `bus` and `device` as attributes. */
export const usbAddressParts = { bus, device }

const PORT = /^[0-9]+(?:\.[0-9]+)*$/

const port: Codec<string> = {
  expected: 'a USB port such as 1.2',
  decode: (raw) => (PORT.test(raw) ? raw : undefined),
  encode: (value) => (typeof value === 'string' && PORT.test(value) ? value : undefined),
  schema: { type: 'string', pattern: PORT.source },
}

/**
 * libvirt compares the text with `devpath`, so that no other one is a port (`src/util/virusb.c` of 12.1); whether its parser
 * minds is not known.
 */
const NO_PORT: Fault = { code: 'read/value-invalid', refusedBy: ['schema'] }

/** `<address bus='1' device='3'/>` or `<address bus='1' port='1.2'/>`. */
export const usbHostAddress: Shape<UsbHostAddress> = shape<UsbHostAddress>(
  {
    title: 'USB address',
    checks: [
      {
        fields: ['device', 'port'],
        fault: { code: 'read/value-missing', refusedBy: ['schema', 'parse'] },
        find: ({ device, port }) =>
          device === undefined && port === undefined
            ? { at: 'device', message: 'The USB address has neither the number of a device nor a port.' }
            : undefined,
      },
    ],
  },
  { bus, device: optional(device), port: optional(at('@port', port, { invalid: NO_PORT })) },
)
