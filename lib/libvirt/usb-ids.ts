import { hexadecimal, integer } from '../shape/codecs.js'
import type { Check, Fault } from '../shape/shape.js'
import { withoutSign } from './pci-address.js'

/** What kind of device it is; both numbers or none. */
export interface UsbIds {
  /** 16 bits, not 0; goes with `product`. */
  vendor?: number
  /** 16 bits; goes with `vendor`. */
  product?: number
}

const id16 = hexadecimal(4)

/** USB has 16 bits for it; libvirt's parser does not mind more. */
const id = (min: number, what: string) =>
  withoutSign(
    integer({
      min,
      max: 0xffff_ffff,
      base: 0,
      expected: `a USB ${what} of ${min} or higher`,
      write: id16,
      schemaForm: /^(?:0x)?[0-9a-fA-F]{1,4}$/,
    }),
  )

export const usbVendor = id(1, 'vendor')
export const usbProduct = id(0, 'product')

/** Said of a vendor or a product without its number. */
export const USB_ID_MISSING: Fault = { code: 'read/value-missing', refusedBy: ['schema', 'parse'] }

/** Neither of the two goes alone, not even where the other one cannot be read. */
export const usbIdsTogether: Check<UsbIds> = {
  fields: ['vendor', 'product'],
  fault: { code: 'hostdev/usb-id-incomplete', refusedBy: ['schema', 'parse'] },
  unread: true,
  find: ({ vendor, product }, unread) => {
    const [hasVendor, hasProduct] = [
      vendor !== undefined || unread.has('vendor'),
      product !== undefined || unread.has('product'),
    ]
    if (hasVendor === hasProduct) return undefined
    const told = (number: number | undefined): string => (number === undefined ? '' : ` ${id16(number)}`)
    return hasVendor
      ? { at: 'product', message: `The USB source has the vendor${told(vendor)} and no product.` }
      : { at: 'vendor', message: `The USB source has the product${told(product)} and no vendor.` }
  },
}
