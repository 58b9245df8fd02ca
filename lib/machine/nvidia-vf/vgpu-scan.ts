import { nodeDeviceName } from '../../libvirt/names.js'
import type { ParentEntry } from '../backend/backend.js'
import type { Scan } from '../scan/scan.js'
import { compareText } from '../scan/scan.js'
import type { HostDevice, HostNode, HostType } from '../snapshot/host-snapshot.js'
import { iommuGroupOf } from '../backend/iommu-group.js'
import { vgpuCards } from './vgpu-cards.js'
import type { VgpuFunction } from './vgpu-functions.js'

/** These functions are PCI functions for the guest, so that is what they are called everywhere. */
const VGPU_DEVICE_API = 'vfio-pci'

/** The types of one function, sorted bytewise: those that it can make have 1 left, those that only others on its card can have 0. */
export function* scanVgpuTypes(scan: Scan, parent: ParentEntry, parentName: string): Generator<void, HostType[]> {
  const card = vgpuCards(scan).get(parent.path)
  const vf = card?.functions.find(({ path }) => path === parent.path)
  const types: HostType[] = []
  for (const [id, name] of card?.types ?? []) {
    const left = vf && instancesLeft(vf, id)
    types.push({
      ...{ parent: parent.id, parentName, backend: 'nvidia-vf', id },
      ...(name !== undefined && { name }),
      deviceApi: VGPU_DEVICE_API,
      ...(left !== undefined && { availableInstances: left }),
    })
  }
  yield
  return types.sort((a, b) => compareText(a.id, b.id))
}

/** How many more devices of a type the function says it could become; `undefined` where it does not say. */
export function instancesLeft({ creatable, current }: VgpuFunction, type: string): number | undefined {
  if (current !== undefined && current !== '0') return 0
  return creatable && (creatable.has(type) ? 1 : 0)
}

/** The functions that have a type: they are the devices, and have no UUIDs. */
export function* scanVgpuDevices(scan: Scan, nodes: readonly HostNode[]): Generator<void, HostDevice[]> {
  const nameAt = new Map(nodes.map((node) => [node.path.slice(1), node.name]))
  const devices: HostDevice[] = []
  for (const [path, { functions }] of vgpuCards(scan)) {
    const vf = functions.find((one) => one.path === path)
    if (vf?.current === undefined || vf.current === '0') continue
    devices.push(vgpuDevice(scan, vf, vf.current, nameAt.get(path)))
    yield
  }
  return devices
}

/** The device that a function with a type is. Its parent is itself: there it was made. */
export function vgpuDevice(
  scan: Scan,
  { id, path }: ParentEntry,
  type: string,
  name = nodeDeviceName('pci', id),
): HostDevice {
  const place = { device: id, parent: id }
  const driver = scan.targetName(`${path}/driver`, place)
  const iommuGroup = iommuGroupOf(scan, path, place)
  return {
    ...{ id, address: id, name, parent: id, parentName: name, backend: 'nvidia-vf', type },
    deviceApi: VGPU_DEVICE_API,
    path: `/${path}`,
    ...(driver !== undefined && { driver }),
    active: true,
    defined: false,
    ...(iommuGroup !== undefined && { iommuGroup }),
  }
}
