import { hexadecimal } from '../shape/codecs.js'
import { at, optional, shape, type Shape } from '../shape/shape.js'
import { addressPart, hexOrDecimal, inUint32 } from './pci-address.js'

/** `<zpci>` inside a guest's PCI address on s390: what the guest is told of the function. */
export interface ZpciAddress {
  /** 1 to 0xffff; libvirt's parser reads any number, and its QEMU driver refuses others. */
  uid?: number
  /** 0 to 0xffffffff. */
  fid?: number
}

/** The declaration of `<zpci>`. */
export const zpci: Shape<ZpciAddress> = shape<ZpciAddress>(
  { title: 'zPCI address' },
  {
    uid: optional(
      at(
        '@uid',
        addressPart({
          max: 0xffff_ffff,
          expected: 'a zPCI uid from 0 to 0xffffffff',
          write: hexadecimal(4),
          schemaForm: hexOrDecimal(/^(?:0x)?[0-9a-fA-F]{1,4}$/, 0xffff),
        }),
      ),
    ),
    fid: optional(
      at(
        '@fid',
        addressPart({
          max: 0xffff_ffff,
          expected: 'a zPCI fid from 0 to 0xffffffff',
          write: hexadecimal(8),
          schemaForm: inUint32,
        }),
      ),
    ),
  },
)
