import { shown } from '../scan/scan.js'

/** One row of the table of types. What it does not tell, or does not tell well, is absent. */
export interface FlatRow {
  id: string
  name?: string
  maxInstances?: number
  /** The other columns, in their order, in the form of NVIDIA's descriptions. */
  description?: string
}

/** The rows of a table and what is wrong with it, each as one sentence. */
export interface FlatTable {
  rows: FlatRow[]
  faults: string[]
}

/** The columns of the proposal, for a table that does not name its own. */
const COLUMNS = [
  'vgpu_type_id',
  'vgpu_type',
  'max_instance',
  'num_heads',
  'frl_config',
  'framebuffer',
  'max_resolution',
]
const IDS = new Set(['vgpu_type_id', 'type_id', 'id'])
const NAMES = new Set(['vgpu_type', 'type', 'name'])
const MAXIMA = new Set(['max_instance', 'max_instances'])

const CONTROL = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\ufffd]/

/**
 * Reads `mdev_supported_types` of patch v6: comma-separated fields padded with blanks, names in double quotes, below a header
 * that begins with `#` and may go on in the next line. Takes any text; what cannot be made sense of is a fault and hides
 * nothing else.
 */
export function parseFlatTable(text: string): FlatTable {
  const faults: string[] = []
  const rows = new Map<string, FlatRow>()
  let columns: string[] | undefined
  let header: string | undefined
  for (const [number, line] of text.split(/\r\n|\n/).entries()) {
    const content = line.trim()
    if (content === '') continue
    if (header !== undefined && (header === '' || header.endsWith(','))) {
      header += content.replace(/^#\s*/, '')
      columns = columnsOf(header, faults)
      continue
    }
    if (content.startsWith('#')) {
      if (columns !== undefined) continue
      header = content.slice(1).trim()
      columns = columnsOf(header, faults)
      continue
    }
    if (columns === undefined) {
      columns = COLUMNS
      faults.push('The table names no columns; those of the proposal are taken.')
    }
    const fields = fieldsOf(content)
    const row = rowOf(columns, fields, (fault) => faults.push(`Line ${number + 1} ${fault}.`))
    if (row === undefined) continue
    if (rows.has(row.id)) faults.push(`Line ${number + 1} has the type ${shown(row.id)} again.`)
    else rows.set(row.id, row)
  }
  if (header?.endsWith(',') === true) faults.push('The list of columns ends in a comma.')
  return { rows: [...rows.values()], faults: [...new Set(faults)] }
}

function columnsOf(header: string, faults: string[]): string[] {
  const columns = header
    .replace(/,$/, '')
    .split(',')
    .map((name) => name.trim())
  if (header.endsWith(',')) return columns
  if (!columns.some((name) => IDS.has(name))) {
    faults.push(`No column has the id of the type: ${shown(header)}; the first is taken for it.`)
  }
  return columns
}

interface Field {
  text: string
  /** A quotation mark without its other one, or text beside a quoted one. */
  broken: boolean
}

function fieldsOf(line: string): Field[] {
  const fields: Field[] = []
  let rest = line
  for (;;) {
    const quoted = /^\s*"((?:[^"]|"")*)"\s*(?:,|$)/.exec(rest)
    const plain = quoted ?? /^([^,]*)(?:,|$)/.exec(rest)
    const text = plain?.[1] ?? ''
    fields.push(
      quoted
        ? { text: text.replaceAll('""', '"'), broken: false }
        : { text: text.trim().replaceAll('"', ''), broken: text.includes('"') },
    )
    const length = plain?.[0].length ?? rest.length
    if (length === 0 || plain?.[0].endsWith(',') !== true) return fields
    rest = rest.slice(length)
  }
}

function rowOf(
  columns: readonly string[],
  fields: readonly Field[],
  fault: (what: string) => void,
): FlatRow | undefined {
  if (fields.length !== columns.length) {
    fault(`has ${fields.length} fields, where ${columns.length} columns are named`)
  }
  const at = Math.max(
    0,
    columns.findIndex((column) => IDS.has(column)),
  )
  const id = fields[at]?.text ?? ''
  if (id === '' || CONTROL.test(id)) {
    fault(id === '' ? 'has no id of a type and is left out' : `has the id ${shown(id)} and is left out`)
    return undefined
  }
  const row: FlatRow = { id }
  const pairs: string[] = []
  let maximum: string | undefined
  for (const [index, column] of columns.entries()) {
    const field = fields[index]
    if (index === at || field === undefined) continue
    const { text, broken } = field
    if (broken) fault(`has a quotation mark without another one in ${shown(column)}`)
    if (CONTROL.test(text)) {
      fault(`has ${shown(text)} in ${shown(column)}, which is left out`)
    } else if (NAMES.has(column)) {
      if (text !== '') row.name = text
    } else if (MAXIMA.has(column)) {
      if (/^\d{1,9}$/.test(text)) {
        row.maxInstances = Number(text)
        maximum = `max_instance=${row.maxInstances}`
      } else fault(`has ${shown(text)} in ${shown(column)}, which is no number`)
    } else if (text !== '') {
      // a description has no way to quote what parts it
      if (/[,=]/.test(text) || !/^\w+$/.test(column)) fault(`has ${shown(text)} in ${shown(column)}, which is left out`)
      else pairs.push(`${column}=${text}`)
    }
  }
  // where NVIDIA's descriptions have it
  if (maximum !== undefined) pairs.push(maximum)
  if (pairs.length > 0) row.description = pairs.join(', ')
  return row
}
