import type { Codec } from '../shape/codec.js'
import { visible } from '../xml/visible.js'
import { isSchemaUuid, parseUuid } from './uuid.js'

/** A UUID in any spelling that libvirt reads, as its canonical form. */
export const uuid: Codec<string> = {
  expected: 'a UUID',
  emptyIsAbsent: true,
  decode: (raw, remark) => {
    const value = parseUuid(raw)
    if (value !== undefined && !isSchemaUuid(raw))
      remark('spelling', `libvirt reads the UUID '${visible(raw)}' as '${value}'.`)
    return value
  },
  encode: (value) => (typeof value === 'string' ? parseUuid(value) : undefined),
  schema: { type: 'string', pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$' },
}
