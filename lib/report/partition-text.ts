import type { PartitionJudgement } from '../planning/pools/index.js'
import { printable } from '../xml/visible.js'
import type { TextOptions } from './check-text.js'
import { coloursFor } from './colours.js'
import { withoutLogCommands } from './log-commands.js'
import { table } from './table.js'
import { wrap } from './wrap.js'

/** A row of what would be made: devices alike. */
interface Row {
  parents: string[]
  type: string
  aggregate: number
  count: number
}

/** Whether a device can be divided as wished, for people. */
export function partitionText(
  judgement: PartitionJudgement,
  { colour = false, width = Infinity }: TextOptions = {},
): string {
  const colours = coloursFor(colour)
  const { device, feasible, certainty, reason, devices, counts } = judgement
  const word = feasible === undefined ? 'not known' : feasible ? 'feasible' : 'not feasible'
  const sure = feasible !== undefined && certainty !== 'certain' ? ` (${certainty})` : ''
  const severity = feasible === undefined ? 'warning' : feasible ? 'info' : 'error'
  const parts = [
    `${colours.severity(severity, word)}${sure} on ${printable(device)}\n`,
    `${wrap(`  ${printable(reason)}`, width, '  ')}\n`,
  ]
  if (devices.length > 0) parts.push('\n', rowsTable(rowsOf(devices)))
  if (counts !== undefined) {
    const told = Object.entries(counts).map(([type, count]) => `${type}=${count}`)
    parts.push(`\n${wrap(`  The pool is to be divided first: ${printable(told.join(' '))}.`, width, '  ')}\n`)
  }
  return withoutLogCommands(parts.join(''))
}

function rowsOf(devices: PartitionJudgement['devices']): Row[] {
  const rows = new Map<string, Row>()
  for (const { parent, type, aggregate = 1 } of devices) {
    const key = JSON.stringify([type, aggregate])
    const row = rows.get(key) ?? { parents: [], type, aggregate, count: 0 }
    rows.set(key, row)
    row.count++
    if (!row.parents.includes(parent)) row.parents.push(parent)
  }
  return [...rows.values()]
}

function rowsTable(rows: readonly Row[]): string {
  const several = rows.some(({ aggregate }) => aggregate > 1)
  return table<Row>(
    [
      { title: '  COUNT', cell: ({ count }) => `  ${count}`, align: 'right' },
      { title: 'TYPE', cell: ({ type }) => type },
      ...(several
        ? [{ title: 'INSTANCES', cell: ({ aggregate }: Row) => String(aggregate), align: 'right' as const }]
        : []),
      { title: 'ON', cell: ({ parents }) => parents.join(' ') },
    ],
    rows,
  )
}
