import type { ActiveDevice, ParentEntry } from '../backend/backend.js'
import { earlyParents, isEarlyKernel } from '../backend/early-parents.js'
import { readDeviceLinks } from '../backend/early-device.js'
import { isOffBus, MDEV_DEVICES } from '../backend/mdev-bus.js'
import { baseName, directoryName } from '../port/sysfs-path.js'
import type { Sysfs } from '../port/sysfs.js'
import type { Scan } from '../scan/scan.js'
import { parentNameOf } from '../scan/scan.js'
import type { HostDevice, HostNode, HostType } from '../snapshot/host-snapshot.js'
import type { FlatName } from './flat-name.js'
import { flatId, flatName, flatNodeName, parseFlatId, parseFlatName } from './flat-name.js'
import type { FlatRow } from './flat-table.js'
import { parseFlatTable } from './flat-table.js'

/** The parents whose types are a table in one file. */
export function flatParents(scan: Scan): ParentEntry[] {
  return earlyParents(scan).filter((parent) => parent.backend === 'flat')
}

/** The table of one parent; what is wrong with it is told. */
export function readFlatTable(scan: Scan, parent: ParentEntry): FlatRow[] {
  const file = `${parent.path}/mdev_supported_types`
  const text = scan.value(file, { parent: parent.id })
  if (text === undefined) return []
  const { rows, faults } = parseFlatTable(text)
  for (const fault of faults) scan.problem(file, fault, { parent: parent.id })
  return rows
}

/**
 * The types of one parent, sorted bytewise. The table tells how many fit on an empty parent. How many are left beside others
 * nothing tells: no file says which type a device has, nor how types share the hardware.
 */
export function* scanFlatTypes(scan: Scan, parent: ParentEntry, parentName: string): Generator<void, HostType[]> {
  const isEmpty = !activeFlat(scan).some((device) => device.parent === parent.id)
  const types: HostType[] = []
  for (const { id, name, description, maxInstances } of readFlatTable(scan, parent)) {
    types.push({
      ...{ parent: parent.id, parentName, backend: 'flat', id },
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(maxInstances !== undefined && { maxInstances }),
      ...(maxInstances !== undefined && isEmpty && { availableInstances: maxInstances }),
    })
    yield
  }
  return types.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

/** Where one active device stands. */
export interface ActiveFlat extends FlatName {
  /** Its directory, without a leading slash. */
  path: string
  /** The kernel's name of the parent. */
  parent: string
}

/** The active devices, sorted. */
export function activeFlat(scan: Scan): ActiveFlat[] {
  if (!isEarlyKernel(scan)) return []
  const active: ActiveFlat[] = []
  for (const entry of scan.list(MDEV_DEVICES)) {
    const name = parseFlatName(entry)
    const path = name && scan.device(`${MDEV_DEVICES}/${entry}`, { device: entry })
    if (name !== undefined && path !== undefined) {
      active.push({ ...name, path, parent: baseName(directoryName(path)) })
    }
  }
  return active
}

/** Whether the device of an id is surely not on the bus any more. */
export function isFlatGone(sysfs: Sysfs, id: string): boolean {
  const name = parseFlatId(id)
  return name?.index !== undefined && isOffBus(sysfs, flatName({ uuid: name.uuid, index: name.index }))
}

/** An active device as it is found again. Its type is not known: no file tells it. */
export function foundFlat(active: ActiveFlat): ActiveDevice {
  const { uuid, index, path, parent } = active
  return { backend: 'flat', id: flatId(active), path, parent, parentPath: directoryName(path), uuid, index }
}

/** One active device. The UUID is the guest's, so that it is its group too. */
export function flatDevice(scan: Scan, active: ActiveFlat, parentName: string): HostDevice {
  const { uuid, index, path, parent } = active
  const place = { device: flatId(active), parent }
  const started = startedOf(scan, path, place)
  return {
    id: flatId(active),
    uuid,
    index,
    name: flatNodeName(active, parent),
    parent,
    parentName,
    backend: 'flat',
    path: `/${path}`,
    active: true,
    defined: false,
    group: uuid.toLowerCase(),
    ...readDeviceLinks(scan, path, place),
    ...(started !== undefined && { started }),
  }
}

/** What the device's own `start` says, where it has one. */
function startedOf(scan: Scan, path: string, place: { device: string; parent: string }): boolean | undefined {
  const text = scan.list(path).includes('start') ? scan.value(`${path}/start`, place) : undefined
  return text === '1' ? true : text === '0' ? false : undefined
}

/** The active devices of a machine whose nodes are known. */
export function* scanFlatDevices(scan: Scan, nodes: readonly HostNode[]): Generator<void, HostDevice[]> {
  const devices: HostDevice[] = []
  for (const active of activeFlat(scan)) {
    const above = directoryName(active.path)
    const parentName =
      nodes.find((node) => node.path === `/${above}`)?.name ?? parentNameOf(scan, active.parent, above).name
    devices.push(flatDevice(scan, active, parentName))
    yield
  }
  return devices
}
