import type { Codec } from '../shape/codec.js'
import { text } from '../shape/codecs.js'
import { visible } from '../xml/visible.js'

/** Versions of the Internet Protocol. */
export type IpFamily = 'ipv4' | 'ipv6'

/** The bytes of an address in a network: 4 or 16. */
export function ipBytes(text: string): readonly number[] | undefined {
  return text.includes(':') ? sixteen(text.replace(/%[^%]+$/, '')) : four(text)
}

export function familyOf(bytes: readonly number[]): IpFamily {
  return bytes.length === 4 ? 'ipv4' : 'ipv6'
}

/** Whether an IPv6 address is the spelling of an IPv4 one, `::ffff:1.2.3.4`. */
export function isMapped(bytes: readonly number[]): boolean {
  return bytes.length === 16 && bytes.slice(0, 12).every((byte, index) => byte === (index < 10 ? 0 : 0xff))
}

/** Whether only so many bits at the front of an address are set, as in the address of a network. */
export function isNetwork(bytes: readonly number[], mask: readonly number[]): boolean {
  return bytes.every((byte, index) => (byte & ~(mask[index] ?? 0)) === 0)
}

/** The mask of a network, as many bytes as an address has. */
export function maskOf(prefix: number, length: number): readonly number[] {
  return Array.from({ length }, (_, index) => 0xff & ~(0xff >> Math.min(8, Math.max(0, prefix - index * 8))))
}

const PART = /^(?:0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)$/i

/** One to four numbers, of which the last one fills what is left, as the C library's inet_aton reads them. */
function four(text: string): readonly number[] | undefined {
  const parts = text.split('.')
  if (parts.length > 4 || parts.some((part) => !PART.test(part))) return undefined
  const numbers = parts.map((part) => (/^0[0-7]/.test(part) ? Number.parseInt(part, 8) : Number(part)))
  const last = numbers.pop() ?? 0
  const room = 4 - numbers.length
  if (numbers.some((number) => number > 0xff) || last >= 256 ** room) return undefined
  return [...numbers, ...Array.from({ length: room }, (_, index) => Math.floor(last / 256 ** (room - 1 - index)) % 256)]
}

/** Groups of four digits, of which `::` leaves some of zeros out, and an IPv4 address may be the last two. */
function sixteen(text: string): readonly number[] | undefined {
  const halves = text.split('::')
  const [front, back] = halves.map((half) => (half === '' ? [] : half.split(':').map(group)))
  if (front === undefined || halves.length > 2) return undefined
  const known = [...front, ...(back ?? [])]
  // Dots may stand in the last group alone.
  if (known.slice(0, -1).some((each) => each?.length === 4) || (back?.length === 0 && front.at(-1)?.length === 4))
    return undefined
  const groups = known.flatMap((each) => each ?? [NaN])
  if (groups.some(Number.isNaN) || (back === undefined ? groups.length !== 16 : groups.length > 14)) return undefined
  const behind = (back ?? []).flatMap((each) => each ?? []).length
  return [
    ...groups.slice(0, groups.length - behind),
    ...Array<number>(16 - groups.length).fill(0),
    ...groups.slice(groups.length - behind),
  ]
}

/** Two bytes of four digits, or four of an IPv4 address. */
function group(text: string): readonly number[] | undefined {
  if (DOTTED.test(text)) return text.split('.').map(Number)
  if (!/^[0-9a-f]{1,4}$/i.test(text)) return undefined
  const number = Number.parseInt(text, 16)
  return [number >> 8, number & 0xff]
}

const DOTTED = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

/** What the schema takes for an address: IPv4 is dotted, and IPv6 names no interface. */
function inSchema(raw: string): boolean {
  if (DOTTED.test(raw)) return true
  return raw.includes(':') && !raw.includes('%') && (ipBytes(raw) !== undefined || isMiscounted(raw))
}

/**
 * Whether libxml2 takes a text for an address though one of its groups has more than four digits: it loses count of those of the
 * first group where a `::` follows, and of those of a last group that stands alone behind it. How many it lets pass was found by
 * asking it.
 */
function isMiscounted(raw: string): boolean {
  const halves = raw.split('::')
  const [front = [], back = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const groups = [...front, ...back]
  if (halves.length !== 2 || groups.length > 7 || !groups.every((each) => /^[0-9a-f]+$/i.test(each))) return false
  const [long, ...others] = groups.filter(({ length }) => length > 4)
  if (long === undefined || others.length > 0) return false
  if (long === front[0]) {
    const most = back.length === 0 ? 31 : front.length === 1 ? 28 : 25 - 3 * front.length
    return long.length <= most
  }
  return long === back[0] && back.length === 1 && front.length < 6 && long.length <= 7
}

const codec = (expected: string, isValid: (raw: string) => boolean): Codec<string> => ({
  ...text,
  expected,
  inSchema: isValid,
  decode: (raw, remark) => {
    if (ipBytes(raw) === undefined) return undefined
    if (!isValid(raw)) remark('spelling', `libvirt reads '${visible(raw)}' as an address; only its schema refuses it.`)
    return raw
  },
  encode: (value) => (typeof value === 'string' && ipBytes(value) !== undefined ? value : undefined),
  schema: { type: 'string', pattern: '^[0-9a-fA-FxX.:]+(?:%.+)?$' },
})

/** The address of a machine or a network, as it is written. */
export const ipText = codec('an IP address', inSchema)

/** A mask of a network: IPv4 alone has one by the schema. */
export const netmaskText = codec('a netmask', (raw) => DOTTED.test(raw))
