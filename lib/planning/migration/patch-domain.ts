import type { Domain } from '../../libvirt/domain.js'
import { parsePciAddress, type PciAddress } from '../../libvirt/pci-address.js'
import type { Document } from '../../shape/document.js'
import type { GuestPlace } from './guest-devices.js'

/** Another name for one host device of a domain. */
export interface DeviceRename extends GuestPlace {
  /** The new UUID, or the new address of a PCI function. */
  readonly id: string
}

const PARTS = ['domain', 'bus', 'slot', 'function'] as const

/** The domain with other UUIDs and addresses of host devices; every other byte stays. */
export function renameDevices(domain: Document<Domain>, renames: readonly DeviceRename[]): Document<Domain> {
  let patched = domain
  for (const { list, index, id } of renames) {
    const address = parsePciAddress(id)
    if (address !== undefined) patched = withAddress(patched, { list, index }, address)
    else if (list === 'hostdevs') patched = patched.set([list, index, 'uuid'], id)
  }
  return patched
}

function withAddress(domain: Document<Domain>, { list, index }: GuestPlace, address: PciAddress): Document<Domain> {
  let patched = domain
  for (const part of PARTS) {
    if (partOf(patched, { list, index }, part) === address[part]) continue
    patched =
      list === 'hostdevs'
        ? patched.set([list, index, 'source', part], address[part])
        : patched.set([list, index, 'source', part], address[part])
  }
  return patched
}

function partOf(
  { draft: { hostdevs = [], interfaces = [] } }: Document<Domain>,
  { list, index }: GuestPlace,
  part: keyof PciAddress,
): number {
  const device = list === 'hostdevs' ? hostdevs[index] : interfaces[index]
  const source =
    device?.type === 'pci' || (device?.type === 'hostdev' && device.source?.type === 'pci') ? device.source : {}
  return (source as Partial<PciAddress> | undefined)?.[part] ?? 0
}
