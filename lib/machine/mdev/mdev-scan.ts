import { mdevName } from '../../libvirt/names.js'
import { parseUuid } from '../../libvirt/uuid.js'
import type { HostDevice, HostNode, HostType } from '../snapshot/host-snapshot.js'
import type { ParentEntry } from '../backend/backend.js'
import { earlyParentAt, isEarlyKernel } from '../backend/early-parents.js'
import { iommuGroupOf } from '../backend/iommu-group.js'
import { MDEV_DEVICES } from '../backend/mdev-bus.js'
import { parseFlatName } from '../flat/flat-name.js'
import { aggregationOf, aggregationOfDevice } from './mdev-aggregation.js'
import type { ProblemPlace, Scan } from '../scan/scan.js'
import { parentNameOf, shown } from '../scan/scan.js'
import { baseName, directoryName } from '../port/sysfs-path.js'

/** The types that one parent offers, sorted bytewise. One that cannot be read in part is there without that part. */
export function* scanMdevTypes(scan: Scan, parent: ParentEntry, parentName: string): Generator<void, HostType[]> {
  const directory = `${parent.path}/mdev_supported_types`
  const place = { parent: parent.id }
  const ids = scan.names(directory, place)
  if (!ids) scan.problem(directory, `The parent ${shown(parent.id)} has no readable directory of types.`, place)
  const types: HostType[] = []
  for (const id of ids ?? []) {
    const type = mdevType(scan, parent, parentName, id)
    if (type) types.push(type)
    yield
  }
  return types
}

function mdevType(scan: Scan, parent: ParentEntry, parentName: string, id: string): HostType | undefined {
  const directory = `${parent.path}/mdev_supported_types/${id}`
  const place = { parent: parent.id, type: id }
  const entries = scan.names(directory, place)
  if (!entries) return undefined
  const type: HostType = { parent: parent.id, parentName, backend: 'mdev', id }
  if (entries.includes('name')) {
    const name = scan.value(`${directory}/name`, place)
    if (name !== undefined) type.name = name
  }
  if (entries.includes('description')) {
    const description = scan.value(`${directory}/description`, place)
    if (description !== undefined) type.description = description
  }
  const deviceApi = deviceApiOf(scan, directory, place)
  if (deviceApi !== undefined) type.deviceApi = deviceApi
  const available = availableOf(scan, directory, place)
  if (available !== undefined) type.availableInstances = available
  const aggregation = aggregationOf(scan, directory, id, entries, place)
  if (aggregation !== undefined) type.aggregation = aggregation
  return type
}

function deviceApiOf(scan: Scan, directory: string, place: ProblemPlace): string | undefined {
  const deviceApi = scan.value(`${directory}/device_api`, place)
  if (deviceApi !== '') return deviceApi
  scan.problem(`${directory}/device_api`, 'The file is empty, where a word such as "vfio-pci" should be.', place)
  return undefined
}

/** `available_instances`; below zero on kernels before 6.1 that let a driver give out too many. */
export function availableOf(scan: Scan, typeDirectory: string, place?: ProblemPlace): number | undefined {
  return scan.decimal(`${typeDirectory}/available_instances`, -0x80000000, 0xffffffff, place)
}

/** Where one active device stands. */
export interface ActiveMdev {
  /** As the kernel names its directory. */
  uuid: string
  /** Its directory, without a leading slash. */
  path: string
  /** The kernel's name of the parent. */
  parent: string
}

/** The active devices, sorted; those of early kernels are not among them. What stands on the bus and is no UUID is told. */
export function activeMdevs(scan: Scan): ActiveMdev[] {
  return [...activeMdevsOneByOne(scan)]
}

/** The same, looked at when the next one is asked for. */
function* activeMdevsOneByOne(scan: Scan): Generator<ActiveMdev, void> {
  let early: boolean | undefined
  for (const uuid of scan.list(MDEV_DEVICES)) {
    const entry = `${MDEV_DEVICES}/${uuid}`
    if (parseUuid(uuid) === undefined) {
      if (parseFlatName(uuid) !== undefined && isEarlyKernel(scan)) continue
      scan.problem(entry, `The name ${shown(uuid)} is no UUID.`)
      continue
    }
    const path = scan.device(entry, { device: uuid })
    if (path === undefined) continue
    early ??= isEarlyKernel(scan)
    if (early && earlyParentAt(scan, directoryName(path)) !== undefined) continue
    yield { uuid, path, parent: baseName(directoryName(path)) }
  }
}

/** One active device; without `type` when the kernel has not finished making it, or has begun to remove it. */
export function mdevDevice(
  scan: Scan,
  active: ActiveMdev,
  parentName: string,
  deviceApiOfType: (type: string) => string | undefined,
  aggregates: (type: string) => boolean = () => false,
): HostDevice {
  const { uuid, path, parent } = active
  const place = { device: uuid, parent }
  const type = scan.targetName(`${path}/mdev_type`, place)
  const driver = scan.targetName(`${path}/driver`, place)
  const iommuGroup = iommuGroupOf(scan, path, place)
  const device: HostDevice = {
    id: uuid,
    uuid,
    name: mdevName(uuid, parent),
    parent,
    parentName,
    backend: 'mdev',
    path: `/${path}`,
    active: true,
    defined: false,
  }
  if (type !== undefined) {
    device.type = type
    const deviceApi = deviceApiOfType(type)
    if (deviceApi !== undefined) device.deviceApi = deviceApi
    const aggregation = aggregationOfDevice(scan, path, type, aggregates(type))
    if (aggregation !== undefined) device.aggregation = aggregation
  } else {
    scan.problem(path, `The device ${uuid} has no type: it is being made or removed.`, place)
  }
  if (driver !== undefined) device.driver = driver
  if (iommuGroup !== undefined) device.iommuGroup = iommuGroup
  return device
}

/** The active devices of a machine whose nodes and types are known. */
export function* scanMdevDevices(
  scan: Scan,
  nodes: readonly HostNode[],
  types: readonly HostType[],
): Generator<void, HostDevice[]> {
  const nodeAt = new Map(nodes.map((node) => [node.path.slice(1), node]))
  const deviceApis = new Map(types.map((type) => [`${type.parent}/${type.id}`, type.deviceApi]))
  const aggregating = new Set(types.flatMap(({ parent, id, aggregation }) => (aggregation ? [`${parent}/${id}`] : [])))
  const devices: HostDevice[] = []
  for (const active of activeMdevsOneByOne(scan)) {
    const above = directoryName(active.path)
    const parentName = nodeAt.get(above)?.name ?? parentNameOf(scan, active.parent, above).name
    devices.push(
      mdevDevice(
        scan,
        active,
        parentName,
        (type) => deviceApis.get(`${active.parent}/${type}`),
        (type) => aggregating.has(`${active.parent}/${type}`),
      ),
    )
    yield
  }
  return devices
}
