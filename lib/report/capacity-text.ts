import type { DeviceCapacity, HostCapacity, PoolUse, TypeCapacity, TypeTotal } from '../planning/capacity/index.js'
import { printable } from '../xml/visible.js'
import { bar } from './bar.js'
import type { TextOptions } from './check-text.js'
import { type Colours, coloursFor } from './colours.js'
import { withoutLogCommands } from './log-commands.js'
import { table, type TableColumn } from './table.js'
import { wrap } from './wrap.js'

export interface CapacityTextOptions extends TextOptions {
  /** Draws bars in blocks, as on a terminal; in ASCII where absent. */
  blocks?: boolean
  /** Also why each type has so many left, and what one more device of it does to the others. */
  long?: boolean
}

const BAR = 20
/** So many types are named one by one in what a device does to the others. */
const MOST_NAMED = 12

/** What a machine can still make, for people: each physical device with its pools and types, then the types over all of them. */
export function capacityText(capacity: HostCapacity, options: CapacityTextOptions = {}): string {
  const colours = coloursFor(options.colour ?? false)
  const { devices, types } = capacity
  const parts = devices.map((device) => deviceText(device, options, colours))
  if (devices.length > 1) parts.push(totalsTable(types))
  const notes = notesFor(capacity, options)
  return withoutLogCommands([...parts, ...(notes === '' ? [] : [notes])].join('\n'))
}

function deviceText(device: DeviceCapacity, options: CapacityTextOptions, colours: Colours): string {
  const { id, driver, there, parents, reason, pools, types } = device
  const width = options.width ?? Infinity
  const facts = [
    ...(driver === undefined ? [] : [driver]),
    ...(parents.length > 1 ? [`${parents.length} parents`] : []),
    countOf(there, 'device'),
  ]
  const head = `${colours.strong(printable(id))} (${printable(facts.join(', '))})\n`
  const parts = [head, `${wrap(`  ${printable(reason)}`, width, '  ')}\n`]
  if (pools.length > 0) parts.push(indented(poolsTable(pools, options.blocks === true)))
  parts.push('\n', indented(typesTable(types, options)))
  if (options.long === true) parts.push(effectsText(types, width))
  return parts.join('')
}

function poolsTable(pools: readonly PoolUse[], blocks: boolean): string {
  const text = table<PoolUse>(
    [
      { title: '', cell: ({ pool }) => pool },
      { title: '', cell: ({ used, total }) => bar(used, total, BAR, blocks) },
      { title: '', cell: ({ used, total, unit }) => `${used} of ${total}${unit === undefined ? '' : ` ${unit}`} used` },
      { title: '', cell: ({ free, certainty }) => `${free} free${certainty === 'certain' ? '' : ` (${certainty})`}` },
    ],
    pools,
  )
  return text.slice(text.indexOf('\n') + 1)
}

function typesTable(types: readonly TypeCapacity[], { long = false }: CapacityTextOptions): string {
  const named = types.some(({ name }) => name !== undefined)
  const several = types.some(({ largest }) => largest !== undefined)
  const columns: TableColumn<TypeCapacity>[] = [
    { title: 'TYPE', cell: ({ type }) => type },
    ...(named ? [{ title: 'NAME', cell: ({ name }: TypeCapacity) => name ?? '' }] : []),
    { title: 'THERE', cell: ({ there }) => String(there), align: 'right' },
    { title: 'LEFT', cell: leftCell, align: 'right' },
  ]
  if (several) {
    columns.push({
      title: 'LARGEST',
      cell: ({ largest }) => (largest === undefined ? '' : String(largest)),
      align: 'right',
    })
  }
  if (long) columns.push({ title: 'WHY', cell: ({ reason }) => reason })
  return table<TypeCapacity>(columns, types)
}

/** `4`; `4?` where it is likely; `?`, or the bounds, where it is not known. */
function leftCell({
  left,
  atLeast = 0,
  atMost,
  certainty,
}: Pick<TypeCapacity, 'left' | 'atLeast' | 'atMost' | 'certainty'>): string {
  if (left !== undefined) return certainty === 'certain' ? String(left) : `${left}?`
  return atMost === undefined ? (atLeast > 0 ? `${atLeast}..?` : '?') : `${atLeast}..${atMost}?`
}

/** What one more device of each type does to all: those that are left by name, the others by their number. */
function effectsText(types: readonly TypeCapacity[], width: number): string {
  const able = types.filter(({ effects }) => effects.length > 0)
  if (able.length === 0) return ''
  const lines = able.map(({ type, effects }) => {
    const some = effects.filter(({ left }) => left !== 0)
    const none = effects.filter(({ left }) => left === 0)
    const likely = none.some(({ certainty }) => certainty !== 'certain')
    const named = some.slice(0, MOST_NAMED).map((effect) => `${effect.type} ${leftCell(effect)}`)
    if (some.length > MOST_NAMED) named.push(`${some.length - MOST_NAMED} more types`)
    const rest =
      none.length === 0
        ? []
        : [
            `${none.length === effects.length ? 'nothing' : `nothing of ${countOf(none.length, 'other')}`}${likely ? '?' : ''}`,
          ]
    return `${wrap(`    ${printable(type)}: ${printable([...named, ...rest].join(', '))}`, width, '      ')}\n`
  })
  return `\n  Once one more is made there is left:\n${lines.join('')}`
}

function totalsTable(types: readonly TypeTotal[]): string {
  const named = types.some(({ name }) => name !== undefined)
  return `All together, each type for itself:\n\n${indented(
    table<TypeTotal>(
      [
        { title: 'TYPE', cell: ({ type }) => type },
        ...(named ? [{ title: 'NAME', cell: ({ name }: TypeTotal) => name ?? '' }] : []),
        { title: 'ON', cell: ({ devices }) => String(devices), align: 'right' },
        { title: 'THERE', cell: ({ there }) => String(there), align: 'right' },
        { title: 'LEFT', cell: leftCell, align: 'right' },
      ],
      types,
    ),
  )}`
}

function notesFor({ devices }: HostCapacity, { long = false }: CapacityTextOptions): string {
  const words = devices.flatMap(({ types }) =>
    types.flatMap(({ certainty, effects }) => [certainty, ...(long ? effects.map((effect) => effect.certainty) : [])]),
  )
  return words.some((word) => word !== 'certain')
    ? 'A question mark stands behind what is likely, or known only to lie between two\nnumbers; --probe finds out.\n'
    : ''
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}
