import type { Codec } from '../shape/codec.js'
import { oneOf, text, word } from '../shape/codecs.js'
import { at, list, optional, shape, variant, type Shape } from '../shape/shape.js'

/** A field of a PCI device's vital product data that a vendor or system defines. */
export interface PciVpdField {
  /** One character, `0` to `9` or `A` to `Z`. */
  index: string
  value: string
}

/** The fields that the device's maker wrote. */
export interface PciVpdReadOnly {
  access: 'readonly'
  changeLevel?: string
  manufactureId?: string
  partNumber?: string
  serialNumber?: string
  vendorFields: PciVpdField[]
}

/** The fields that may be written. */
export interface PciVpdReadWrite {
  access: 'readwrite'
  assetTag?: string
  vendorFields: PciVpdField[]
  systemFields: PciVpdField[]
}

/** `<capability type='vpd'>`: a PCI device's vital product data. */
export interface PciVpd {
  name: string
  fields: (PciVpdReadOnly | PciVpdReadWrite)[]
}

const index: Codec<string> = {
  expected: 'a single character',
  decode: (raw) => ([...raw].length === 1 ? raw : undefined),
  encode: (value) => (typeof value === 'string' && [...value].length === 1 ? value : undefined),
  schema: { type: 'string', pattern: '^[^]$' },
}

const field: Shape<PciVpdField> = shape<PciVpdField>(
  { title: 'VPD field' },
  { index: at('@index', index), value: at('.', text) },
)

const readOnly = shape<PciVpdReadOnly>(
  { title: 'list of read-only VPD fields' },
  {
    access: at('@access', oneOf('readonly')),
    changeLevel: optional(at('change_level', text)),
    manufactureId: optional(at('manufacture_id', text)),
    partNumber: optional(at('part_number', text)),
    serialNumber: optional(at('serial_number', text)),
    vendorFields: list('vendor_field', field, { unordered: 'index' }),
  },
)

const readWrite = shape<PciVpdReadWrite>(
  { title: 'list of writable VPD fields' },
  {
    access: at('@access', oneOf('readwrite')),
    assetTag: optional(at('asset_tag', text)),
    vendorFields: list('vendor_field', field, { unordered: 'index' }),
    systemFields: list('system_field', field, { unordered: 'index' }),
  },
)

const fields: Shape<PciVpdReadOnly | PciVpdReadWrite> = variant<PciVpdReadOnly | PciVpdReadWrite, 'access'>(
  { title: 'list of VPD fields', key: 'access', attribute: 'access' },
  { readonly: readOnly, readwrite: readWrite },
)

export const pciVpd: Shape<PciVpd> = shape<PciVpd>(
  { title: 'vital product data' },
  { name: at('name', word), fields: list('fields', fields, { unordered: 'access' }) },
)
