import type { Codec } from '../shape/codec.js'
import { count, oneOf, word } from '../shape/codecs.js'
import { at, list, optional, shape, type Fault, type ObjectShape, type Shape } from '../shape/shape.js'
import { LEFT_OUT } from './pci-address.js'
import { MDEV_TYPES, mdevType, type MdevType } from './mdev-types.js'
import { uuid } from './uuid-codec.js'
import { isKernelUuid, isSchemaUuid } from './uuid.js'

/** One `<attr>` of a mediated device: written to the file of that name, in the order given, after the device is made. */
export interface MdevAttribute {
  name: string
  value: string
}

/** `<capability type='mdev'>`: a mediated device. */
export interface MdevCapability {
  type: 'mdev'
  /** The id of its type, for example `i915-GVTg_V5_8`. */
  typeId: string
  /** Lower case with dashes; absent in a document that asks libvirt to choose one, and before libvirt 7.3. */
  uuid?: string
  /** The parent's address as the kernel writes it; libvirt fills it in and never reads it. */
  parentAddr?: string
  /** libvirt writes `0` where it knows none. */
  iommuGroup?: number
  attributes: MdevAttribute[]
}

/** `<capability type='mdev_types'>` at the top level: a parent that is no PCI, css or ap device. libvirt cannot read its own output. */
export interface MdevTypesCapability {
  type: 'mdev_types'
  mdevTypes: MdevType[]
}

const DROPPED: Fault = { code: 'mdev/attribute-dropped', refusedBy: ['schema'], severity: 'warning', effect: 'dropped' }
const EMPTY: Fault = { ...DROPPED, refusedBy: [] }

const TYPE_MISSING: Fault = { code: 'mdev/type-missing', refusedBy: ['schema', 'parse'] }

/** An unsigned number of 32 bits, to the parser and to the schema. */
const groupNumber: Codec<number> = {
  ...count,
  inSchema: (raw) => /^[0-9]+$/.test(raw) && Number(raw) <= 0xffff_ffff,
}

const attribute: Shape<MdevAttribute> = shape<MdevAttribute>(
  { title: 'attribute of a mediated device' },
  {
    name: at('@name', word, { missing: DROPPED, empty: EMPTY }),
    value: at('@value', word, { missing: DROPPED, empty: EMPTY }),
  },
)

/** libvirt prints a running device's UUID as its directory is named, in the letter case that has. An empty one is none. */
const uuidAsNamed: Codec<string> = {
  ...uuid,
  inSchema: isSchemaUuid,
  encode: (value) => (typeof value === 'string' && isKernelUuid(value) ? value : uuid.encode(value)),
}

export const mdevCapability: Shape<MdevCapability> & ObjectShape = shape<MdevCapability>(
  { title: 'mediated device' },
  {
    type: at('@type', oneOf('mdev')),
    typeId: at('type/@id', word, { missing: TYPE_MISSING, empty: { ...TYPE_MISSING, refusedBy: ['parse'] } }),
    uuid: optional(at('uuid', uuidAsNamed, { invalid: { code: 'mdev/uuid-invalid', refusedBy: ['schema', 'parse'] } })),
    parentAddr: optional(at('parent_addr', word)),
    iommuGroup: optional(at('iommuGroup/@number', groupNumber, { otherwise: '0', halfway: LEFT_OUT })),
    attributes: list('attr', attribute),
  },
)

export const mdevTypesCapability: Shape<MdevTypesCapability> & ObjectShape = shape<MdevTypesCapability>(
  { title: 'list of mdev types', unfolded: true },
  { type: at('@type', oneOf('mdev_types')), mdevTypes: list(MDEV_TYPES, mdevType, { unordered: 'id' }) },
)
