import { visible } from '../xml/visible.js'
import type { Codec } from './codec.js'

/** Any text; an empty one counts as a value. */
export const text: Codec<string> = {
  expected: 'a text',
  decode: (raw) => raw,
  encode: (value) => (typeof value === 'string' ? value : undefined),
  schema: { type: 'string' },
}

/** Text that must not be empty: libvirt takes an empty one for a missing one. */
export const word: Codec<string> = {
  expected: 'a text that is not empty',
  emptyIsAbsent: true,
  decode: (raw) => raw,
  encode: (value) => (typeof value === 'string' && value !== '' ? value : undefined),
  schema: { type: 'string', pattern: '[\\s\\S]' },
}

/** Text of which libvirt's parser takes any, and its schema only what has a form. */
export function textLike(form: RegExp, codec: Codec<string> = word): Codec<string> {
  const inSchema = (raw: string): boolean => form.test(raw)
  return {
    ...codec,
    inSchema,
    decode: (raw, remark) => {
      if (!inSchema(raw)) remark('spelling', `libvirt reads '${visible(raw)}' as it is; only its schema refuses it.`)
      return codec.decode(raw, remark)
    },
  }
}

/** The schema does not mind white space around a word, which the parser does. */
function amongTokens(words: readonly string[]): (raw: string) => boolean {
  const known = new Set(words)
  return (raw) => known.has(raw) || known.has(asToken(raw))
}

/** A text as XML Schema compares it with a word: without white space around it, and with single blanks inside. */
export function asToken(raw: string): string {
  return raw.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, '')
}

/** One of a closed set of words. */
export function oneOf<const W extends string>(...words: readonly W[]): Codec<W> {
  const known = new Map<unknown, W>(words.map((entry) => [entry, entry]))
  return {
    expected: words.length === 1 ? `'${words[0]}'` : `one of ${words.map((entry) => `'${entry}'`).join(', ')}`,
    decode: (raw) => known.get(raw),
    inSchema: amongTokens(words),
    encode: (value) => known.get(value),
    schema: words.length === 1 ? { const: words[0] } : { enum: words },
  }
}

/** A boolean behind two words. */
export function either(yes: string, no: string): Codec<boolean> {
  return {
    expected: `'${yes}' or '${no}'`,
    decode: (raw) => (raw === yes ? true : raw === no ? false : undefined),
    inSchema: amongTokens([yes, no]),
    encode: (value) => (value === true ? yes : value === false ? no : undefined),
    schema: { type: 'boolean' },
  }
}

/** A boolean behind two words, where libvirt takes any other text for the second one without a word. */
export function eitherOrElse(yes: string, no: string): Codec<boolean> {
  return {
    ...either(yes, no),
    decode: (raw, remark) => {
      if (raw !== yes && raw !== no) remark('changed', `libvirt takes '${visible(raw)}' for '${no}'.`)
      return raw === yes
    },
  }
}

/** How a whole number is written and which ones are allowed. */
export interface IntegerForm {
  readonly min: number
  readonly max: number
  /** Number base on reading: 10, 16 (with or without `0x`), or 0 for `0x` hexadecimal, leading `0` octal, else decimal. */
  readonly base: 0 | 10 | 16
  /** Completes a sentence, for example `a PCI slot from 0 to 0x1f`. */
  readonly expected: string
  readonly write: (value: number) => string
  /** What libvirt's schema accepts; other spellings that libvirt reads are remarked. */
  readonly schemaForm?: RegExp | ((raw: string) => boolean)
}

/**
 * A whole number as the C library's strtol reads it: white space in front and a `+` or `-` are accepted, nothing may follow.
 * Source: libvirt `src/util/virstring.c`, `virStrToLong_*`.
 */
export function integer(form: IntegerForm): Codec<number> {
  const { schemaForm } = form
  const inSchema = schemaForm instanceof RegExp ? (raw: string) => schemaForm.test(raw) : schemaForm
  return {
    expected: form.expected,
    emptyIsAbsent: true,
    decode: (raw, remark) => {
      const value = parseInteger(raw, form.base)
      if (value === undefined || value < form.min || value > form.max) return undefined
      if (inSchema?.(raw) === false) remark('spelling', `libvirt reads '${visible(raw)}' as ${value}.`)
      return value
    },
    ...(inSchema === undefined ? {} : { inSchema }),
    encode: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= form.min && value <= form.max
        ? form.write(value)
        : undefined,
    schema: { type: 'integer', minimum: form.min, maximum: form.max },
  }
}

const DECIMAL = /^[ \t\n\v\f\r]*([+-]?)([0-9]+)$/
const HEXADECIMAL = /^[ \t\n\v\f\r]*([+-]?)(?:0x)?([0-9a-f]+)$/i
const ANY = /^[ \t\n\v\f\r]*([+-]?)(?:0x([0-9a-f]+)|(0[0-7]*)|([1-9][0-9]*))$/i

function parseInteger(raw: string, base: 0 | 10 | 16): number | undefined {
  const plain = plainInteger(raw, base)
  if (plain !== undefined) return plain
  if (base !== 0) {
    const parts = (base === 10 ? DECIMAL : HEXADECIMAL).exec(raw)
    return parts ? signed(parts[1], parts[2], base) : undefined
  }
  const parts = ANY.exec(raw)
  if (!parts) return undefined
  return signed(
    parts[1],
    parts[2] ?? parts[3] ?? parts[4],
    parts[2] !== undefined ? 16 : parts[3] !== undefined ? 8 : 10,
  )
}

/** The common spellings: up to eight digits without a sign or white space, and no octal ones. They are most of what there is. */
function plainInteger(raw: string, base: 0 | 10 | 16): number | undefined {
  const prefixed = base !== 10 && raw.charCodeAt(0) === 0x30 && raw.charCodeAt(1) === 0x78
  const start = prefixed ? 2 : 0
  const { length } = raw
  if (length === start || length - start > 8) return undefined
  if (base === 0 && !prefixed && length > 1 && raw.charCodeAt(0) === 0x30) return undefined
  const radix = prefixed || base === 16 ? 16 : 10
  let value = 0
  for (let i = start; i < length; i++) {
    const unit = raw.charCodeAt(i)
    // A letter's value by its lower case; what is neither digit nor letter lies outside of the radix.
    const digit = unit <= 0x39 ? unit - 0x30 : (unit | 0x20) >= 0x61 ? (unit | 0x20) - 0x57 : radix
    if (digit < 0 || digit >= radix) return undefined
    value = value * radix + digit
  }
  return value
}

function signed(sign: string | undefined, digits: string | undefined, base: number): number {
  const value = Number.parseInt(String(digits), base)
  return sign === '-' && value !== 0 ? -value : value
}

/** Writes a number in hexadecimal with `0x` and at least so many digits. */
export function hexadecimal(digits: number): (value: number) => string {
  return (value) => `0x${value.toString(16).padStart(digits, '0')}`
}

/** Writes a number in decimal. */
export const decimal = (value: number): string => String(value)

/** An unsigned number of 32 bits in decimal. */
export const count: Codec<number> = integer({
  min: 0,
  max: 0xffff_ffff,
  base: 10,
  expected: 'a decimal number from 0 to 4294967295',
  write: decimal,
  schemaForm: /^[0-9]+$/,
})
