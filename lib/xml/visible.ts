const limit = 60

// C0 and C1 controls, DEL, line and paragraph separators, direction marks, BOM, lone surrogates, noncharacters
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu

/**
 * A value as it may stand in a message that reaches a terminal: shortened to 60 UTF-16 units, and each control or
 * invisible character written as an escape, for example `\u001b`.
 */
export function visible(value: string): string {
  const short = value.length > limit ? `${value.slice(0, limit)}...` : value
  return short.replace(hidden, (character) => {
    const codePoint = Number(character.codePointAt(0))
    const digits = codePoint.toString(16)
    return codePoint > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, '0')}`
  })
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
