import type { Compatibility, HostCompatibility } from '../../machine/migration/compatibility.js'
import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import { parseUuid } from '../../libvirt/uuid.js'
import type { HostDevice, HostPciNode } from '../../machine/snapshot/host-snapshot.js'

/** The same with UUIDs and addresses of devices in the kernel's spelling; what is told under that already comes first. */
export function withCanonicalNames(host: HostCompatibility): HostCompatibility {
  const { devices } = host
  if (devices === undefined) return host
  const renamed = Object.entries(devices).map(([name, told]): [string, Compatibility] => [spelledAsKernel(name), told])
  return { ...host, devices: Object.fromEntries([...renamed, ...Object.entries(devices)]) }
}

function spelledAsKernel(name: string): string {
  const address = name.startsWith('pci_') ? undefined : parsePciAddress(name)
  return address === undefined ? (parseUuid(name) ?? name) : formatPciAddress(address)
}

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

/** What is told of a PCI function, by its address or by libvirt's name of it. */
export function compatibilityOfFunction(
  host: HostCompatibility | undefined,
  { id, name }: HostPciNode,
): Compatibility | undefined {
  return entry(host?.devices, id) ?? entry(host?.devices, name)
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
