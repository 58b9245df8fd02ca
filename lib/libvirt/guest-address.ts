import type { Codec } from '../shape/codec.js'
import { decimal, either, hexadecimal, integer, oneOf, text } from '../shape/codecs.js'
import { at, optional, shape, variant, type Fault, type Shape } from '../shape/shape.js'
import { guestCssid, guestDevno, guestSsid } from './ccw-address.js'
import { pciBus, pciDomain, pciFunction, pciSlot } from './pci-address.js'

/** `<zpci>` inside a guest's PCI address on s390: what the guest is told of the function. */
export interface ZpciAddress {
  /** 0 to 0xffff. */
  uid?: number
  /** 0 to 0xffffffff. */
  fid?: number
}

/** `<address type='pci'>`: where the device stands in the guest. All parts absent: libvirt chooses. */
export interface PciGuestAddress {
  type: 'pci'
  domain?: number
  bus?: number
  slot?: number
  function?: number
  multifunction?: boolean
  zpci?: ZpciAddress
}

/** `<address type='ccw'>`: a channel device on s390; all three parts, or none of them. */
export interface CcwGuestAddress {
  type: 'ccw'
  cssid?: number
  ssid?: number
  devno?: number
}

/** `<address type='drive'>`: a place on a disk controller. */
export interface DriveGuestAddress {
  type: 'drive'
  controller?: number
  bus?: number
  target?: number
  unit?: number
}

/** `<address type='usb'>`. */
export interface UsbGuestAddress {
  type: 'usb'
  bus?: number
  /** Dotted, for example `1.2`. */
  port?: string
}

/** `<address type='unassigned'>`: the device is not given to the guest. */
export interface UnassignedGuestAddress {
  type: 'unassigned'
}

/** Addresses that no host device can have; libvirt reads them all the same. */
export interface OtherGuestAddress {
  type: 'virtio-serial' | 'ccid' | 'spapr-vio' | 'virtio-s390' | 'virtio-mmio' | 'isa' | 'dimm'
  controller?: string
  bus?: string
  port?: string
  slot?: string
  reg?: string
  iobase?: string
  irq?: string
  base?: string
}

/** Where a device stands in the guest: `<address>` directly inside a device. */
export type GuestAddress =
  PciGuestAddress | CcwGuestAddress | DriveGuestAddress | UsbGuestAddress | UnassignedGuestAddress | OtherGuestAddress

/** libvirt takes a part that is missing for zero, and writes it so. */
const ZERO = { otherwise: '0' }

/** Unlike the parts of other addresses, read in base 10. */
const unsigned = integer({ min: 0, max: 0xffff_ffff, base: 10, expected: 'a decimal number', write: decimal })

const zpci: Shape<ZpciAddress> = shape<ZpciAddress>(
  { title: 'zPCI address' },
  {
    uid: optional(
      at(
        '@uid',
        integer({ min: 0, max: 0xffff, base: 0, expected: 'a zPCI uid from 0 to 0xffff', write: hexadecimal(4) }),
      ),
    ),
    fid: optional(
      at(
        '@fid',
        integer({
          min: 0,
          max: 0xffff_ffff,
          base: 0,
          expected: 'a zPCI fid from 0 to 0xffffffff',
          write: hexadecimal(8),
        }),
      ),
    ),
  },
)

const pci = shape<PciGuestAddress>(
  {
    title: 'guest PCI address',
    // An address of zeros means that libvirt has to choose one, and is written without its parts; the function is not looked at.
    written: ({ domain = 0, bus = 0, slot = 0, function: fn = 0, ...rest }) =>
      domain === 0 && bus === 0 && slot === 0 ? rest : { ...rest, domain, bus, slot, function: fn },
  },
  {
    type: at('@type', oneOf('pci')),
    domain: optional(at('@domain', pciDomain, { means: 0 })),
    bus: optional(at('@bus', pciBus, { means: 0 })),
    slot: optional(at('@slot', pciSlot, { means: 0 })),
    function: optional(at('@function', pciFunction, { means: 0 })),
    multifunction: optional(at('@multifunction', either('on', 'off'))),
    zpci: optional(at('zpci', zpci)),
  },
)

const CCW_PARTS = ['cssid', 'ssid', 'devno'] as const

const ccw = shape<CcwGuestAddress>(
  {
    title: 'guest channel address',
    checks: [
      {
        fields: CCW_PARTS,
        fault: { code: 'address/ccw-incomplete', refusedBy: ['schema', 'parse'] },
        find: (address) => {
          const missing = CCW_PARTS.filter((part) => address[part] === undefined)
          const [at] = missing
          return at === undefined || missing.length === CCW_PARTS.length
            ? undefined
            : {
                at,
                message: `The channel address has no ${missing.join(' and no ')}; it needs all three parts or none.`,
              }
        },
      },
    ],
  },
  {
    type: at('@type', oneOf('ccw')),
    cssid: optional(at('@cssid', guestCssid)),
    ssid: optional(at('@ssid', guestSsid)),
    devno: optional(at('@devno', guestDevno)),
  },
)

const drive = shape<DriveGuestAddress>(
  { title: 'guest drive address' },
  {
    type: at('@type', oneOf('drive')),
    controller: optional(at('@controller', unsigned, ZERO)),
    bus: optional(at('@bus', unsigned, ZERO)),
    target: optional(at('@target', unsigned, ZERO)),
    unit: optional(at('@unit', unsigned, ZERO)),
  },
)

/** Numbers of ports from the root hub down, at most four. Source: libvirt `src/conf/device_conf.c`. */
const usbPort: Codec<string> = {
  expected: 'a USB port such as 1.2',
  decode: (raw) => (/^\d+(?:\.\d+){0,3}$/.test(raw) ? raw : undefined),
  encode: (value) => (typeof value === 'string' && /^\d+(?:\.\d+){0,3}$/.test(value) ? value : undefined),
  schema: { type: 'string', pattern: '^[0-9]+(\\.[0-9]+){0,3}$' },
}

const usb = shape<UsbGuestAddress>(
  { title: 'guest USB address' },
  { type: at('@type', oneOf('usb')), bus: optional(at('@bus', unsigned, ZERO)), port: optional(at('@port', usbPort)) },
)

const unassigned = shape<UnassignedGuestAddress>(
  { title: 'unassigned address' },
  { type: at('@type', oneOf('unassigned')) },
)

const other = shape<OtherGuestAddress>(
  { title: 'guest address' },
  {
    type: at('@type', oneOf('virtio-serial', 'ccid', 'spapr-vio', 'virtio-s390', 'virtio-mmio', 'isa', 'dimm')),
    controller: optional(at('@controller', text)),
    bus: optional(at('@bus', text)),
    port: optional(at('@port', text)),
    slot: optional(at('@slot', text)),
    reg: optional(at('@reg', text)),
    iobase: optional(at('@iobase', text)),
    irq: optional(at('@irq', text)),
    base: optional(at('@base', text)),
  },
)

const FAULT: Fault = { code: 'address/type-missing', refusedBy: ['schema', 'parse'] }
const UNKNOWN: Fault = { code: 'address/type-unknown', refusedBy: ['schema', 'parse'] }

/** The declaration of a device's `<address>`. */
export const guestAddress: Shape<GuestAddress> = variant<GuestAddress, 'type'>(
  { title: 'guest address', key: 'type', attribute: 'type', missing: FAULT, unknown: UNKNOWN },
  {
    pci,
    ccw,
    drive,
    usb,
    unassigned,
    'virtio-serial': other,
    ccid: other,
    'spapr-vio': other,
    'virtio-s390': other,
    'virtio-mmio': other,
    isa: other,
    dimm: other,
  },
)
