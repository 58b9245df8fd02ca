import type { Compatibility, HostCompatibility } from '../../machine/migration/compatibility.js'
import type { HostDevice } from '../../machine/snapshot/host-snapshot.js'

/** What is told of a type at one parent. */
export function compatibilityOfType(
  host: HostCompatibility | undefined,
  parent: string,
  type: string | undefined,
): Compatibility | undefined {
  return type === undefined ? undefined : entry(host?.types, `${parent}/${type}`)
}

/** What is told of a device: by itself, and for what it does not tell, by its type. */
export function compatibilityOfDevice(
  host: HostCompatibility | undefined,
  device: HostDevice,
): Compatibility | undefined {
  const { id, name, uuid, address, parent, type } = device
  const own = [name, id, uuid, address].map((key) => (key === undefined ? undefined : entry(host?.devices, key)))
  return merged(
    compatibilityOfType(host, parent, type),
    own.find((each) => each !== undefined),
  )
}

/** What is told of a device or function by one of its names. */
export function compatibilityOf(host: HostCompatibility | undefined, id: string): Compatibility | undefined {
  return entry(host?.devices, id)
}

function merged(type: Compatibility | undefined, device: Compatibility | undefined): Compatibility | undefined {
  if (type === undefined || device === undefined) return device ?? type
  const lists = { ...type.lists, ...device.lists }
  const ranges = { ...type.ranges, ...device.ranges }
  return {
    ...type,
    ...device,
    ...(Object.keys(lists).length > 0 && { lists }),
    ...(Object.keys(ranges).length > 0 && { ranges }),
  }
}

function entry<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined
}
