import { characterWidth } from './display-width.js'
import { isHidden, printable } from '../xml/visible.js'

/** A part of a line that is shown as one: a character with the marks that combine with it, an escape, or a tab. */
export interface Cell {
  readonly shown: string
  /** In columns of a terminal. */
  readonly width: number
  /** The offsets in the text. */
  readonly start: number
  readonly end: number
}

const TAB = '    '
/** How many marks one character may carry before they are shown as escapes. */
const MOST_MARKS = 4

/** A part of a text as cells. */
export function cellsOf(text: string, start: number, end: number): Cell[] {
  const cells: Cell[] = []
  let offset = start
  let marks = MOST_MARKS
  for (const character of text.slice(start, end)) {
    const next = offset + character.length
    const width = characterWidth(character)
    const last = cells.at(-1)
    if (character === '\t') {
      cells.push({ shown: TAB, width: TAB.length, start: offset, end: next })
      marks = MOST_MARKS
    } else if (isHidden(character) || (width === 0 && (last === undefined || marks >= MOST_MARKS))) {
      const shown = width === 0 && !isHidden(character) ? escapedMark(character) : printable(character)
      cells.push({ shown, width: shown.length, start: offset, end: next })
      marks = MOST_MARKS
    } else if (width === 0 && last !== undefined) {
      cells[cells.length - 1] = { ...last, shown: last.shown + character, end: next }
      marks++
    } else {
      cells.push({ shown: character, width, start: offset, end: next })
      marks = 0
    }
    offset = next
  }
  return cells
}

function escapedMark(character: string): string {
  return `\\u{${Number(character.codePointAt(0)).toString(16)}}`
}
