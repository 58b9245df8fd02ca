import type { Domain } from '../../libvirt/domain.js'
import { formatPciAddress, parsePciAddress, type PciAddress } from '../../libvirt/pci-address.js'
import type { HostCompatibility } from '../../machine/migration/compatibility.js'
import type { HostDevice, HostPciNode, HostSnapshot, HostType } from '../../machine/snapshot/host-snapshot.js'
import type { Draft } from '../../shape/draft.js'
import { visible } from '../../xml/visible.js'
import type { Subject } from './comparison.js'
import { compatibilityOfDevice, compatibilityOfFunction } from './known-compatibility.js'

/** Where a host device stands in a domain. */
export interface GuestPlace {
  readonly list: 'hostdevs' | 'interfaces'
  readonly index: number
}

/** A host device of a guest, and what is known of it on the source; without a subject nothing can be compared. */
export interface GuestDevice {
  readonly place: GuestPlace
  /** `mdev`, `pci`, or the type of a host device that is not looked at. */
  readonly kind: string
  /** The UUID or PCI address by which the guest names it. */
  readonly id?: string
  /** On the source: the kernel's name of the parent. */
  readonly parent?: string
  readonly subject?: Subject
  /** Why nothing can be compared. */
  readonly unknown?: { readonly field: string; readonly message: string }
}

/** The devices of the source that a guest has, interfaces first, which is the order that libvirt reads them in. */
export function guestDevices(
  { interfaces = [], hostdevs = [] }: Draft<Domain>,
  host: HostSnapshot,
  compatibility: HostCompatibility | undefined,
): GuestDevice[] {
  const source = new SourceHost(host, compatibility)
  const found = [
    ...interfaces.map((device, index): GuestDevice => {
      const place: GuestPlace = { list: 'interfaces', index }
      const { source: from } = device
      return from?.type === 'pci' ? source.pci(place, from) : notCompared(place, from?.type)
    }),
    ...hostdevs.map((device, index): GuestDevice => {
      const place: GuestPlace = { list: 'hostdevs', index }
      if (device.type === 'mdev') return source.mdev(place, device.uuid, device.model)
      return device.type === 'pci' ? source.pci(place, device.source) : notCompared(place, device.type)
    }),
  ]
  const seen = new Set<string>()
  return found.map((device) => {
    const { kind, id } = device
    if (id === undefined) return device
    const name = `${kind} ${id}`
    if (seen.has(name)) return repeated(device)
    seen.add(name)
    return device
  })
}

function notCompared(place: GuestPlace, type: string | undefined): GuestDevice {
  const kind = type ?? 'unknown'
  const message = `Host devices of type ${visible(kind)} are not compared.`
  return { place, kind, unknown: { field: 'type', message } }
}

function repeated({ place, kind, id }: GuestDevice): GuestDevice {
  const message = `The guest names the same device ${visible(id ?? '')} more than once.`
  return {
    place,
    kind,
    ...(id !== undefined && { id }),
    unknown: { field: kind === 'mdev' ? 'uuid' : 'address', message },
  }
}

/** The source, asked for what a guest has of it. */
class SourceHost {
  readonly #host: HostSnapshot
  readonly #compatibility: HostCompatibility | undefined
  readonly #mdevs: ReadonlyMap<string, HostDevice>
  readonly #functions: ReadonlyMap<string, HostPciNode>

  constructor(host: HostSnapshot, compatibility: HostCompatibility | undefined) {
    this.#host = host
    this.#compatibility = compatibility
    this.#mdevs = mdevsByUuid(host)
    this.#functions = functionsByAddress(host)
  }

  mdev(place: GuestPlace, id: string | undefined, model: string | undefined): GuestDevice {
    if (id === undefined) {
      return { place, kind: 'mdev', unknown: { field: 'uuid', message: 'The host device names no UUID.' } }
    }
    const device = this.#mdevs.get(id)
    if (device === undefined) {
      const message = `The source has no mediated device ${id}, so nothing is known of it.`
      return { place, kind: 'mdev', id, unknown: { field: 'uuid', message } }
    }
    const type = typeOf(this.#host, device.parent, device.type)
    const deviceApi = device.deviceApi ?? type?.deviceApi ?? model
    const compatibility = compatibilityOfDevice(this.#compatibility, device)
    const subject: Subject = {
      kind: 'mdev',
      ...(deviceApi !== undefined && { deviceApi }),
      ...(device.type !== undefined && { type: device.type }),
      ...(device.aggregation !== undefined && { aggregation: device.aggregation }),
      ...(compatibility !== undefined && { compatibility }),
    }
    return { place, kind: 'mdev', id, parent: device.parent, subject }
  }

  pci(place: GuestPlace, source: Partial<PciAddress> | undefined): GuestDevice {
    const address = addressIn(source)
    if (address === undefined) {
      return { place, kind: 'pci', unknown: { field: 'address', message: 'The host device names no PCI address.' } }
    }
    const id = formatPciAddress(address)
    const node = this.#functions.get(id)
    if (node === undefined) {
      const message = `The source has no PCI function ${id}, so nothing is known of it.`
      return { place, kind: 'pci', id, unknown: { field: 'address', message } }
    }
    const vgpu = vgpuAt(this.#host, id)
    if (vgpu === undefined && node.backend === 'nvidia-vf') {
      const message = `The source's function ${id} has no vGPU on it.`
      return { place, kind: 'pci', id, parent: id, unknown: { field: 'type', message } }
    }
    return { place, kind: 'pci', id, parent: vgpu?.parent ?? id, subject: this.#pciSubject(node, vgpu) }
  }

  #pciSubject(node: HostPciNode, vgpu: HostDevice | undefined): Subject {
    const own = vgpu === undefined ? undefined : compatibilityOfDevice(this.#compatibility, vgpu)
    const compatibility = own ?? compatibilityOfFunction(this.#compatibility, node)
    return {
      ...pciSubject(this.#host, node, vgpu),
      ...(compatibility !== undefined && { compatibility }),
    }
  }
}

/** The address that a guest gives; all zeros, which is the bridge of the host, stand for none, as in libvirt. */
function addressIn({ domain, bus, slot, function: fn }: Partial<PciAddress> = {}): PciAddress | undefined {
  if (domain === undefined || bus === undefined || slot === undefined || fn === undefined) return undefined
  return domain + bus + slot + fn === 0 ? undefined : { domain, bus, slot, function: fn }
}

/** What a snapshot says of a PCI function, and of the vGPU on it. */
export function pciSubject(
  host: HostSnapshot,
  node: HostPciNode,
  vgpu: { readonly parent: string; readonly type?: string } | undefined,
): Subject {
  const typeName = vgpu === undefined ? undefined : typeNameOf(host, vgpu.parent, vgpu.type)
  return {
    kind: vgpu === undefined ? 'pci' : 'vgpu',
    deviceApi: 'vfio-pci',
    pciId: `${digits(node.vendor.id)}:${digits(node.product.id)}`,
    ...(vgpu?.type !== undefined && { type: vgpu.type }),
    ...(typeName !== undefined && { typeName }),
  }
}

/** The name of a type of NVIDIA's. A full card does not tell it; its number means the same on all cards of a machine. */
function typeNameOf(host: HostSnapshot, parent: string, type: string | undefined): string | undefined {
  const own = typeOf(host, parent, type)?.name
  if (own !== undefined || type === undefined) return own
  return host.types.find(({ backend, id, name }) => backend === 'nvidia-vf' && id === type && name !== undefined)?.name
}

/** The mediated devices of a host by UUID; an active one where there is more than one. */
export function mdevsByUuid(host: HostSnapshot): ReadonlyMap<string, HostDevice> {
  const devices = host.devices.filter(({ backend }) => backend === 'mdev' || backend === 'sketch')
  const sorted = [...devices.filter(({ active }) => !active), ...devices.filter(({ active }) => active).reverse()]
  return new Map(sorted.flatMap((device) => (device.uuid === undefined ? [] : [[device.uuid.toLowerCase(), device]])))
}

/** The PCI functions of a host by address. */
export function functionsByAddress(host: HostSnapshot): ReadonlyMap<string, HostPciNode> {
  return new Map(host.nodes.flatMap((node) => (node.kind === 'pci' ? [[formatPciAddress(node.address), node]] : [])))
}

/** The vGPU of NVIDIA's that is on a function. */
function vgpuAt(host: HostSnapshot, address: string): HostDevice | undefined {
  return host.devices.find((device) => device.backend === 'nvidia-vf' && device.active && addressOf(device) === address)
}

/** The address of the function that a vGPU is on. */
export function addressOf({
  address,
  parent,
}: {
  readonly address?: string
  readonly parent: string
}): string | undefined {
  const parsed = parsePciAddress(address ?? parent)
  return parsed === undefined ? undefined : formatPciAddress(parsed)
}

/** The type of a host at one parent. */
export function typeOf(host: HostSnapshot, parent: string, type: string | undefined): HostType | undefined {
  return type === undefined ? undefined : host.types.find((each) => each.id === type && each.parent === parent)
}

function digits(id: number): string {
  return id.toString(16).padStart(4, '0')
}
