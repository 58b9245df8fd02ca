import type { DeviceRow, TypeRow } from './host-rows.js'
import { table } from './table.js'

/** The types that parents offer, for people. `?` stands for what could not be read. */
export function typesTable(rows: readonly TypeRow[]): string {
  return table<TypeRow>(
    [
      { title: 'PARENT', cell: ({ parent }) => parent },
      { title: 'TYPE', cell: ({ id }) => id },
      { title: 'LEFT', cell: ({ availableInstances }) => String(availableInstances ?? '?'), align: 'right' },
      { title: 'DEVICE API', cell: ({ deviceApi }) => deviceApi ?? '?' },
      { title: 'NAME', cell: ({ name }) => name ?? '' },
    ],
    rows,
  )
}

/** The devices that were made from types, for people. */
export function devicesTable(rows: readonly DeviceRow[]): string {
  return table<DeviceRow>(
    [
      { title: 'DEVICE', cell: ({ id }) => id },
      { title: 'TYPE', cell: ({ type }) => type ?? '?' },
      { title: 'PARENT', cell: ({ parent }) => parent },
      { title: 'STATE', cell: ({ active }) => (active ? 'active' : 'defined') },
      { title: 'GROUP', cell: ({ iommuGroup }) => String(iommuGroup ?? ''), align: 'right' },
    ],
    rows,
  )
}
