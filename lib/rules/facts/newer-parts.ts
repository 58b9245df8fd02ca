import type { Hostdev } from '../../libvirt/hostdev.js'
import type { Path } from '../../diagnostic.js'
import type { InterfaceHostdev } from '../../libvirt/interface-hostdev.js'
import type { Draft } from '../../shape/draft.js'
import { libvirtVersion, type LibvirtVersion } from './libvirt-version.js'

/** The release that knows a display and a boot framebuffer on PCI host devices. */
export const PCI_DISPLAY_SINCE = libvirtVersion('10.3')

/** A part of a host device that a release of libvirt does not know. */
export interface NewerPart {
  /** Seen from the host device. */
  readonly path: Path
  /** What it is called in a message. */
  readonly named: string
  readonly since: string
  /** What an older release refuses the device without; other parts it drops. */
  readonly asksFor?: string
}

interface Since {
  /** `hostdev` is that of an interface. */
  readonly type: Hostdev['type'] | InterfaceHostdev['type'] | 'any'
  readonly path: readonly string[]
  readonly named: string
  readonly since: string
}

/**
 * Where a USB device is plugged in. libvirt's news do not tell of it: its tests had it before they had varstore, and after they had
 * iommufd, which are both of 12.1.
 */
const PORT: Since = { type: 'usb', path: ['source', 'address', 'port'], named: 'the port', since: '12.1' }
const NUMBER = ['source', 'address', 'device']

const PARTS: readonly Since[] = [
  { type: 'any', path: ['acpi', 'nodeset'], named: 'the NUMA nodes', since: '11.8' },
  { type: 'any', path: ['teaming'], named: 'the teaming', since: '7.1' },
  { type: 'any', path: ['acpi', 'index'], named: 'the ACPI index', since: '7.3' },
  { type: 'pci', path: ['display'], named: 'the display', since: '10.3' },
  { type: 'pci', path: ['ramfb'], named: 'the boot framebuffer', since: '10.3' },
  { type: 'pci', path: ['driver', 'model'], named: 'the driver model', since: '10.0' },
  { type: 'pci', path: ['driver', 'iommufd'], named: 'iommufd', since: '12.1' },
  // one parser reads the driver of a host device, of an interface and of a network since 10.0
  { type: 'hostdev', path: ['driver', 'model'], named: 'the driver model', since: '10.0' },
  { type: 'hostdev', path: ['driver', 'iommufd'], named: 'iommufd', since: '12.1' },
  { type: 'pci', path: ['writeFiltering'], named: 'the write filtering', since: '6.8' },
  { type: 'mdev', path: ['display'], named: 'the display', since: '4.6' },
  { type: 'mdev', path: ['ramfb'], named: 'the boot framebuffer', since: '5.10' },
  { type: 'scsi', path: ['source', 'initiator'], named: 'the initiator', since: '6.7' },
  PORT,
]

/**
 * What of a host device a release does not know.
 * @param isUnread Whether something stands at a place, seen from the device, that could not be read.
 */
export function newerParts(
  hostdev: Draft<Hostdev> | Draft<InterfaceHostdev>,
  libvirt: LibvirtVersion,
  isUnread: (path: Path) => boolean,
): NewerPart[] {
  const stands = (path: readonly string[]): boolean => valueAt(hostdev, path) !== undefined
  const isNewerThan = ({ type, since }: Since): boolean =>
    libvirt < libvirtVersion(since) && (type === 'any' || type === hostdev.type)
  const newer: NewerPart[] = PARTS.filter((part) => part !== PORT && isNewerThan(part) && stands(part.path))
  if (isNewerThan(PORT)) {
    const isNumbered = stands(NUMBER) || isUnread(NUMBER)
    if (!isNumbered && (stands(PORT.path) || isUnread(PORT.path))) {
      newer.push({ ...PORT, asksFor: 'the number of the device' })
    } else if (stands(PORT.path)) newer.push(PORT)
  }
  // Before there was a model, the name was all that a driver had.
  const driver = hostdev.type === 'pci' && 'driver' in hostdev ? hostdev.driver : undefined
  if (
    driver !== undefined &&
    driver.name === undefined &&
    !isUnread(['driver', 'name']) &&
    libvirt < libvirtVersion('10.0')
  ) {
    newer.push({ path: ['driver'], named: 'a driver without a name', since: '10.0' })
  }
  return newer
}

/** Whether a place in a host device, seen from it, is in a part that a release does not know. */
export function isNewer(type: string | undefined, path: Path, libvirt: LibvirtVersion): boolean {
  return PARTS.some(
    (part) =>
      libvirt < libvirtVersion(part.since) &&
      (part.type === 'any' || part.type === type) &&
      part.path.every((key, depth) => key === path[depth]),
  )
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let current = value
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = new Map<string, unknown>(Object.entries(current)).get(key)
  }
  return current
}
