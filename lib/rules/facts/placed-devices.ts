import type { DeviceAddress, Domain } from '../../libvirt/domain.js'
import type { Draft } from '../../shape/draft.js'
import { onceFor } from './once-for.js'

/** A device with an address of its own in the guest. */
export interface PlacedDevice {
  /** Its index among `devices`. */
  readonly index: number
  readonly address: Draft<DeviceAddress>
  /** Whether it is a device of the host. */
  readonly isPassed: boolean
}

const PASSED: readonly string[] = ['mdev', 'pci', 'usb', 'scsi', 'scsi_host', 'hostdev']

/**
 * The devices of a domain that have an address of a type, in the order of the text. The addresses of crypto devices are erased
 * by libvirt before anybody looks at them.
 */
export function placedDevices(domain: Draft<Domain>, type: string): readonly PlacedDevice[] {
  return placedByType(domain).get(type) ?? []
}

const placedByType = onceFor(({ devices = [] }: Draft<Domain>): ReadonlyMap<string, readonly PlacedDevice[]> => {
  const placed = new Map<string, PlacedDevice[]>()
  for (const [index, device] of devices.entries()) {
    const { address } = device
    if (address?.type === undefined || (device.type === 'mdev' && device.model === 'vfio-ap')) continue
    const isPassed = device.hasSource === true && device.type !== undefined && PASSED.includes(device.type)
    const same = placed.get(address.type)
    if (same === undefined) placed.set(address.type, [{ index, address, isPassed }])
    else same.push({ index, address, isPassed })
  }
  return placed
})
