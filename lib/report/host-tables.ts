import type { DeviceRow, TypeRow } from './host-rows.js'
import { table, type TableColumn } from './table.js'
import { detailsText } from './type-details-text.js'

const TYPE_COLUMNS: readonly TableColumn<TypeRow>[] = [
  { title: 'PARENT', cell: ({ parent }) => parent },
  { title: 'TYPE', cell: ({ id }) => id },
  { title: 'LEFT', cell: ({ availableInstances }) => String(availableInstances ?? '?'), align: 'right' },
  { title: 'DEVICE API', cell: ({ deviceApi }) => deviceApi ?? '?' },
  { title: 'NAME', cell: ({ name }) => name ?? '' },
]

/** The types that parents offer, for people. `?` stands for what could not be read. */
export function typesTable(rows: readonly TypeRow[]): string {
  return table(TYPE_COLUMNS, rows)
}

/** The same with what the types are, as far as their drivers tell. */
export function longTypesTable(rows: readonly TypeRow[]): string {
  return table<TypeRow>([...TYPE_COLUMNS, { title: 'DETAILS', cell: ({ details }) => detailsText(details) }], rows)
}

/** The devices that were made from types or are defined, for people; how they are started where one is defined. */
export function devicesTable(rows: readonly DeviceRow[]): string {
  const start: TableColumn<DeviceRow> = {
    title: 'START',
    cell: ({ autostart }) => (autostart === undefined ? '' : autostart ? 'auto' : 'manual'),
  }
  return table<DeviceRow>(
    [
      { title: 'DEVICE', cell: ({ id }) => id },
      { title: 'TYPE', cell: ({ type }) => type ?? '?' },
      { title: 'PARENT', cell: ({ parent }) => parent },
      { title: 'STATE', cell: ({ active }) => (active ? 'active' : 'defined') },
      ...(rows.some(({ defined }) => defined) ? [start] : []),
      { title: 'GROUP', cell: ({ iommuGroup }) => String(iommuGroup ?? ''), align: 'right' },
    ],
    rows,
  )
}
