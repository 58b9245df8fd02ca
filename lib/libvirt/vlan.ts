import type { Codec } from '../shape/codec.js'
import { asToken, decimal, integer, oneOf } from '../shape/codecs.js'
import { at, list, optional, shape, type Shape } from '../shape/shape.js'
import { isDecimal, withoutSign } from './pci-address.js'

/** `<tag>`: one network of a cable that carries several. */
export interface VlanTag {
  /** 0 to 4095. */
  id: number
  /** How packets of the guest that name no network are sent; of one tag alone. */
  nativeMode?: 'tagged' | 'untagged'
}

/** `<vlan>`: the networks that an interface is in. */
export interface Vlan {
  /** Whether packets name their network; libvirt says it itself where there are several tags. */
  trunk?: 'yes' | 'no'
  /** At least one. */
  tags: VlanTag[]
}

const trunks = oneOf('yes', 'no')

/** libvirt takes an empty one for none; its schema knows but one word. */
const trunk: Codec<'yes' | 'no'> = {
  ...trunks,
  emptyIsAbsent: true,
  inSchema: (raw) => asToken(raw) === 'yes',
  decode: (raw, remark) => {
    if (raw === 'no') remark('spelling', "libvirt reads trunk='no'; only its schema refuses it.")
    return trunks.decode(raw, remark)
  },
}

const id: Codec<number> = {
  ...withoutSign(
    integer({
      min: 0,
      max: 4095,
      base: 10,
      expected: 'a VLAN from 0 to 4095',
      write: decimal,
      schemaForm: (raw) => /^[^+-]*$/.test(raw) && isDecimal(raw, 0, 4095),
    }),
  ),
  emptyIsAbsent: false,
}

const tag: Shape<VlanTag> = shape<VlanTag>(
  { title: 'VLAN tag' },
  { id: at('@id', id), nativeMode: optional(at('@nativeMode', oneOf('tagged', 'untagged'))) },
)

/** The declaration of `<vlan>`. */
export const vlan: Shape<Vlan> = shape<Vlan>(
  {
    title: 'VLAN',
    checks: [
      {
        fields: ['tags'],
        fault: { code: 'device/vlan-untagged', refusedBy: ['schema', 'parse'] },
        find: ({ tags = [] }) => (tags.length === 0 ? { at: 'tags', message: 'The VLAN has no tag.' } : undefined),
      },
      {
        fields: ['trunk', 'tags'],
        fault: { code: 'device/vlan-trunk', refusedBy: ['parse'] },
        find: ({ trunk, tags = [] }) => {
          const native = tags.filter(({ nativeMode }) => nativeMode !== undefined).length
          if (native > 1)
            return { at: 'tags', message: `${native} tags of the VLAN say how it is sent natively, and one may.` }
          return trunk === 'no' && (tags.length > 1 || native > 0)
            ? {
                at: 'trunk',
                message: `The VLAN is no trunk and has ${tags.length > 1 ? `${tags.length} tags` : 'a native tag'}.`,
              }
            : undefined
        },
      },
    ],
  },
  { trunk: optional(at('@trunk', trunk)), tags: list('tag', tag) },
)
