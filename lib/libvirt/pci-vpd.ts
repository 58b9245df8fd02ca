import type { Codec } from '../shape/codec.js'
import { oneOf, word } from '../shape/codecs.js'
import { at, list, optional, shape, variant, type Fault, type FieldFaults, type Shape } from '../shape/shape.js'

/** A field of a PCI device's vital product data that a vendor or system defines. */
export interface PciVpdField {
  /** One character, `0` to `9` or `A` to `Z`; no `A` where a system defines it. */
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

/** libvirt drops in silence what lacks the attribute that tells what it is, and a field without a value. */
const MISSING: Fault = { code: 'read/value-missing', refusedBy: ['schema'], severity: 'warning', effect: 'dropped' }
/** Fields without an `access` are dropped, and those with an empty one refused. */
const EMPTY_ACCESS: Fault = { code: 'read/type-unknown', refusedBy: ['schema', 'parse'] }
const NO_INDEX: FieldFaults = { missing: MISSING, invalid: { ...MISSING, code: 'read/value-invalid' } }
const NO_VALUE: FieldFaults = { missing: { ...MISSING, refusedBy: [] } }

function fieldWith(form: RegExp, expected: string): Shape<PciVpdField> {
  const index: Codec<string> = {
    expected,
    decode: (raw) => (form.test(raw) ? raw : undefined),
    encode: (value) => (typeof value === 'string' && form.test(value) ? value : undefined),
    schema: { type: 'string', pattern: form.source },
  }
  return shape<PciVpdField>(
    { title: 'VPD field' },
    { index: at('@index', index, NO_INDEX), value: at('.', word, NO_VALUE) },
  )
}

const vendorField = fieldWith(/^[0-9A-Z]$/, 'one digit or capital letter')

/** `A` is the asset tag's. */
const systemField = fieldWith(/^[0-9B-Z]$/, 'one digit or capital letter other than A')

const readOnly = shape<PciVpdReadOnly>(
  { title: 'list of read-only VPD fields', unfolded: true },
  {
    access: at('@access', oneOf('readonly')),
    changeLevel: optional(at('change_level', word)),
    manufactureId: optional(at('manufacture_id', word)),
    partNumber: optional(at('part_number', word)),
    serialNumber: optional(at('serial_number', word)),
    vendorFields: list('vendor_field', vendorField, { unordered: 'index' }),
  },
)

const readWrite = shape<PciVpdReadWrite>(
  { title: 'list of writable VPD fields', unfolded: true },
  {
    access: at('@access', oneOf('readwrite')),
    assetTag: optional(at('asset_tag', word)),
    vendorFields: list('vendor_field', vendorField, { unordered: 'index' }),
    systemFields: list('system_field', systemField, { unordered: 'index' }),
  },
)

const fields: Shape<PciVpdReadOnly | PciVpdReadWrite> = variant<PciVpdReadOnly | PciVpdReadWrite, 'access'>(
  { title: 'list of VPD fields', key: 'access', attribute: 'access', missing: MISSING, empty: EMPTY_ACCESS },
  { readonly: readOnly, readwrite: readWrite },
)

export const pciVpd: Shape<PciVpd> = shape<PciVpd>(
  { title: 'vital product data' },
  { name: at('name', word), fields: list('fields', fields, { unordered: 'access' }) },
)
