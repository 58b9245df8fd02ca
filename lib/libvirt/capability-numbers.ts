import { decimal, hexadecimal, integer } from '../shape/codecs.js'

/** The number of a bus, target, unit or class as libvirt writes it in a capability: decimal. */
export const number = integer({
  min: 0,
  max: 0x7fff_ffff,
  base: 10,
  expected: 'a decimal number from 0 to 2147483647',
  write: decimal,
  schemaForm: /^[0-9]+$/,
})

/** A number of bytes or blocks: decimal, up to the largest one that a number holds exactly. */
export const size = integer({
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
  base: 10,
  expected: `a decimal number from 0 to ${Number.MAX_SAFE_INTEGER}`,
  write: decimal,
  schemaForm: /^[0-9]+$/,
})

/** A vendor or product number of 16 bits, read in base 16 with or without `0x`. */
export const id16 = integer({
  min: 0,
  max: 0xffff,
  base: 16,
  expected: 'a 16-bit hexadecimal number',
  write: hexadecimal(4),
})
