import type { Codec } from '../shape/codec.js'
import { count } from '../shape/codecs.js'
import type { FieldOptions } from '../shape/shape.js'
import { size } from './capability-numbers.js'

/**
 * A number that libvirt writes and its parser does not look at: what the schema takes is read, and anything else is none.
 * @param most The largest number to the schema.
 */
function unread(codec: Codec<number>, most: bigint): Codec<number> {
  const inSchema = (raw: string): boolean => {
    const [, digits] = /^0*(0|[1-9][0-9]*)$/.exec(raw) ?? []
    return digits !== undefined && digits.length <= 20 && BigInt(digits) <= most
  }
  return { ...codec, inSchema, decode: (raw, remark) => (inSchema(raw) ? codec.decode(raw, remark) : undefined) }
}

export const unreadCount = unread(count, 0xffff_ffffn)
export const unreadSize = unread(size, 0xffff_ffff_ffff_ffffn)

/** Said of such a number that is none. */
export const UNREAD: FieldOptions = {
  invalid: { code: 'read/value-invalid', refusedBy: ['schema'], severity: 'warning', effect: 'dropped' },
}
