import type { Span } from '../diagnostic.js'
import { LineCounter, type LinePosition } from '../xml/lines.js'

/** A span as people count it; the end is exclusive. */
export interface LineRange {
  readonly start: LinePosition
  readonly end: LinePosition
}

/** Turns spans of a text into lines and columns; offsets outside the text are taken for its nearest end. */
export class Positions {
  readonly #counter: LineCounter
  readonly #length: number

  constructor(text: string) {
    this.#counter = new LineCounter(text)
    this.#length = text.length
  }

  position(offset: number): LinePosition {
    const whole = Number.isInteger(offset) ? offset : 0
    return this.#counter.position(Math.min(Math.max(whole, 0), this.#length))
  }

  range({ start, end }: Span): LineRange {
    return { start: this.position(start), end: this.position(Math.max(start, end)) }
  }
}
