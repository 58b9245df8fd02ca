import type { Hostdev } from '../../libvirt/hostdev.js'
import type { PciAddress } from '../../libvirt/pci-address.js'
import type { UsbSource } from '../../libvirt/usb-hostdev.js'
import type { Draft } from '../../shape/draft.js'
import type { PassedDevice } from './passed-devices.js'

/** Where the source of a device stands in it. */
export function sourceKey({ list, device }: PassedDevice): string {
  if (list === 'interfaces' || !('type' in device)) return 'source'
  if (device.type === 'storage') return 'block'
  if (device.type === 'misc') return 'char'
  if (device.type === 'net') return 'interface'
  return device.type === 'scsi_host' ? 'wwpn' : 'source'
}

/**
 * The device in front of each one that libvirt takes for the same device of the host, the first where there are several.
 * Mediated devices are left out.
 */
export function sameSources(devices: readonly PassedDevice[]): ReadonlyMap<PassedDevice, PassedDevice> {
  const first = new Map<string, { readonly device: PassedDevice; readonly order: number }>()
  const same = new Map<PassedDevice, PassedDevice>()
  for (const [order, device] of devices.entries()) {
    const { name, sought } = namesOf(device)
    const found = sought.flatMap((each) => first.get(each) ?? []).sort((one, other) => one.order - other.order)
    if (found[0] !== undefined) same.set(device, found[0].device)
    if (name !== undefined && !first.has(name)) first.set(name, { device, order })
  }
  return same
}

/** How libvirt knows the device of the host: by one name, which it looks for among all names that a later one has. */
interface SourceNames {
  readonly name: string | undefined
  readonly sought: readonly string[]
}

function namesOf(passed: PassedDevice): SourceNames {
  const pci = pciOf(passed)
  if (pci !== undefined) return only(nameOf('pci', pci.domain, pci.bus, pci.slot, pci.function))
  const usb = usbOf(passed)
  if (usb !== undefined) return usbNames(usb)
  return only(passed.list === 'hostdevs' ? otherName(passed.device) : undefined)
}

function only(name: string | undefined): SourceNames {
  return { name, sought: name === undefined ? [] : [name] }
}

/** `undefined` where a part could not be read. */
function nameOf(...parts: readonly unknown[]): string | undefined {
  return parts.includes(undefined) ? undefined : JSON.stringify(parts)
}

function pciOf({ list, device }: PassedDevice): Draft<PciAddress> | undefined {
  if (list === 'interfaces') return device.source?.type === 'pci' ? device.source : undefined
  return device.type === 'pci' ? device.source : undefined
}

function usbOf({ list, device }: PassedDevice): Draft<UsbSource> | undefined {
  if (list === 'hostdevs') return device.type === 'usb' ? (device.source ?? {}) : undefined
  if (device.source?.type !== 'usb') return undefined
  const { bus, device: number, vendor, product } = device.source
  return {
    ...(vendor !== undefined && { vendor }),
    ...(product !== undefined && { product }),
    address: { ...(bus !== undefined && { bus }), ...(number !== undefined && { device: number }) },
  }
}

/** By its place on the host where it has one, else by vendor and product. */
function usbNames({ address = {}, vendor = 0, product = 0 }: Draft<UsbSource>): SourceNames {
  const { bus = 0, device = 0, port } = address
  const [byNumber, byPort] = [nameOf('number', bus, device), nameOf('port', bus, port)]
  const byIds = nameOf('usb', vendor, product)
  const name = bus !== 0 && device !== 0 ? byNumber : bus !== 0 && port !== undefined ? byPort : byIds
  return { name, sought: [byNumber, byPort, byIds].filter((each) => each !== undefined) }
}

function otherName(hostdev: Draft<Hostdev>): string | undefined {
  if (hostdev.type === 'scsi_host') return nameOf(hostdev.type, hostdev.wwpn)
  if (hostdev.type === 'storage') return nameOf(hostdev.type, hostdev.block)
  if (hostdev.type === 'misc') return nameOf(hostdev.type, hostdev.char)
  if (hostdev.type === 'net') return nameOf(hostdev.type, hostdev.interface)
  if (hostdev.type !== 'scsi') return undefined
  const { source } = hostdev
  if (source?.protocol === 'adapter') {
    const { bus, target, unit } = source.address ?? {}
    return nameOf('scsi', source.adapter, bus, target, unit)
  }
  if (source?.protocol !== 'iscsi') return undefined
  return nameOf('iscsi', withUnit(source.name), source.host?.name, source.host?.port ?? 0)
}

/** The name of an iSCSI target; libvirt takes one that names no unit for the first unit. */
function withUnit(name: string | undefined): string | undefined {
  return name === undefined || name.includes('/') ? name : `${name}/0`
}
