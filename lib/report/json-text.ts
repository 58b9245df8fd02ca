import { isHidden } from '../xml/visible.js'

// JSON.stringify has escaped what is below U+0020 in texts; the line ends that are left are its own

const BEYOND_ASCII = /[^\n\u0020-\u007e]/gu

/**
 * A value as indented JSON with one line end behind it, in which every control, direction mark or invisible character is
 * written as `\uXXXX`: the same value for a program, and harmless in a terminal.
 */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value, null, 2)
  return `${json.replace(BEYOND_ASCII, (character) => (isHidden(character) ? units(character) : character))}\n`
}

function units(character: string): string {
  let out = ''
  for (let i = 0; i < character.length; i++) out += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`
  return out
}
