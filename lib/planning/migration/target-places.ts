import { formatPciAddress } from '../../libvirt/pci-address.js'
import { canonicalName } from './device-names.js'
import type { HostCompatibility } from '../../machine/migration/compatibility.js'
import type { HostDevice, HostPciNode, HostSnapshot, HostType } from '../../machine/snapshot/host-snapshot.js'
import type { Subject } from './comparison.js'
import { addressOf, functionsByAddress, pciSubject, typeOf } from './guest-devices.js'
import { compatibilityOfDevice, compatibilityOfFunction, compatibilityOfType } from './known-compatibility.js'

/** A device of the target, or a type to make one from. */
export interface TargetPlace {
  /** `existing`: as it is; `start`: defined and not running; `make`: from a type. */
  readonly use: 'existing' | 'start' | 'make'
  /** UUID or PCI address; absent for a mediated device that is still to be made. */
  readonly id?: string
  readonly parent: string
  readonly type?: string
  readonly subject: Subject
  /** The device, or `parent/type`, as messages and answers name it. */
  readonly key: string
  /** How many more can be had; `undefined` where the target does not say. */
  readonly room: number | undefined
}

/** What a target has for devices of guests, in the order of its snapshot, devices first. */
export function targetPlaces(
  host: HostSnapshot,
  compatibility: HostCompatibility | undefined,
  used: ReadonlySet<string>,
): TargetPlace[] {
  const functions = functionsByAddress(host)
  const isUsed = (...names: readonly (string | undefined)[]) =>
    names.some((name) => name !== undefined && used.has(name.toLowerCase()))
  const nameOf = (address: string | undefined) => (address === undefined ? undefined : functions.get(address)?.name)
  const running = new Set(
    host.devices.flatMap(({ active, uuid }) => (active && uuid !== undefined ? [uuid.toLowerCase()] : [])),
  )
  const devices = host.devices.flatMap((device): TargetPlace[] => {
    const { backend, id, uuid, name, active } = device
    if (isUsed(id, uuid, name, addressOf(device))) return []
    // Another device has its UUID, so that it cannot be started.
    if (!active && uuid !== undefined && running.has(uuid.toLowerCase())) return []
    if (backend === 'nvidia-vf') return vgpuPlace(host, device, functions, compatibility)
    return backend === 'flat' || uuid === undefined ? [] : [mdevPlace(host, device, uuid, compatibility)]
  })
  const types = host.types.flatMap((type): TargetPlace[] => {
    if (type.backend === 'flat') return []
    if (type.backend !== 'nvidia-vf') return [typePlace(type, compatibility)]
    const address = addressOf(type)
    return isUsed(address, nameOf(address)) ? [] : vgpuTypePlace(host, type, functions, compatibility)
  })
  const parents = new Set(host.devices.filter(({ active }) => active).map(({ parent }) => parent))
  const passed = host.nodes.flatMap((node): TargetPlace[] => {
    if (node.kind !== 'pci' || node.bridge !== undefined || node.backend === 'nvidia-vf') return []
    // What has devices on it, or on its virtual functions, cannot be taken from its driver.
    const addresses = [node.id, ...(node.virtFunctions?.addresses ?? []).map(formatPciAddress)]
    if (addresses.some((address) => parents.has(address) || isUsed(address, nameOf(address)))) return []
    return [functionPlace(host, node, compatibility)]
  })
  return [...devices, ...types, ...passed]
}

function mdevPlace(
  host: HostSnapshot,
  device: HostDevice,
  uuid: string,
  compatibility: HostCompatibility | undefined,
): TargetPlace {
  const { parent, type, aggregation, active } = device
  const offer = typeOf(host, parent, type)
  const deviceApi = device.deviceApi ?? offer?.deviceApi
  const told = compatibilityOfDevice(compatibility, device)
  const subject: Subject = {
    kind: 'mdev',
    ...(deviceApi !== undefined && { deviceApi }),
    ...(type !== undefined && { type }),
    ...(aggregation !== undefined && { aggregation }),
    ...(!active && { toBeMade: true }),
    ...(told !== undefined && { compatibility: told }),
  }
  return {
    use: active ? 'existing' : 'start',
    id: uuid.toLowerCase(),
    parent,
    ...(type !== undefined && { type }),
    subject,
    key: device.name,
    room: active ? 1 : offer?.availableInstances,
  }
}

function typePlace(offer: HostType, compatibility: HostCompatibility | undefined): TargetPlace {
  const { parent, id, deviceApi, availableInstances, aggregation } = offer
  const told = compatibilityOfType(compatibility, parent, id)
  const subject: Subject = {
    kind: 'mdev',
    toBeMade: true,
    ...(deviceApi !== undefined && { deviceApi }),
    type: id,
    ...(aggregation !== undefined && { mostAggregation: aggregation.maximum ?? Number.MAX_SAFE_INTEGER }),
    ...(told !== undefined && { compatibility: told }),
  }
  const key = `${parent}/${id}`
  return { use: 'make', parent, type: id, subject, key, room: availableInstances }
}

function vgpuPlace(
  host: HostSnapshot,
  device: HostDevice,
  functions: ReadonlyMap<string, HostPciNode>,
  compatibility: HostCompatibility | undefined,
): TargetPlace[] {
  const address = addressOf(device)
  const node = address === undefined ? undefined : functions.get(address)
  if (address === undefined || node === undefined || !device.active) return []
  const told = compatibilityOfDevice(compatibility, device) ?? compatibilityOfFunction(compatibility, node)
  const subject: Subject = { ...pciSubject(host, node, device), ...(told !== undefined && { compatibility: told }) }
  const { parent, type, name } = device
  return [{ use: 'existing', id: address, parent, ...(type !== undefined && { type }), subject, key: name, room: 1 }]
}

function vgpuTypePlace(
  host: HostSnapshot,
  offer: HostType,
  functions: ReadonlyMap<string, HostPciNode>,
  compatibility: HostCompatibility | undefined,
): TargetPlace[] {
  const address = addressOf(offer)
  const node = address === undefined ? undefined : functions.get(address)
  if (address === undefined || node === undefined) return []
  const { parent, id, availableInstances } = offer
  const told = compatibilityOfType(compatibility, parent, id)
  const subject: Subject = {
    ...pciSubject(host, node, { parent, type: id }),
    toBeMade: true,
    ...(told !== undefined && { compatibility: told }),
  }
  // A function takes one vGPU, of whatever type.
  const room = availableInstances === undefined ? undefined : Math.min(1, availableInstances)
  return [{ use: 'make', id: address, parent, type: id, subject, key: `${parent}/${id}`, room }]
}

function functionPlace(
  host: HostSnapshot,
  node: HostPciNode,
  compatibility: HostCompatibility | undefined,
): TargetPlace {
  const { id, driver } = node
  const told = compatibilityOfFunction(compatibility, node)
  const free = driver === undefined || driver === 'pci-stub' || driver.includes('vfio')
  const subject: Subject = {
    ...pciSubject(host, node, undefined),
    ...(!free && { busyDriver: driver }),
    ...(told !== undefined && { compatibility: told }),
  }
  return { use: 'existing', id: formatPciAddress(node.address), parent: id, subject, key: id, room: 1 }
}

/** Of the names that somebody gave those that nothing on the machine has, as they were given. */
export function unknownNames(host: HostSnapshot, names: readonly string[]): string[] {
  const known = new Set(
    [
      ...host.devices.flatMap((device) => [device.id, device.uuid, device.name, addressOf(device)]),
      ...host.nodes.flatMap((node) => [node.id, node.name]),
    ].flatMap((name) => name?.toLowerCase() ?? []),
  )
  return names.filter((name) => !known.has(canonicalName(name)))
}
