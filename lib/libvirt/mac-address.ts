import type { Codec } from '../shape/codec.js'
import { visible } from '../xml/visible.js'

/** Six bytes; libvirt's parser takes one digit for two, and reads no further than to white space. */
const READ = /^((?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2})(?:[ \t\n\f\r][^]*)?$/i
const IN_SCHEMA = /^[0-9a-f][02468ace](?::[0-9a-f]{2}){5}$/i
const WRITTEN = /^(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/i

/** The address of a network card, for one card alone: the lowest bit of its first byte is 0. */
export const macAddress: Codec<string> = {
  expected: 'a MAC address of one card',
  inSchema: (raw) => IN_SCHEMA.test(raw),
  decode: (raw, remark) => {
    const address = READ.exec(raw)?.[1]
    if (address === undefined || !isForOne(address)) return undefined
    if (!IN_SCHEMA.test(raw)) remark('spelling', `libvirt reads '${visible(raw)}' as a MAC address.`)
    return address
  },
  encode: (value) => (typeof value === 'string' && WRITTEN.test(value) && isForOne(value) ? value : undefined),
  schema: { type: 'string', pattern: '^([0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}$' },
}

function isForOne(raw: string): boolean {
  return Number.parseInt(raw, 16) % 2 === 0
}
