import { hexadecimal, integer } from '../shape/codecs.js'
import { at, shape, type ObjectShape, type Shape } from '../shape/shape.js'
import { addressPart, hexOrDecimal } from './pci-address.js'

/** The address of a channel device or subchannel on s390, as numbers. */
export interface CcwAddress {
  /** Channel subsystem, 0 to 0xfe. */
  cssid: number
  /** Subchannel set, 0 to 3. */
  ssid: number
  /** Device or subchannel number, 0 to 0xffff. */
  devno: number
}

const SPELLINGS = [
  /^([0-9a-f]{1,2})\.([0-3])\.([0-9a-f]{4})$/i,
  /^(?:css_|ccw_)?([0-9a-f]{1,2})_([0-3])_([0-9a-f]{4})$/i,
] as const

/**
 * Reads a channel address as the kernel writes it (`0.0.0052`) or as libvirt names it (`css_0_0_0052`, `ccw_0_0_0052`).
 * Returns `undefined` for anything else.
 */
export function parseCcwAddress(text: string): CcwAddress | undefined {
  for (const spelling of SPELLINGS) {
    const parts = spelling.exec(text)
    if (!parts) continue
    const [cssid, ssid, devno] = parts.slice(1).map((part) => parseInt(part, 16))
    if (cssid === undefined || ssid === undefined || devno === undefined || cssid > 0xfe) return undefined
    return { cssid, ssid, devno }
  }
  return undefined
}

/** Writes the address as the kernel does: `0.0.0052`. */
export function formatCcwAddress(address: CcwAddress): string {
  return `${address.cssid.toString(16)}.${address.ssid.toString(16)}.${address.devno.toString(16).padStart(4, '0')}`
}

const CSSID = /^(?:0x)?(?:[0-9a-e][0-9a-f]?|f[0-9a-e]?)$/i
const SSID = /^(?:0x)?[0-3]$/
const DEVNO = /^(?:0x)?[0-9a-f]{1,4}$/i

/** A part of the address as an element's text: libvirt's parser takes any number, only its schema knows the ranges. */
const part = (base: 0 | 16, digits: number, what: string, schemaForm: RegExp) =>
  integer({ min: 0, max: 0xffff_ffff, base, expected: `a ${what}`, write: hexadecimal(digits), schemaForm })

/** A channel subsystem number as an element's text. */
export const cssid = part(0, 1, 'channel subsystem from 0 to 0xfe', CSSID)
/** A subchannel set number as an element's text. */
export const ssid = part(0, 1, 'subchannel set from 0 to 3', SSID)
/** A device number as an element's text: libvirt reads it in base 16, so `52` is 0x52. */
export const devno = part(16, 4, 'hexadecimal device number from 0 to 0xffff', DEVNO)

/** A channel subsystem number as an attribute of a guest's address. */
export const guestCssid = addressPart({
  max: 0xfe,
  expected: 'a channel subsystem from 0 to 0xfe',
  write: hexadecimal(1),
  schemaForm: hexOrDecimal(/^0x(?:[0-9a-eA-E][0-9a-fA-F]?|[fF][0-9a-eA-E]?)$/, 0xfe),
})
/** A subchannel set number as an attribute of a guest's address. */
export const guestSsid = addressPart({
  max: 3,
  expected: 'a subchannel set from 0 to 3',
  write: hexadecimal(1),
  schemaForm: /^(?:0x)?[0-3]$/,
})
/** A device number as an attribute of a guest's address: base 0. */
export const guestDevno = addressPart({
  max: 0xffff,
  expected: 'a device number from 0 to 0xffff',
  write: hexadecimal(4),
  schemaForm: hexOrDecimal(/^0x[0-9a-fA-F]{1,4}$/, 0xffff),
})

/** `<cssid>`, `<ssid>` and `<devno>` as children. */
export const ccwAddress: Shape<CcwAddress> & ObjectShape = shape<CcwAddress>(
  { title: 'channel address' },
  { cssid: at('cssid', cssid), ssid: at('ssid', ssid), devno: at('devno', devno) },
)
