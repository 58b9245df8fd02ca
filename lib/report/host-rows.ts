import type { DriverAttributes } from '../machine/attribute-schema/attribute-schema.js'
import { attributeSchemasFor } from '../machine/attribute-schema/attribute-schemas-for.js'
import type { TypeDetails } from '../machine/description/type-details.js'
import type { Aggregation, Backend, HostDevice, HostSnapshot, HostType } from '../machine/snapshot/host-snapshot.js'

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
  /** What description and name say, in numbers with units. */
  details?: TypeDetails
  deviceApi?: string
  availableInstances?: number
  /** The most instances that fit on an empty parent, where the interface tells. */
  maxInstances?: number
  /** Whether `maxInstances` can be written until the first device is made. */
  configurable?: boolean
  /** Present where a device can be made of several instances. */
  aggregation?: Aggregation
  /** The attributes that devices of the type take; in long rows, where the driver is known. */
  driverAttributes?: DriverAttributes
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
  /** Whether its definition has it started when its parent appears. */
  autostart?: boolean
  iommuGroup?: number
  /** How many instances of its type it is made of. */
  aggregation?: number
  /** The UUID of the domain that it was made for. */
  group?: string
  /** Whether its resources are committed, where the interface starts devices. */
  started?: boolean
  /** Whether it was made through this library since the machine started. */
  ours?: boolean
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
  const { parent, parentName, backend, id, name, description, details, deviceApi, availableInstances } = type
  const { maxInstances, configurable, aggregation } = type
  return {
    parent,
    parentName,
    backend,
    id,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(details !== undefined && { details }),
    ...(deviceApi !== undefined && { deviceApi }),
    ...(availableInstances !== undefined && { availableInstances }),
    ...(maxInstances !== undefined && { maxInstances }),
    ...(configurable !== undefined && { configurable }),
    ...(aggregation !== undefined && { aggregation }),
  }
}

/** One type as its long row: with the attributes that its devices take. */
export function longTypeRow(type: HostType): TypeRow {
  const driverAttributes = attributeSchemasFor(type)
  return { ...typeRow(type), ...(driverAttributes !== undefined && { driverAttributes }) }
}

/** One device as its row. */
export function deviceRow(device: HostDevice): DeviceRow {
  const { id, uuid, index, address, name, parent, parentName, backend, type, active, defined, autostart, iommuGroup } =
    device
  const { aggregation, group, started, ours } = device
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
    ...(autostart !== undefined && { autostart }),
    ...(iommuGroup !== undefined && { iommuGroup }),
    ...(aggregation !== undefined && { aggregation }),
    ...(group !== undefined && { group }),
    ...(started !== undefined && { started }),
    ...(ours !== undefined && { ours }),
  }
}
