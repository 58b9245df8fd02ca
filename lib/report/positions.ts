import type { Span } from '../diagnostic.js'
import { LineCounter, type LinePosition } from '../xml/lines.js'
import type { CheckedFile } from './checked-file.js'

/** A span as people count it; the end is exclusive. */
export interface LineRange {
  readonly start: LinePosition
  readonly end: LinePosition
}

/** Turns spans of a text into lines and columns; offsets outside the text are taken for its nearest end. */
export class Positions {
  /** The same without the care for offsets outside the text. */
  readonly lines: LineCounter
  readonly #length: number

  constructor(text: string) {
    this.lines = new LineCounter(text)
    this.#length = text.length
  }

  position(offset: number): LinePosition {
    const whole = Number.isInteger(offset) ? offset : 0
    return this.lines.position(Math.min(Math.max(whole, 0), this.#length))
  }

  range({ start, end }: Span): LineRange {
    return { start: this.position(start), end: this.position(Math.max(start, end)) }
  }
}

/** The positions in checked files, by their names. */
export function positionsByFile(files: readonly CheckedFile[]): ReadonlyMap<string, Positions> {
  return new Map(files.map(({ file, text }) => [file, new Positions(text)]))
}
