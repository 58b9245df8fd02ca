/** Set for a UTF-16 unit that may begin a name (the colon is left to the caller). */
export const NAME_START = 1
/** Set for a UTF-16 unit that may stand in a name (the colon is left to the caller). */
export const NAME = 2
/** Set for a unit that stands for itself in text: any character but `<`, `&`, `]`, CR and those of surrogate pairs. */
export const PLAIN_TEXT = 4
/** Set for a unit that stands for itself in an attribute value: not `<`, `&`, a quote, TAB, LF, CR or a surrogate. */
export const PLAIN_VALUE = 8
/** Set for a unit that is a character by itself: all of XML's characters up to U+FFFD, without surrogates. */
export const CHARACTER = 16
/** Set for the four white space characters. */
export const SPACE = 32

// Pairs of first and last code; https://www.w3.org/TR/xml/#NT-NameStartChar without the colon and the upper planes
const nameStartRanges = [
  0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a, 0xc0, 0xd6, 0xd8, 0xf6, 0xf8, 0x2ff, 0x370, 0x37d, 0x37f, 0x1fff, 0x200c, 0x200d,
  0x2070, 0x218f, 0x2c00, 0x2fef, 0x3001, 0xd7ff, 0xf900, 0xfdcf, 0xfdf0, 0xfffd,
]
// https://www.w3.org/TR/xml/#NT-NameChar: what is added to the above
const nameRanges = [0x2d, 0x2e, 0x30, 0x39, 0xb7, 0xb7, 0x300, 0x36f, 0x203f, 0x2040]
// https://www.w3.org/TR/xml/#NT-Char
const characterRanges = [0x9, 0xa, 0xd, 0xd, 0x20, 0xd7ff, 0xe000, 0xfffd]

const table = buildTable()

function buildTable(): Uint8Array {
  const flags = new Uint8Array(0x10000)
  const mark = (ranges: readonly number[], flag: number): void => {
    for (let i = 1; i < ranges.length; i += 2) {
      for (let code = Number(ranges[i - 1]); code <= Number(ranges[i]); code++) flags[code] = Number(flags[code]) | flag
    }
  }
  const clear = (characters: string, flag: number): void => {
    for (const character of characters) flags[character.charCodeAt(0)] = Number(flags[character.charCodeAt(0)]) & ~flag
  }
  mark(nameStartRanges, NAME_START | NAME)
  mark(nameRanges, NAME)
  mark(characterRanges, CHARACTER | PLAIN_TEXT | PLAIN_VALUE)
  clear('<&]\r', PLAIN_TEXT)
  clear('<&\'"\t\n\r', PLAIN_VALUE)
  mark([0x9, 0xa, 0xd, 0xd, 0x20, 0x20], SPACE)
  return flags
}

/** The flags above for one UTF-16 unit, which must be 0 to 0xffff. */
export function flagsOf(unit: number): number {
  return table[unit] as number // the table has an entry for every unit
}

/** Whether a unit is the first half of a surrogate pair. */
export function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800
}

/** Whether a unit is the second half of a surrogate pair; NaN, the unit behind the end of a text, is none. */
export function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00
}

/** Whether a unit is the first half of a pair that may stand in a name: U+10000 to U+EFFFF. */
export function isNameSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdb7f
}

/**
 * Whether a code point is a character of XML 1.0.
 *
 * @see https://www.w3.org/TR/xml/#NT-Char
 */
export function isCharacter(codePoint: number): boolean {
  return codePoint > 0xffff ? codePoint <= 0x10ffff : (flagsOf(codePoint) & CHARACTER) !== 0
}

/**
 * The offset of the first UTF-16 unit between `start` and `end` that XML 1.0 cannot carry, even by a reference: control
 * characters, halves of surrogate pairs, U+FFFE and U+FFFF. -1 if there is none.
 *
 * @see https://www.w3.org/TR/xml/#NT-Char
 */
export function firstInvalidCharacter(text: string, start = 0, end = text.length): number {
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i)
    if ((flagsOf(unit) & CHARACTER) !== 0) continue
    if (!isHighSurrogate(unit) || i + 1 >= end || !isLowSurrogate(text.charCodeAt(i + 1))) return i
    i++
  }
  return -1
}

/**
 * The offset behind the name that begins at `start`; `start` itself if none begins there.
 *
 * @see https://www.w3.org/TR/xml/#NT-Name
 */
export function nameEnd(text: string, start: number): number {
  let wanted = NAME_START
  let i = start
  while (i < text.length) {
    const unit = text.charCodeAt(i)
    if ((flagsOf(unit) & wanted) !== 0 || unit === 0x3a) i++
    else if (isNameSurrogate(unit) && isLowSurrogate(text.charCodeAt(i + 1))) i += 2
    else break
    wanted = NAME
  }
  return i
}

/** Whether the whole of a text is one name, with or without colons. */
export function isName(text: string): boolean {
  return text !== '' && nameEnd(text, 0) === text.length
}

/** The offset of the first unit from `start` on that is not white space. */
export function spaceEnd(text: string, start: number): number {
  let i = start
  while (i < text.length && (flagsOf(text.charCodeAt(i)) & SPACE) !== 0) i++
  return i
}

const indentations = Array.from({ length: 64 }, (_, blanks) => `\n${' '.repeat(blanks)}`)

/** The text of so many units that begins with a line end and goes on with blanks; absent where it is longer than usual. */
export function indentationOf(length: number): string | undefined {
  return indentations[length - 1]
}
