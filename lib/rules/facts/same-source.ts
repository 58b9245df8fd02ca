import type { Hostdev } from '../../libvirt/hostdev.js'
import { isSameFunction, type PciAddress } from '../../libvirt/pci-address.js'
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
 * Whether libvirt takes two devices for the same device of the host; the first one stands in front of the second. Mediated
 * devices are left out.
 */
export function isSameSource(first: PassedDevice, second: PassedDevice): boolean {
  const [one, other] = [pciOf(first), pciOf(second)]
  if (one !== undefined && other !== undefined) return isSameFunction(one, other)
  const [usb, otherUsb] = [usbOf(first), usbOf(second)]
  if (usb !== undefined && otherUsb !== undefined) return isSameUsb(usb, otherUsb)
  if (first.list !== 'hostdevs' || second.list !== 'hostdevs') return false
  return isSameOther(first.device, second.device)
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

/** By their place on the host where the first one has one, else by vendor and product. */
function isSameUsb(one: Draft<UsbSource>, other: Draft<UsbSource>): boolean {
  const { bus = 0, device = 0, port } = one.address ?? {}
  if (bus !== 0 && device !== 0) return bus === other.address?.bus && device === other.address.device
  if (bus !== 0 && port !== undefined) return bus === other.address?.bus && port === other.address.port
  return (one.vendor ?? 0) === (other.vendor ?? 0) && (one.product ?? 0) === (other.product ?? 0)
}

function isSameOther(one: Draft<Hostdev>, other: Draft<Hostdev>): boolean {
  if (one.type === 'scsi_host' && other.type === 'scsi_host') return isSame(one.wwpn, other.wwpn)
  if (one.type === 'storage' && other.type === 'storage') return isSame(one.block, other.block)
  if (one.type === 'misc' && other.type === 'misc') return isSame(one.char, other.char)
  if (one.type === 'net' && other.type === 'net') return isSame(one.interface, other.interface)
  if (one.type !== 'scsi' || other.type !== 'scsi') return false
  const [source, otherSource] = [one.source, other.source]
  if (source?.protocol === 'adapter' && otherSource?.protocol === 'adapter') {
    return (
      isSame(source.adapter, otherSource.adapter) &&
      isSame(source.address?.bus, otherSource.address?.bus) &&
      isSame(source.address?.target, otherSource.address?.target) &&
      isSame(source.address?.unit, otherSource.address?.unit)
    )
  }
  if (source?.protocol !== 'iscsi' || otherSource?.protocol !== 'iscsi') return false
  return (
    isSame(withUnit(source.name), withUnit(otherSource.name)) &&
    isSame(source.host?.name, otherSource.host?.name) &&
    (source.host?.port ?? 0) === (otherSource.host?.port ?? 0)
  )
}

/** The name of an iSCSI target; libvirt takes one that names no unit for the first unit. */
function withUnit(name: string | undefined): string | undefined {
  return name === undefined || name.includes('/') ? name : `${name}/0`
}

/** Two values that could be read, and are the same. */
function isSame<T>(one: T | undefined, other: T | undefined): boolean {
  return one !== undefined && one === other
}
