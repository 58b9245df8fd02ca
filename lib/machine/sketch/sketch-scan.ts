import { parseUuid } from '../../libvirt/uuid.js'
import { mdevName } from '../../libvirt/names.js'
import type { ActiveDevice, ParentEntry } from '../backend/backend.js'
import { earlyParentAt, earlyParents, isEarlyKernel } from '../backend/early-parents.js'
import { readDeviceLinks } from '../backend/early-device.js'
import { MDEV_DEVICES } from '../backend/mdev-bus.js'
import { baseName, directoryName } from '../port/sysfs-path.js'
import type { ProblemPlace, Scan } from '../scan/scan.js'
import { parentNameOf, shown } from '../scan/scan.js'
import type { HostDevice, HostNode, HostType } from '../snapshot/host-snapshot.js'

/** The parents whose types are directories with `max_instances`. */
export function sketchParents(scan: Scan): ParentEntry[] {
  return earlyParents(scan).filter((parent) => parent.backend === 'sketch')
}

/** The types of one parent, sorted bytewise. */
export function* scanSketchTypes(scan: Scan, parent: ParentEntry, parentName: string): Generator<void, HostType[]> {
  const types: HostType[] = []
  const active = activeSketch(scan).filter((device) => device.parent === parent.id)
  for (const id of scan.list(typesOf(parent), { parent: parent.id })) {
    const type = sketchType(scan, parent, parentName, id, active)
    if (type) types.push(type)
    yield
  }
  return types
}

/** The directory of a parent's types. */
export function typesOf(parent: { path: string }): string {
  return `${parent.path}/mdev_supported_types`
}

/** One type; `undefined` where it has just vanished. */
export function sketchType(
  scan: Scan,
  parent: ParentEntry,
  parentName: string,
  id: string,
  active: readonly ActiveSketch[],
): HostType | undefined {
  const directory = `${typesOf(parent)}/${id}`
  const place = { parent: parent.id, type: id }
  const entries = scan.names(directory, place)
  if (!entries) return undefined
  const type: HostType = { parent: parent.id, parentName, backend: 'sketch', id }
  for (const key of ['name', 'description'] as const) {
    const text = entries.includes(key) ? scan.value(`${directory}/${key}`, place) : undefined
    if (text !== undefined) type[key] = text
  }
  const file = `${directory}/max_instances`
  const counts = countsOf(scan, file, place)
  if (counts !== undefined) {
    type.maxInstances = counts.maximum
    const made = counts.current ?? madeOf(active, id)
    if (made !== undefined) type.availableInstances = Math.max(0, counts.maximum - made)
  }
  const mode = scan.sysfs.mode?.(file)
  if (mode !== undefined && (mode & 0o222) !== 0) type.configurable = true
  return type
}

/** `max_instances`: one number, or what is there and what there can be. */
function countsOf(scan: Scan, file: string, place: ProblemPlace): { current?: number; maximum: number } | undefined {
  const text = scan.value(file, place)
  if (text === undefined) return undefined
  const counts = /^\s*(?:(\d{1,9})\s*\/\s*)?(\d{1,9})\s*$/.exec(text)
  if (counts) {
    const [, current, maximum] = counts
    return { maximum: Number(maximum), ...(current !== undefined && { current: Number(current) }) }
  }
  scan.problem(file, `The value ${shown(text)} is neither a number nor two, current and maximum.`, place)
  return undefined
}

/** How many devices of a type are there; not known while the type of one is not. */
function madeOf(active: readonly ActiveSketch[], type: string): number | undefined {
  if (active.some((device) => device.type === undefined)) return undefined
  return active.filter((device) => device.type === type).length
}

/** Where one active device stands. */
export interface ActiveSketch {
  /** As the kernel names its directory. */
  uuid: string
  path: string
  /** The kernel's name of the parent. */
  parent: string
  /** The id of its type; absent while it is being made or removed. */
  type?: string
}

/** The active devices of all parents of this kind, sorted. */
export function activeSketch(scan: Scan): ActiveSketch[] {
  if (!isEarlyKernel(scan)) return []
  const active: ActiveSketch[] = []
  for (const uuid of scan.list(MDEV_DEVICES)) {
    const path = parseUuid(uuid) && scan.device(`${MDEV_DEVICES}/${uuid}`, { device: uuid })
    const parent = path === undefined ? undefined : earlyParentAt(scan, directoryName(path))
    if (path === undefined || parent?.backend !== 'sketch') continue
    const type =
      scan.targetName(`${path}/mdev_type`, { device: uuid, parent: parent.id }) ?? listedType(scan, parent, uuid)
    active.push({ uuid, path, parent: parent.id, ...(type !== undefined && { type }) })
  }
  return active
}

/** The type among whose `devices` a device is listed, where it has no link to its type. */
function listedType(scan: Scan, parent: ParentEntry, uuid: string): string | undefined {
  const directory = typesOf(parent)
  return scan.list(directory).find((type) => scan.list(`${directory}/${type}/devices`).includes(uuid))
}

/** An active device as it is found again. */
export function foundSketch({ uuid, path, parent, type }: ActiveSketch): ActiveDevice {
  return {
    ...{ backend: 'sketch', id: uuid, uuid, path, parent, parentPath: directoryName(path) },
    ...(type !== undefined && { type }),
  }
}

/** One active device. */
export function sketchDevice(scan: Scan, active: ActiveSketch, parentName: string): HostDevice {
  const { uuid, path, parent, type } = active
  const place = { device: uuid, parent }
  const group = guestOf(scan, path, place)
  const device: HostDevice = {
    id: uuid,
    uuid,
    name: mdevName(uuid, parent),
    parent,
    parentName,
    backend: 'sketch',
    path: `/${path}`,
    active: true,
    defined: false,
    ...(type !== undefined && { type }),
    ...readDeviceLinks(scan, path, place),
    ...(group !== undefined && { group }),
  }
  if (type === undefined) {
    scan.problem(path, `The device ${uuid} has no type: it is being made or removed.`, place)
  }
  return device
}

/** The guest that `vm_uuid` names; none where the file is absent or empty. */
function guestOf(scan: Scan, path: string, place: ProblemPlace): string | undefined {
  const file = `${path}/vm_uuid`
  const text = scan.value(file, place, true)?.trim() ?? ''
  if (text === '') return undefined
  const uuid = parseUuid(text)
  if (uuid === undefined) scan.problem(file, `The value ${shown(text)} is no UUID.`, place)
  return uuid
}

/** The active devices of a machine whose nodes are known. */
export function* scanSketchDevices(scan: Scan, nodes: readonly HostNode[]): Generator<void, HostDevice[]> {
  const devices: HostDevice[] = []
  for (const active of activeSketch(scan)) {
    const above = directoryName(active.path)
    const parentName =
      nodes.find((node) => node.path === `/${above}`)?.name ?? parentNameOf(scan, baseName(above), above).name
    devices.push(sketchDevice(scan, active, parentName))
    yield
  }
  return devices
}
