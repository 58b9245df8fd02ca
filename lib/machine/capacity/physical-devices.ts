import { formatPciAddress } from '../../libvirt/pci-address.js'
import { compareText } from '../scan/scan.js'
import type { Backend, HostNode, HostSnapshot } from '../snapshot/host-snapshot.js'

/** A piece of hardware whose parents share it: a card with its virtual functions, or the one parent that it is. */
export interface PhysicalDevice {
  /** The kernel's name of the physical function, or of the one parent. */
  id: string
  /** The kernel's names of its parents, sorted bytewise. */
  parents: string[]
  backend: Backend
  /** Whether its parents are virtual functions. */
  virtFunctions: boolean
  /** The kernel driver of its parents. */
  driver?: string
  /** PCI vendor and product. */
  vendor?: number
  product?: number
}

/** The physical devices of a machine that have parents, sorted bytewise by their ids. */
export function physicalDevices(snapshot: HostSnapshot): PhysicalDevice[] {
  const offering = new Set(snapshot.types.map((type) => type.parent))
  const devices = new Map<string, PhysicalDevice>()
  for (const node of snapshot.nodes) {
    if (node.backend === undefined && !offering.has(node.id)) continue
    const id = physicalIdOf(node)
    const known = devices.get(id)
    if (known !== undefined) known.parents.push(node.id)
    else devices.set(id, physicalDevice(id, node))
  }
  for (const device of devices.values()) device.parents.sort(compareText)
  return [...devices.values()].sort((a, b) => compareText(a.id, b.id))
}

function physicalIdOf(node: HostNode): string {
  return node.kind === 'pci' && node.physFunction !== undefined ? formatPciAddress(node.physFunction) : node.id
}

function physicalDevice(id: string, node: HostNode): PhysicalDevice {
  const { backend = 'mdev', driver } = node
  return {
    ...{ id, parents: [node.id], backend, virtFunctions: node.kind === 'pci' && node.physFunction !== undefined },
    ...(driver !== undefined && { driver }),
    ...(node.kind === 'pci' && { vendor: node.vendor.id, product: node.product.id }),
  }
}
