import { displayWidth } from './display-width.js'
import { printable } from '../xml/visible.js'

/** One column of a table for people. */
export interface TableColumn<Row> {
  readonly title: string
  readonly cell: (row: Row) => string
  /** Numbers stand to the right. */
  readonly align?: 'left' | 'right'
}

/** Rows in columns below their titles, two blanks between them; hostile characters are escaped, nothing is cut. */
export function table<Row>(columns: readonly TableColumn<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cell }) => printable(cell(row)))),
  ]
  const widths = columns.map((_, index) =>
    lines.reduce((most, cells) => Math.max(most, displayWidth(cells[index] ?? '')), 0),
  )
  const line = (cells: readonly string[]) =>
    columns.map(({ align }, index) => padded(cells[index] ?? '', widths[index] ?? 0, align)).join('  ')
  return lines.map((cells) => `${line(cells).trimEnd()}\n`).join('')
}

function padded(text: string, width: number, align: TableColumn<never>['align']): string {
  const blanks = ' '.repeat(width - displayWidth(text))
  return align === 'right' ? blanks + text : text + blanks
}
