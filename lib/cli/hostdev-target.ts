import type { Hostdev } from '../libvirt/hostdev.js'
import { parseMdevName } from '../libvirt/names.js'
import { capabilityOf, type NodeDevice } from '../libvirt/node-device.js'
import { formatPciAddress, parsePciAddress } from '../libvirt/pci-address.js'
import { parseUuid } from '../libvirt/uuid.js'
import type { Draft } from '../shape/draft.js'

/** Which device of the host a `<hostdev>` gives to the guest: a mediated one by its UUID, or a PCI function by its address. */
export type HostdevTarget = { readonly uuid: string } | { readonly pci: string }

/** What a host device of a guest points at; `undefined` where that could not be read, or for other kinds of devices. */
export function targetOfHostdev(hostdev: Draft<Hostdev>): HostdevTarget | undefined {
  if (hostdev.type === 'mdev') return hostdev.uuid === undefined ? undefined : { uuid: hostdev.uuid }
  if (hostdev.type !== 'pci' || hostdev.source === undefined) return undefined
  const { domain = 0, bus = 0, slot = 0, function: fn = 0 } = hostdev.source
  return { pci: formatPciAddress({ domain, bus, slot, function: fn }) }
}

/** What a name points at: a UUID, libvirt's name of a mediated device, or a PCI address, each in any spelling. */
export function targetOfName(name: string): HostdevTarget | undefined {
  const uuid = parseUuid(name) ?? parseMdevName(name)?.uuid.toLowerCase()
  if (uuid !== undefined) return { uuid }
  const address = parsePciAddress(name)
  return address === undefined ? undefined : { pci: formatPciAddress(address) }
}

/** What a node device would be given to a guest as. */
export function targetOfNodeDevice(device: NodeDevice): HostdevTarget | undefined {
  const mdev = capabilityOf(device, 'mdev')
  if (mdev !== undefined) return mdev.uuid === undefined ? undefined : { uuid: mdev.uuid.toLowerCase() }
  const pci = capabilityOf(device, 'pci')
  return pci === undefined ? undefined : { pci: formatPciAddress(pci) }
}

/** Where in a list of host devices a target stands, as indices. */
export function indicesOf(hostdevs: readonly Draft<Hostdev>[], target: HostdevTarget): number[] {
  const wanted = describeTarget(target)
  return hostdevs.flatMap((hostdev, index) => {
    const found = targetOfHostdev(hostdev)
    return found !== undefined && describeTarget(found) === wanted ? [index] : []
  })
}

export function describeTarget(target: HostdevTarget): string {
  return 'uuid' in target ? `the UUID ${target.uuid}` : `the PCI address ${target.pci}`
}
