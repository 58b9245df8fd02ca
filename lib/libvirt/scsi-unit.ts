import type { Codec } from '../shape/codec.js'
import { visible } from '../xml/visible.js'

const FORM = /^[ \t\n\v\f\r]*\+?(?:(0x[0-9a-f]+)|(0[0-7]*)|([1-9][0-9]*))$/i
const IN_SCHEMA = /^[0-9]{1,20}$/
const LARGEST = 0xffff_ffff_ffff_ffffn

/**
 * A logical unit of a SCSI target, 0 to 2^64-1. Beyond 2^53-1, where a number would lose digits, it is the text of the number
 * in decimal.
 */
export type ScsiUnit = number | string

/** Read in base 0, written in decimal. */
export const scsiUnit: Codec<ScsiUnit> = {
  expected: 'a SCSI unit from 0 to 18446744073709551615',
  emptyIsAbsent: true,
  inSchema: (raw) => IN_SCHEMA.test(raw),
  decode: (raw, remark) => {
    const [parts, hex, octal, decimal] = FORM.exec(raw) ?? []
    if (parts === undefined) return undefined
    const unit = asUnit(BigInt(hex ?? decimal ?? `0o${octal ?? ''}`))
    if (unit !== undefined && !IN_SCHEMA.test(raw)) remark('spelling', `libvirt reads '${visible(raw)}' as ${unit}.`)
    return unit
  },
  encode: (value) => {
    if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined
    return typeof value === 'string' && /^[1-9][0-9]{15,19}$/.test(value) && asUnit(BigInt(value)) === value
      ? value
      : undefined
  },
  schema: {
    anyOf: [
      { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      { type: 'string', pattern: '^[1-9][0-9]{15,19}$' },
    ],
  },
}

function asUnit(value: bigint): ScsiUnit | undefined {
  if (value > LARGEST) return undefined
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? String(value) : Number(value)
}
