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

/**
 * The same with what the types are, as far as their drivers tell, and of how many instances a device can be made where one of them
 * has that.
 */
export function longTypesTable(rows: readonly TypeRow[]): string {
  const aggregate: TableColumn<TypeRow> = {
    title: 'AGGREGATE',
    cell: ({ aggregation }) =>
      aggregation === undefined ? '' : aggregation.maximum === undefined ? 'yes' : `up to ${aggregation.maximum}`,
  }
  return table<TypeRow>(
    [
      ...TYPE_COLUMNS,
      ...(rows.some(({ aggregation }) => aggregation !== undefined) ? [aggregate] : []),
      { title: 'DETAILS', cell: ({ details }) => detailsText(details) },
    ],
    rows,
  )
}

/**
 * The devices that were made from types or are defined, for people; how they are started where one is defined, for which guest
 * they are where that is known of one, of how many instances they are made where one is made of several.
 */
export function devicesTable(rows: readonly DeviceRow[]): string {
  const start: TableColumn<DeviceRow> = {
    title: 'START',
    cell: ({ autostart }) => (autostart === undefined ? '' : autostart ? 'auto' : 'manual'),
  }
  const group: TableColumn<DeviceRow> = { title: 'GROUP', cell: (row) => row.group ?? '' }
  const instances: TableColumn<DeviceRow> = {
    title: 'INSTANCES',
    cell: ({ aggregation = 1 }) => String(aggregation),
    align: 'right',
  }
  return table<DeviceRow>(
    [
      { title: 'DEVICE', cell: ({ id }) => id },
      { title: 'TYPE', cell: ({ type }) => type ?? '?' },
      { title: 'PARENT', cell: ({ parent }) => parent },
      { title: 'STATE', cell: ({ active }) => (active ? 'active' : 'defined') },
      ...(rows.some(({ defined }) => defined) ? [start] : []),
      ...(rows.some(({ aggregation = 1 }) => aggregation > 1) ? [instances] : []),
      { title: 'IOMMU', cell: ({ iommuGroup }) => String(iommuGroup ?? ''), align: 'right' },
      ...(rows.some((row) => row.group !== undefined) ? [group] : []),
    ],
    rows,
  )
}
