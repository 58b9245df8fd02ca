const limit = 60

// controls, direction marks and other formats, lone surrogates, separators of lines, what is drawn as nothing, noncharacters
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffe\uffff]/gu

/**
 * A value as it may reach a terminal, in full: each control, direction mark or invisible character is written as an escape,
 * for example `\u001b`. The same text comes back when it is asked twice.
 */
export function printable(value: string): string {
  return value.replace(hidden, escaped)
}

/** Whether `printable` would escape this character. */
export function isHidden(character: string): boolean {
  hidden.lastIndex = 0
  return hidden.test(character)
}

/** A value as it may stand in a message: printable, and shortened to 60 UTF-16 units. */
export function visible(value: string): string {
  return printable(value.length > limit ? `${value.slice(0, limit)}...` : value)
}

function escaped(character: string): string {
  const codePoint = Number(character.codePointAt(0))
  const digits = codePoint.toString(16)
  return codePoint > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
}

/** The character at an offset, quoted for a message: `'<'`, or `the end of the text` behind the last one. */
export function visibleAt(text: string, offset: number): string {
  const codePoint = text.codePointAt(offset)
  return codePoint === undefined ? 'the end of the text' : `'${visible(String.fromCodePoint(codePoint))}'`
}

/** How a message names the character at an offset by its code, for example `U+0000`. */
export function codeAt(text: string, offset: number): string {
  return `U+${Number(text.codePointAt(offset)).toString(16).toUpperCase().padStart(4, '0')}`
}
