import type { Codec } from '../shape/codec.js'
import { hexadecimal, integer, type IntegerForm } from '../shape/codecs.js'
import type { Draft } from '../shape/draft.js'
import { at, shape, type Fault, type Shape } from '../shape/shape.js'

/**
 * The address of a PCI function, as numbers.
 *
 * libvirt writes the same address in decimal inside `<capability type='pci'>`, in hexadecimal in `<address>`, and as
 * `0000:41:00.4` in `<parent_addr>`; this is the one form behind all of them.
 */
export interface PciAddress {
  /** 0 to 0xffff on most machines; wider behind Intel VMD (up to 32 bits). */
  domain: number
  /** 0 to 0xff. */
  bus: number
  /** 0 to 0x1f; the kernel calls it device. */
  slot: number
  /** 0 to 7. */
  function: number
}

const SPELLINGS = [
  // sysfs, lspci, nvidia-smi (eight digits, upper case); the domain may be left out, as lspci does
  /^(?:([0-9a-f]{4,8}):)?([0-9a-f]{1,2}):([0-9a-f]{1,2})\.([0-7])$/i,
  // libvirt's node device name, with or without its prefix
  /^(?:pci_)?([0-9a-f]{4,8})_([0-9a-f]{2})_([0-9a-f]{2})_([0-7])$/i,
] as const

/**
 * Reads a PCI address in any spelling that users meet: `0000:41:00.4`, `41:00.4`, `00000000:41:00.4` (nvidia-smi),
 * `pci_0000_41_00_4` (libvirt). Returns `undefined` for anything else, also where a part is out of range.
 */
export function parsePciAddress(text: string): PciAddress | undefined {
  for (const spelling of SPELLINGS) {
    const parts = spelling.exec(text)
    if (!parts) continue
    const [domain, bus, slot, fn] = [parts[1] ?? '0', parts[2], parts[3], parts[4]].map((part) =>
      parseInt(part ?? '', 16),
    )
    if (domain === undefined || bus === undefined || slot === undefined || fn === undefined || slot > 0x1f)
      return undefined
    return { domain, bus, slot, function: fn }
  }
  return undefined
}

/** Writes the address as the kernel does: `0000:41:00.4`; a domain wider than 16 bits in full. */
export function formatPciAddress(address: PciAddress): string {
  return `${hex(address.domain, 4)}:${hex(address.bus, 2)}:${hex(address.slot, 2)}.${address.function}`
}

/** Whether two addresses are those of one function; a part that could not be read is the same as none. */
export function isSameFunction(a: Draft<PciAddress>, b: Draft<PciAddress>): boolean {
  const isKnown = a.domain !== undefined && a.bus !== undefined && a.slot !== undefined && a.function !== undefined
  return isKnown && a.bus === b.bus && a.slot === b.slot && a.function === b.function && a.domain === b.domain
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

/** A number in an address attribute: base 0 on reading, as libvirt's `virStrToLong_uip` with base 0; an empty one is no number. */
export function addressPart(form: Omit<IntegerForm, 'min' | 'base'>): ReturnType<typeof integer> {
  return { ...withoutSign(integer({ ...form, min: 0, base: 0 })), emptyIsAbsent: false }
}

/** The same numbers, where libvirt refuses any `-`, even that of -0. */
export function withoutSign(codec: Codec<number>): Codec<number> {
  const { decode } = codec
  return { ...codec, decode: (raw, remark) => (isSigned(raw) ? undefined : decode(raw, remark)) }
}

/** Whether a text has a `-`, which can make no number of one that begins with a digit. */
function isSigned(raw: string): boolean {
  const first = raw.charCodeAt(0)
  return !(first >= 0x30 && first <= 0x39) && raw.includes('-')
}

/**
 * What libvirt's schema takes for a number in an address: hexadecimal digits of a form, or a decimal number up to a limit, which
 * may have a sign and white space around it.
 */
export function hexOrDecimal(form: RegExp, max: number): (raw: string) => boolean {
  return (raw) => form.test(raw) || isDecimal(raw, 0, max)
}

/** What the schema takes for a number of 32 bits, which may have white space around it and no sign. */
export function inUint32(raw: string): boolean {
  return /^(?:0x)?[0-9a-fA-F]{1,8}$/.test(raw) || (/^[^+-]*$/.test(raw) && isDecimal(raw, 0, 0xffff_ffff))
}

/** Whether the text is a whole number as XML Schema writes it, within limits. */
export function isDecimal(raw: string, min: number, max: number): boolean {
  if (!/^[ \t\n\r]*[+-]?[0-9]+[ \t\n\r]*$/.test(raw)) return false
  return Number(raw) >= min && Number(raw) <= max
}

/** What the schema wants and the parser takes for zero. */
export const LEFT_OUT: Fault = { code: 'read/value-implied', refusedBy: ['schema'], severity: 'info' }

export const pciDomain = addressPart({
  max: 0xffff_ffff,
  expected: 'a PCI domain from 0 to 0xffffffff',
  write: hexadecimal(4),
  schemaForm: inUint32,
})
export const pciBus = addressPart({
  max: 0xff,
  expected: 'a PCI bus from 0 to 0xff',
  write: hexadecimal(2),
  schemaForm: hexOrDecimal(/^0x[0-9a-fA-F]{1,2}$/, 0xff),
})
export const pciSlot = addressPart({
  max: 0x1f,
  expected: 'a PCI slot from 0 to 0x1f',
  write: hexadecimal(2),
  schemaForm: hexOrDecimal(/^(?:0x)?[01]?[0-9a-fA-F]$/, 0x1f),
})
export const pciFunction = addressPart({
  max: 7,
  expected: 'a PCI function from 0 to 7',
  write: hexadecimal(1),
  schemaForm: hexOrDecimal(/^(?:0x)?[0-7]$/, 7),
})

/** `domain`, `bus`, `slot` and `function` as attributes; libvirt takes a missing one for zero. */
export const pciAddressParts = {
  domain: at('@domain', pciDomain, { implied: 0 }),
  bus: at('@bus', pciBus, { implied: 0, missing: LEFT_OUT }),
  slot: at('@slot', pciSlot, { implied: 0, missing: LEFT_OUT }),
  function: at('@function', pciFunction, { implied: 0, missing: LEFT_OUT }),
}

/** `<address domain='0x0000' bus='0x41' slot='0x00' function='0x4'/>`. */
export const pciAddress: Shape<PciAddress> = shape<PciAddress>({ title: 'PCI address' }, pciAddressParts)
