import type { Backend, HostDevice, HostSnapshot, HostType } from '../machine/snapshot/host-snapshot.js'

/** One row of `types` as JSON. What could not be read is absent. */
export interface TypeRow {
  /** The kernel's name of the parent. */
  parent: string
  /** libvirt's name of the parent. */
  parentName: string
  backend: Backend
  /** The kernel's id of the type. */
  id: string
  name?: string
  description?: string
  deviceApi?: string
  availableInstances?: number
}

/** One row of `list` as JSON. What could not be read is absent. */
export interface DeviceRow {
  /** The UUID, or the address where the back end has no UUIDs. */
  id: string
  uuid?: string
  index?: string
  address?: string
  /** libvirt's name. */
  name: string
  parent: string
  parentName: string
  backend: Backend
  type?: string
  active: boolean
  defined: boolean
  iommuGroup?: number
}

/** What `types` shows of a machine. */
export function typeRows(snapshot: HostSnapshot): TypeRow[] {
  return snapshot.types.map(typeRow)
}

/** What `list` shows of a machine. */
export function deviceRows(snapshot: HostSnapshot): DeviceRow[] {
  return snapshot.devices.map(deviceRow)
}

/** One type as its row. */
export function typeRow(type: HostType): TypeRow {
  const { parent, parentName, backend, id, name, description, deviceApi, availableInstances } = type
  return {
    parent,
    parentName,
    backend,
    id,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(deviceApi !== undefined && { deviceApi }),
    ...(availableInstances !== undefined && { availableInstances }),
  }
}

/** One device as its row. */
export function deviceRow(device: HostDevice): DeviceRow {
  const { id, uuid, index, address, name, parent, parentName, backend, type, active, defined, iommuGroup } = device
  return {
    id,
    ...(uuid !== undefined && { uuid }),
    ...(index !== undefined && { index }),
    ...(address !== undefined && { address }),
    name,
    parent,
    parentName,
    backend,
    ...(type !== undefined && { type }),
    active,
    defined,
    ...(iommuGroup !== undefined && { iommuGroup }),
  }
}
