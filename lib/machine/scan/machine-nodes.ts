import { parseCcwAddress } from '../../libvirt/ccw-address.js'
import { nodeDeviceName } from '../../libvirt/names.js'
import type { HostApMatrixNode, HostCssNode, HostNode, HostVirtualNode } from '../snapshot/host-snapshot.js'
import type { ParentEntry } from '../backend/backend.js'
import { pciNode, pciNodeEntries } from './pci-nodes.js'
import type { PciNames } from './pci-names.js'
import type { Scan } from './scan.js'
import { compareText, parentNameOf, shown } from './scan.js'
import { directoryName } from '../port/sysfs-path.js'

/** The subchannels that libvirt shows are bound to one of these (`udevProcessCSS`). */
const SUBCHANNEL_DRIVERS = new Set(['io_subchannel', 'vfio_ccw'])

/**
 * Every device that libvirt shows and that can be a parent or be passed to a guest, and every parent that it does not know.
 * Yields after each.
 */
export function* scanNodes(
  scan: Scan,
  parents: readonly ParentEntry[],
  pciNames?: PciNames,
): Generator<void, HostNode[]> {
  const nodes = new Map<string, HostNode>()
  const parentAt = new Map(parents.map((parent) => [parent.path, parent]))
  for (const { id, path, address } of pciNodeEntries(scan)) {
    const node = pciNode(scan, id, path, address, pciNames)
    if (node) nodes.set(path, node)
    yield
  }
  for (const { id, path } of entries(scan, 'css')) {
    const node = cssNode(scan, id, path, parentAt.has(path))
    if (node) nodes.set(path, node)
    yield
  }
  for (const { id, path } of entries(scan, 'matrix')) nodes.set(path, apMatrixNode(scan, id, path))
  for (const parent of parents) {
    if (!nodes.has(parent.path)) nodes.set(parent.path, virtualNode(scan, parent))
    yield
  }
  for (const node of nodes.values()) {
    const path = node.path.slice(1)
    node.parentName = nameAbove(nodes, path)
    const parent = parentAt.get(path)
    if (parent) node.backend = parent.backend
  }
  return [...nodes.values()].sort((a, b) => compareText(a.name, b.name))
}

function entries(scan: Scan, bus: string): { id: string; path: string }[] {
  const found: { id: string; path: string }[] = []
  for (const id of scan.list(`sys/bus/${bus}/devices`)) {
    const path = scan.device(`sys/bus/${bus}/devices/${id}`)
    if (path !== undefined) found.push({ id, path })
  }
  return found
}

function cssNode(scan: Scan, id: string, path: string, isParent: boolean): HostCssNode | undefined {
  const address = parseCcwAddress(id)
  const driver = scan.targetName(`${path}/driver`)
  const bound = /^DRIVER=(.*)$/m.exec(scan.value(`${path}/uevent`, undefined, true) ?? '')?.[1] ?? driver
  if (!isParent && (bound === undefined || !SUBCHANNEL_DRIVERS.has(bound))) return undefined
  if (!address) {
    scan.problem(path, `The name ${shown(id)} is no address of a subchannel.`)
    return undefined
  }
  const channel = scan.value(`${path}/dev_busid`, undefined, true)
  const channelDevAddr = channel === undefined ? undefined : parseCcwAddress(channel)
  return {
    kind: 'css',
    id,
    name: nodeDeviceName('css', id),
    path: `/${path}`,
    parentName: 'computer',
    ...(driver !== undefined && { driver }),
    address,
    ...(channelDevAddr && { channelDevAddr }),
  }
}

function apMatrixNode(scan: Scan, id: string, path: string): HostApMatrixNode {
  const driver = scan.targetName(`${path}/driver`)
  return {
    kind: 'ap_matrix',
    id,
    name: 'ap_matrix',
    path: `/${path}`,
    parentName: 'computer',
    ...(driver !== undefined && { driver }),
  }
}

function virtualNode(scan: Scan, parent: ParentEntry): HostVirtualNode | HostApMatrixNode {
  const { id, path } = parent
  const { name, subsystem } = parentNameOf(scan, id, path)
  if (subsystem === 'matrix') return apMatrixNode(scan, id, path)
  const driver = scan.targetName(`${path}/driver`)
  return {
    kind: 'virtual',
    id,
    name,
    path: `/${path}`,
    parentName: 'computer',
    ...(driver !== undefined && { driver }),
  }
}

/** libvirt's parent of a device: the nearest directory above it that is a device too. */
function nameAbove(nodes: ReadonlyMap<string, HostNode>, path: string): string {
  for (let above = directoryName(path); above !== ''; above = directoryName(above)) {
    const node = nodes.get(above)
    if (node) return node.name
  }
  return 'computer'
}
