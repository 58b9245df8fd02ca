import type { Span } from '../diagnostic.js'
import type { LineCounter } from '../xml/lines.js'
import { type Cell, cellsOf } from './cells.js'

/** One line of a text as it is shown, and what stands below it. */
export interface ExcerptLine {
  /** Absent for lines that are left out. */
  readonly number: number | undefined
  readonly source: string
  readonly carets: string
}

const CUT = '...'

/**
 * The lines of a text that a span lies in, with carets below the span: its first line, and its last one where that is another.
 * A line that is wider than `width` columns is cut around the span; tabs, wide and combining characters are reckoned with, and
 * hostile characters are escaped.
 */
export function excerpt(text: string, lines: LineCounter, span: Span, width: number): ExcerptLine[] {
  const start = within(span.start, text)
  const end = Math.max(start, within(span.end, text))
  const first = lines.position(start).line
  const last = lines.position(Math.max(start, end - 1)).line
  const shown = [excerptLine(text, first, lines.lineSpan(first), { start, end }, width)]
  if (last === first) return shown
  if (last > first + 1) shown.push({ number: undefined, source: CUT, carets: '' })
  const line = lines.lineSpan(last)
  const blanks = /^[ \t]*/.exec(text.slice(line.start, end))?.[0].length ?? 0
  shown.push(excerptLine(text, last, line, { start: Math.min(line.start + blanks, line.end), end }, width))
  return shown
}

function within(offset: number, text: string): number {
  return Number.isInteger(offset) ? Math.min(Math.max(offset, 0), text.length) : 0
}

function excerptLine(text: string, number: number, line: Span, span: Span, width: number): ExcerptLine {
  const start = Math.min(span.start, line.end)
  const end = Math.min(Math.max(span.end, start), line.end)
  // what is far from the span is not looked at: a line may be as long as the text
  const from = boundary(text, Math.max(line.start, start - 2 * width))
  const to = boundary(text, Math.min(line.end, start + 4 * width))
  const cells = cellsOf(text, from, to)
  const first = indexAfter(cells, start)
  const last = Math.max(first, cells.findLastIndex((cell) => cell.start < end) + 1)
  const { low, high } = window(cells, first, last, width, from > line.start, to < line.end)
  const before = low > 0 || from > line.start ? CUT : ''
  const behind = high < cells.length || to < line.end ? CUT : ''
  return {
    number,
    source: before + textOf(cells, low, high) + behind,
    carets:
      ' '.repeat(before.length + widthOf(cells, low, first)) +
      '^'.repeat(widthOf(cells, first, Math.min(last, high)) || 1),
  }
}

/** The first cell that reaches beyond an offset. */
function indexAfter(cells: readonly Cell[], offset: number): number {
  const index = cells.findIndex((cell) => cell.end > offset)
  return index < 0 ? cells.length : index
}

/** Which cells are shown: all where they fit, else the span with something before it and as much behind it as there is room. */
function window(
  cells: readonly Cell[],
  first: number,
  last: number,
  width: number,
  cutBefore: boolean,
  cutBehind: boolean,
) {
  if (!cutBefore && !cutBehind && widthOf(cells, 0, cells.length) <= width) return { low: 0, high: cells.length }
  const room = Math.max(1, width - 2 * CUT.length)
  const before = Math.max(Math.floor(room / 8), Math.floor((room - widthOf(cells, first, last)) / 2))
  let low = grownDown(cells, first, before)
  let high = low
  let used = 0
  while (high < cells.length && used + (cells[high]?.width ?? 0) <= room) used += cells[high++]?.width ?? 0
  if (high === cells.length) low = grownDown(cells, low, room - used)
  return { low, high }
}

function grownDown(cells: readonly Cell[], from: number, room: number): number {
  let low = from
  let used = 0
  while (low > 0 && used + (cells[low - 1]?.width ?? 0) <= room) used += cells[--low]?.width ?? 0
  return low
}

function widthOf(cells: readonly Cell[], from: number, to: number): number {
  let width = 0
  for (let i = from; i < to; i++) width += cells[i]?.width ?? 0
  return width
}

function textOf(cells: readonly Cell[], from: number, to: number): string {
  return cells
    .slice(from, to)
    .map(({ shown }) => shown)
    .join('')
}

/** The offset, or the one before it where it would part a pair of surrogates. */
function boundary(text: string, offset: number): number {
  const low = text.charCodeAt(offset)
  const high = text.charCodeAt(offset - 1)
  return low >= 0xdc00 && low <= 0xdfff && high >= 0xd800 && high <= 0xdbff ? offset - 1 : offset
}
