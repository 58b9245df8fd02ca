import { compare, type Difference } from '../shape/compare.js'
import { hostdev, type Hostdev } from './hostdev.js'
import { nodeDevice, type NodeDevice } from './node-device.js'

export type { Difference }

/** How host devices are compared. */
export interface HostdevComparison {
  /** Whether the devices are of guests of libvirt's QEMU driver, which writes `display='off'` where a `vfio-pci` one says nothing. */
  readonly qemu?: boolean
}

/**
 * What is not the same in two node devices as libvirt sees them; empty where nothing is. The order of capabilities, mdev types,
 * device files, network features and members of a group has no meaning, an absent value is the same as its default, and a
 * UUID the same in any letter case. The order of a mediated device's attributes counts, as that of virtual functions does.
 * @throws TypeError naming the path, where a value is missing or of the wrong kind
 */
export function differencesOfNodeDevices(a: NodeDevice, b: NodeDevice): Difference[] {
  return compare(nodeDevice, a, b)
}

/**
 * Whether two node devices are the same as libvirt sees them.
 * @throws TypeError naming the path, where a value is missing or of the wrong kind
 */
export function sameNodeDevice(a: NodeDevice, b: NodeDevice): boolean {
  return differencesOfNodeDevices(a, b).length === 0
}

/**
 * What is not the same in two host devices as libvirt sees them; empty where nothing is. An absent value is the same as its
 * default (`managed` no, parts of an address 0), a guest's PCI address of zeros the same as one without parts, and a UUID the
 * same in any letter case.
 * @throws TypeError naming the path, where a value is missing or of the wrong kind
 */
export function differencesOfHostdevs(a: Hostdev, b: Hostdev, { qemu = false }: HostdevComparison = {}): Difference[] {
  return qemu ? compare(hostdev, asQemuTakes(a), asQemuTakes(b)) : compare(hostdev, a, b)
}

/**
 * Whether two host devices are the same as libvirt sees them.
 * @throws TypeError naming the path, where a value is missing or of the wrong kind
 */
export function sameHostdev(a: Hostdev, b: Hostdev, options?: HostdevComparison): boolean {
  return differencesOfHostdevs(a, b, options).length === 0
}

function asQemuTakes(device: Hostdev): Hostdev {
  if (device.type !== 'mdev' || device.model !== 'vfio-pci') return device
  return { ...device, display: device.display ?? 'off' }
}
