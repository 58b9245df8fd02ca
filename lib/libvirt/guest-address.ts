import type { Codec } from '../shape/codec.js'
import { decimal, either, integer, oneOf, text, textLike } from '../shape/codecs.js'
import { at, optional, shape, variant, type Fault, type Shape } from '../shape/shape.js'
import { visible } from '../xml/visible.js'
import { guestCssid, guestDevno, guestSsid } from './ccw-address.js'
import { lastFirst } from './gathered.js'
import { LEFT_OUT, pciBus, pciDomain, pciFunction, pciSlot, withoutSign } from './pci-address.js'
import { zpci, type ZpciAddress } from './zpci-address.js'

export type { ZpciAddress }

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

/** `<address type='virtio-serial'>`; like the ones below, libvirt reads it of a host device, and none can have it. */
export interface VirtioSerialGuestAddress {
  type: 'virtio-serial'
  controller?: string
  bus?: string
  port?: string
}

/** `<address type='ccid'>`. */
export interface CcidGuestAddress {
  type: 'ccid'
  controller?: string
  slot?: string
}

/** `<address type='spapr-vio'>`. */
export interface SpaprVioGuestAddress {
  type: 'spapr-vio'
  reg?: string
}

/** `<address type='virtio-mmio'>`, which has no parts. */
export interface VirtioBusGuestAddress {
  type: 'virtio-mmio'
}

/** `<address type='isa'>`. */
export interface IsaGuestAddress {
  type: 'isa'
  iobase?: string
  irq?: string
}

/** `<address type='dimm'>`. */
export interface DimmGuestAddress {
  type: 'dimm'
  slot: string
  base?: string
}

/** Where a device stands in the guest: `<address>` directly inside a device. */
export type GuestAddress =
  | PciGuestAddress
  | CcwGuestAddress
  | DriveGuestAddress
  | UsbGuestAddress
  | UnassignedGuestAddress
  | VirtioSerialGuestAddress
  | CcidGuestAddress
  | SpaprVioGuestAddress
  | VirtioBusGuestAddress
  | IsaGuestAddress
  | DimmGuestAddress

/** libvirt takes a part that is missing for zero, and writes it so. */
const ZERO = { otherwise: '0' }

/** Unlike the parts of other addresses, read in base 10. */
const unsigned = (schemaForm: RegExp): Codec<number> => ({
  ...withoutSign(
    integer({ min: 0, max: 0xffff_ffff, base: 10, expected: 'a decimal number', write: decimal, schemaForm }),
  ),
  emptyIsAbsent: false,
})

const TWO_DIGITS = /^[0-9]{1,2}$/
const USB_BUS = /^(?:0x)?[0-9a-fA-F]{1,3}$/
/** The schema is meant to take up to three digits of each port; of a single one, libxml2 takes up to five. */
const USB_PORT = /^(?:(?:(?:0x)?[0-9a-fA-F]{1,3}\.){0,3}(?:0x)?[0-9a-fA-F]{1,3}|[0-9a-fA-F]{4,5})$/

const pci = shape<PciGuestAddress>(
  {
    title: 'guest PCI address',
    gathered: lastFirst('zpci'),
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
    controller: optional(at('@controller', unsigned(TWO_DIGITS), ZERO)),
    bus: optional(at('@bus', unsigned(TWO_DIGITS), ZERO)),
    target: optional(at('@target', unsigned(TWO_DIGITS), ZERO)),
    unit: optional(at('@unit', unsigned(/^[0-9]{1,5}$/), ZERO)),
  },
)

const PORT_AS_READ = /^[ \t\n\v\f\r]*\+?\d+$/

/** Numbers of ports from the root hub down, at most four, each read in base 10. Source: libvirt `src/conf/device_conf.c`. */
const usbPort: Codec<string> = {
  expected: 'a USB port such as 1.2',
  inSchema: (raw) => USB_PORT.test(raw),
  decode: (raw, remark) => {
    const ports = raw.split('.')
    if (ports.length > 4 || ports.some((port) => !PORT_AS_READ.test(port) || Number(port) > 0xffff_ffff))
      return undefined
    const read = ports.map((port) => String(Number(port))).join('.')
    if (!USB_PORT.test(raw)) remark('spelling', `libvirt reads '${visible(raw)}' as ${read}.`)
    return read
  },
  encode: (value) => (typeof value === 'string' && /^\d+(?:\.\d+){0,3}$/.test(value) ? value : undefined),
  schema: { type: 'string', pattern: '^[0-9]+(\\.[0-9]+){0,3}$' },
}

const usb = shape<UsbGuestAddress>(
  { title: 'guest USB address' },
  {
    type: at('@type', oneOf('usb')),
    bus: optional(at('@bus', unsigned(USB_BUS), { ...ZERO, missing: LEFT_OUT })),
    port: optional(at('@port', usbPort)),
  },
)

const unassigned = shape<UnassignedGuestAddress>(
  { title: 'unassigned address' },
  { type: at('@type', oneOf('unassigned')) },
)

/** A number that is kept as it is written, for no host device keeps the address it stands in. */
function numberText(read: RegExp, schemaForm: RegExp, most = 0xffff_ffff): Codec<string> {
  const inSchema = textLike(schemaForm, text)
  return {
    ...inSchema,
    expected: 'a number',
    decode: (raw, remark) =>
      read.test(raw) && Number.parseInt(raw, read === DECIMAL ? 10 : 16) <= most
        ? inSchema.decode(raw, remark)
        : undefined,
    encode: (value) => (typeof value === 'string' && read.test(value) ? value : undefined),
    schema: { type: 'string', pattern: schemaForm.source },
  }
}

/** The largest number of 64 bits, or next to it. */
const LONG = 2 ** 64
const DECIMAL = /^\s*\+?[0-9]+$/
const HEXADECIMAL = /^\s*\+?(?:0x)?[0-9a-f]+$/i
const IN_32_BITS =
  /^0*(?:[0-9]{1,9}|[1-3][0-9]{9}|4(?:[01][0-9]{8}|2(?:[0-8][0-9]{7}|9(?:[0-3][0-9]{6}|4(?:[0-8][0-9]{5}|9(?:[0-5][0-9]{4}|6(?:[0-6][0-9]{3}|7(?:[01][0-9]{2}|2(?:[0-8][0-9]|9[0-5])))))))))$/
const twoDigits = numberText(DECIMAL, TWO_DIGITS)
/** The schema, unlike the parser, asks for the controller. */
const controller = optional(at('@controller', twoDigits, { missing: LEFT_OUT }))

const virtioSerial = shape<VirtioSerialGuestAddress>(
  { title: 'guest virtio-serial address' },
  {
    type: at('@type', oneOf('virtio-serial')),
    controller,
    bus: optional(at('@bus', twoDigits)),
    port: optional(at('@port', twoDigits)),
  },
)

const ccid = shape<CcidGuestAddress>(
  { title: 'guest smart card address' },
  { type: at('@type', oneOf('ccid')), controller, slot: optional(at('@slot', twoDigits)) },
)

const spaprVio = shape<SpaprVioGuestAddress>(
  { title: 'guest sPAPR address' },
  {
    type: at('@type', oneOf('spapr-vio')),
    reg: optional(at('@reg', numberText(HEXADECIMAL, /^(?:0x)?[0-9a-fA-F]{1,8}$/, LONG))),
  },
)

const virtioMmio = shape<VirtioBusGuestAddress>(
  { title: 'guest virtio address' },
  { type: at('@type', oneOf('virtio-mmio')) },
)

const isa = shape<IsaGuestAddress>(
  { title: 'guest ISA address' },
  {
    type: at('@type', oneOf('isa')),
    iobase: optional(at('@iobase', numberText(HEXADECIMAL, /^0x[0-9a-fA-F]{1,4}$/))),
    irq: optional(at('@irq', numberText(HEXADECIMAL, /^0x[0-9a-fA-F]$/))),
  },
)

/** The schema does not ask for it. */
const SLOT_MISSING: Fault = { code: 'read/value-missing', refusedBy: ['parse'] }

const dimm = shape<DimmGuestAddress>(
  { title: 'guest DIMM address' },
  {
    type: at('@type', oneOf('dimm')),
    slot: at('@slot', numberText(DECIMAL, IN_32_BITS), { missing: SLOT_MISSING }),
    base: optional(at('@base', numberText(HEXADECIMAL, /^(?:0x)?[0-9a-f]+$/, LONG))),
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
    'virtio-serial': virtioSerial,
    ccid,
    'spapr-vio': spaprVio,
    'virtio-mmio': virtioMmio,
    isa,
    dimm,
  },
)
