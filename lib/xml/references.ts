import { isCharacter, nameEnd } from './characters.js'
import { Refusal } from './refusal.js'
import { visible, visibleAt } from './visible.js'

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['apos', "'"],
  ['quot', '"'],
])

/**
 * Adds to `parts` what the reference whose `&` is at `start` stands for, one of the five named entities or a character
 * reference, and returns the offset behind its `;`.
 *
 * @throws Refusal `xml/reference-invalid` or `xml/reference-undefined`
 * @see https://www.w3.org/TR/xml/#NT-Reference
 */
export function consumeReference(text: string, start: number, parts: string[]): number {
  if (text.charCodeAt(start + 1) === 0x23) return consumeCharacterReference(text, start, parts)
  const end = nameEnd(text, start + 1)
  if (end === start + 1) {
    throw new Refusal(
      'xml/reference-invalid',
      start,
      start + 1,
      `A '&' must begin a reference or be written '&amp;', but ${visibleAt(text, end)} follows.`,
    )
  }
  const name = text.slice(start + 1, end)
  if (text.charCodeAt(end) !== 0x3b) {
    throw new Refusal(
      'xml/reference-invalid',
      start,
      end,
      `The reference '&${visible(name)}' must end with ';', but ${visibleAt(text, end)} follows.`,
    )
  }
  const value = entities.get(name)
  if (value === undefined) {
    throw new Refusal(
      'xml/reference-undefined',
      start,
      end + 1,
      `The entity '&${visible(name)};' is not defined; there are only lt, gt, amp, apos and quot.`,
    )
  }
  parts.push(value)
  return end + 1
}

/** @see https://www.w3.org/TR/xml/#NT-CharRef */
function consumeCharacterReference(text: string, start: number, parts: string[]): number {
  const hex = text.charCodeAt(start + 2) === 0x78
  const digits = start + (hex ? 3 : 2)
  const base = hex ? 16 : 10
  let codePoint = 0
  let end = digits
  for (; end < text.length; end++) {
    const digit = digitOf(text.charCodeAt(end))
    if (digit >= base) break
    codePoint = Math.min(codePoint * base + digit, 0x110000)
  }
  if (end === digits || text.charCodeAt(end) !== 0x3b) {
    const wanted = end === digits ? `needs ${hex ? 'hexadecimal' : 'decimal'} digits` : `must end with ';'`
    throw new Refusal(
      'xml/reference-invalid',
      start,
      end,
      `The character reference '${visible(text.slice(start, end))}' ${wanted}, but ${visibleAt(text, end)} follows.`,
    )
  }
  if (!isCharacter(codePoint)) {
    throw new Refusal(
      'xml/reference-invalid',
      start,
      end + 1,
      `The character reference '${visible(text.slice(start, end + 1))}' names a character that XML cannot carry.`,
    )
  }
  parts.push(String.fromCodePoint(codePoint))
  return end + 1
}

/** The value of a digit in either case; 16 for any other unit. */
function digitOf(unit: number): number {
  if (unit >= 0x30 && unit <= 0x39) return unit - 0x30
  const letter = unit | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 16
}

// By code, up to that of '>'
const replacements = Array.from({ length: 0x3f }, (_, unit) =>
  new Map([
    [0x9, '&#9;'],
    [0xa, '&#10;'],
    [0xd, '&#13;'],
    [0x22, '&quot;'],
    [0x26, '&amp;'],
    [0x27, '&apos;'],
    [0x3c, '&lt;'],
    [0x3e, '&gt;'],
  ]).get(unit),
)

/**
 * A value written as character data, the way libvirt does: all of `& < > ' "` become named entities, and CR a character
 * reference, because a reader would turn it into LF. What XML cannot carry is left as it is: see `firstInvalidCharacter`.
 */
export function escapeText(value: string): string {
  return escapeAbove(value, 0xa, -1)
}

/**
 * A value written for an attribute, without its quotes: as `escapeText`, and TAB and LF become character references too,
 * because a reader would turn them into spaces. With `quote`, the other quote stays as it is.
 */
export function escapeAttribute(value: string, quote?: "'" | '"'): string {
  return escapeAbove(value, 0, quote === undefined ? -1 : quote === "'" ? 0x22 : 0x27)
}

/** Writes the replacement of each unit that has one, except for those up to `from` and the one unit `kept`. */
function escapeAbove(value: string, from: number, kept: number): string {
  let out = ''
  let done = 0
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i)
    if (unit > 0x3e || unit <= from || unit === kept) continue
    const replacement = replacements[unit]
    if (replacement === undefined) continue
    out += value.slice(done, i) + replacement
    done = i + 1
  }
  return done === 0 ? value : out + value.slice(done)
}
