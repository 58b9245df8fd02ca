import { formatPciAddress, isSameFunction, type PciAddress } from '../../libvirt/pci-address.js'
import type { HostDevice, HostNode, HostPciNode, HostSnapshot } from '../../machine/snapshot/host-snapshot.js'

const NVIDIA = 0x10de

/** The host's function at an address. */
export function pciNodeAt(host: HostSnapshot, address: PciAddress): HostPciNode | undefined {
  return host.nodes.find((node): node is HostPciNode => node.kind === 'pci' && isSameFunction(node.address, address))
}

/** A device of the host by the kernel's name or by libvirt's. */
export function nodeNamed(host: HostSnapshot, name: string): HostNode | undefined {
  return host.nodes.find((node) => node.name === name) ?? host.nodes.find((node) => node.id === name)
}

/** The other functions of a function's IOMMU group that are no bridges: a guest gets all of them or none. */
export function groupMates(host: HostSnapshot, node: HostPciNode): HostPciNode[] {
  const { iommuGroup } = node
  if (iommuGroup === undefined) return []
  return iommuGroup.addresses.flatMap((address) => {
    const mate = isSameFunction(address, node.address) ? undefined : pciNodeAt(host, address)
    return mate === undefined || mate.bridge !== undefined ? [] : [mate]
  })
}

/** Whether NVIDIA's driver makes vGPUs on this virtual function, which it has to keep for that. */
export function isNvidiaVirtualFunction(host: HostSnapshot, node: HostPciNode): boolean {
  if (node.backend === 'nvidia-vf') return true
  if (node.physFunction === undefined) return false
  const physical = pciNodeAt(host, node.physFunction)
  return [node, physical].some((each) => each?.vendor.id === NVIDIA && each.driver === 'nvidia')
}

/** Whether a function's driver only keeps the host's own drivers away, so that a guest can have its IOMMU group. */
export function isAssignable({ driver }: HostPciNode): boolean {
  return driver === undefined || driver === 'pci-stub' || driver === 'pcieport' || driver.includes('vfio')
}

/**
 * The devices that would be gone when this function is taken from its driver: its own, and those of its virtual functions. A
 * function that became a vGPU is none of its own.
 */
export function devicesOf(host: HostSnapshot, node: HostPciNode): HostDevice[] {
  const functions = new Set([node.id, ...(node.virtFunctions?.addresses ?? []).map(formatPciAddress)])
  return host.devices.filter(({ active, parent, id }) => active && functions.has(parent) && id !== node.id)
}

/** The function that a parent of mediated devices is, and the physical one where it is virtual. */
export function functionsOfParent(host: HostSnapshot, parent: string): HostPciNode[] {
  const node = nodeNamed(host, parent)
  if (node?.kind !== 'pci') return []
  const physical = node.physFunction && pciNodeAt(host, node.physFunction)
  return physical === undefined ? [node] : [node, physical]
}
