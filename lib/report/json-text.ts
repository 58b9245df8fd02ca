import { isHidden } from '../xml/visible.js'

// JSON.stringify has escaped what is below U+0020 in texts; the line ends that are left are its own
const BEYOND_ASCII = /[^\n\u0020-\u007e]/gu
/** What a CI service would take for a command in what is printed. */
const LOG_COMMAND = /##(?=\[|vso\[)/gi

/**
 * A value as indented JSON with one line end behind it, in which every control, direction mark or invisible character is
 * written as `\uXXXX`: the same value for a program, and harmless in a terminal and in the log of a CI service.
 */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value, null, 2)
  const harmless = json.replace(BEYOND_ASCII, (character) => (isHidden(character) ? units(character) : character))
  return `${harmless.replaceAll(LOG_COMMAND, '#\\u0023')}\n`
}

function units(character: string): string {
  let out = ''
  for (let i = 0; i < character.length; i++) out += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`
  return out
}
