import type { Span } from '../diagnostic.js'

/** A place in a text as people count it: both from 1; columns count UTF-16 units. */
export interface LinePosition {
  readonly line: number
  readonly column: number
}

/**
 * Turns offsets into lines and columns and back. LF, CRLF and a lone CR end a line. The text is looked through once, when
 * the first question is asked.
 */
export class LineCounter {
  readonly #text: string
  /** Where each line begins; made when it is first needed. */
  #starts: number[] | undefined

  constructor(text: string) {
    this.#text = text
  }

  /** How many lines there are: one more than there are line ends. */
  get lines(): number {
    return this.#lineStarts().length
  }

  /**
   * Where an offset stands; the offset behind the last unit is a place too.
   *
   * @throws RangeError if the offset is not in the text
   */
  position(offset: number): LinePosition {
    if (!Number.isInteger(offset) || offset < 0 || offset > this.#text.length) {
      throw new RangeError(`offset ${offset} is not between 0 and ${this.#text.length}`)
    }
    const starts = this.#lineStarts()
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (Number(starts[middle]) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - Number(starts[low]) + 1 }
  }

  /**
   * The inverse of `position`. A column behind the end of the line gives the end of the line.
   *
   * @throws RangeError if there is no such line, or the column is not a whole number from 1
   */
  offset(line: number, column: number): number {
    if (!Number.isInteger(column) || column < 1) throw new RangeError(`column ${column} is not a whole number from 1`)
    const { start, end } = this.lineSpan(line)
    return Math.min(start + column - 1, end)
  }

  /**
   * Where a line stands, without its line end.
   *
   * @throws RangeError if there is no such line
   */
  lineSpan(line: number): Span {
    const starts = this.#lineStarts()
    const start = starts[line - 1]
    if (start === undefined) throw new RangeError(`line ${line} is not between 1 and ${starts.length}`)
    let end = starts[line]
    if (end === undefined) return { start, end: this.#text.length }
    end--
    if (this.#text.startsWith('\r\n', end - 1)) end--
    return { start, end }
  }

  #lineStarts(): number[] {
    return (this.#starts ??= lineStarts(this.#text))
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === 0xa || (unit === 0xd && text.charCodeAt(i + 1) !== 0xa)) starts.push(i + 1)
  }
  return starts
}
