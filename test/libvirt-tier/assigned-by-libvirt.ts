import type { PciGuestAddress } from '../../lib/libvirt/guest-address.js'
import type { Hostdev } from '../../lib/libvirt/hostdev.js'

/** One thing in which what libvirt writes of a host device differs from what it was given. */
export interface Difference {
  readonly what: string
  readonly why: string
  /** Only the QEMU driver does so. */
  readonly byQemu?: boolean
}

/** What libvirt adds to a device by itself. */
export interface Assigned extends Difference {
  /** What libvirt wrote, without that; the same object where nothing was added. */
  readonly without: (written: Hostdev, given: Hostdev) => Hostdev
}

/** What libvirt does not take over from a device. */
export interface Lost extends Difference {
  /** The version of libvirt that takes it over; absent where none does. */
  readonly since?: string
  /** What was given, without that; the same object where there was nothing of it. */
  readonly without: (given: Hostdev) => Hostdev
}

/** The function is not looked at. */
const isOpen = ({ domain = 0, bus = 0, slot = 0 }: PciGuestAddress): boolean => domain + bus + slot === 0

/** What libvirt assigns by itself: taken out of what it wrote before that is compared with what it was given. */
export const assignedByLibvirt: readonly Assigned[] = [
  {
    what: "display='off'",
    why: 'the QEMU driver writes the default out',
    byQemu: true,
    without: (written, given) => {
      if (written.type !== 'mdev' || given.type !== 'mdev') return written
      if (written.model !== 'vfio-pci' || written.display !== 'off' || given.display !== undefined) return written
      const { display: _, ...rest } = written
      return rest
    },
  },
  {
    what: '<address>',
    why: 'each device gets a place in the guest; SCSI devices from every driver, others from QEMU',
    without: (written, given) => {
      if (written.address === undefined || given.address !== undefined) return written
      const { address: _, ...rest } = written
      return rest
    },
  },
  {
    what: 'domain, bus, slot and function of <address>',
    why: 'zeros ask for a place; it comes as a whole, without the multifunction that stood there',
    byQemu: true,
    without: (written, given) => {
      if (written.address?.type !== 'pci' || given.address?.type !== 'pci') return written
      if (isOpen(written.address) || !isOpen(given.address)) return written
      const { zpci } = written.address
      return { ...written, address: { ...given.address, ...(zpci && { zpci }) } }
    },
  },
  {
    what: 'uid and fid of <zpci>',
    why: 'the guest has to be told both; where no driver finds them, zero is written',
    without: (written, given) => {
      if (written.address?.type !== 'pci' || given.address?.type !== 'pci') return written
      const { zpci, ...address } = written.address
      const { uid, fid } = given.address.zpci ?? {}
      if (zpci === undefined || (uid !== undefined && fid !== undefined)) return written
      const kept = {
        ...(uid !== undefined && zpci.uid !== undefined && { uid: zpci.uid }),
        ...(fid !== undefined && zpci.fid !== undefined && { fid: zpci.fid }),
      }
      return { ...written, address: isEmpty(kept) ? address : { ...address, zpci: kept } }
    },
  },
  {
    what: 'cssid, ssid and devno of <address>',
    why: 'all three absent ask for a place',
    byQemu: true,
    without: (written, given) =>
      written.address?.type === 'ccw' && given.address?.type === 'ccw' && given.address.devno === undefined
        ? { ...written, address: { type: 'ccw' } }
        : written,
  },
  {
    what: 'bus and port of <address>',
    why: 'an absent port asks for a place',
    byQemu: true,
    without: (written, given) =>
      written.address?.type === 'usb' && given.address?.type === 'usb' && given.address.port === undefined
        ? { ...written, address: given.address }
        : written,
  },
  {
    what: 'family of <ip>',
    why: 'the address tells it',
    without: (written, given) => {
      if (written.type !== 'net' || given.type !== 'net') return written
      if (given.ips.every(({ family }) => family !== undefined)) return written
      const ips = written.ips.map((ip, index) => {
        const { family, ...rest } = ip
        const told = family === (ip.address.includes(':') ? 'ipv6' : 'ipv4')
        return told && given.ips[index]?.family === undefined ? rest : ip
      })
      return { ...written, ips }
    },
  },
  {
    what: "'/0' behind the name of an iSCSI target",
    why: 'a name without the number of a unit means its first one',
    without: (written, given) => {
      if (written.type !== 'scsi' || given.type !== 'scsi') return written
      if (written.source.protocol !== 'iscsi' || given.source.protocol !== 'iscsi') return written
      if (given.source.name.includes('/') || written.source.name !== `${given.source.name}/0`) return written
      return { ...written, source: { ...written.source, name: given.source.name } }
    },
  },
]

/** What libvirt reads and forgets, or does not read; this library keeps it, for it stands in the text. */
export const lostInLibvirt: readonly Lost[] = [
  {
    what: "an alias that does not begin with 'ua-', or has other characters than ASCII letters, digits, '-' and '_'",
    why: 'those are the names that libvirt gives itself',
    without: (given) => {
      if (given.alias === undefined || /^ua-[A-Za-z0-9_-]*$/.test(given.alias)) return given
      const { alias: _, ...rest } = given
      return rest
    },
  },
  {
    what: 'autoAddress and missing of a USB device',
    why: 'the first is for migrations, the second for running guests only',
    without: (given) => {
      if (given.type !== 'usb' || (given.source.autoAddress ?? given.source.missing) === undefined) return given
      const { autoAddress: _, missing: __, ...source } = given.source
      return { ...given, source }
    },
  },
  {
    what: '<address> of a vfio-ap device',
    why: 'such a device has no place in the guest; the QEMU driver erases it without a word',
    byQemu: true,
    without: (given) => {
      if (given.type !== 'mdev' || given.model !== 'vfio-ap' || given.address === undefined) return given
      const { address: _, ...rest } = given
      return rest
    },
  },
  {
    what: 'display and ramfb of a PCI device',
    why: 'for vGPUs that are virtual functions',
    since: '10.3.0',
    without: (given) => {
      if (given.type !== 'pci' || (given.display ?? given.ramfb) === undefined) return given
      const { display: _, ramfb: __, ...rest } = given
      return rest
    },
  },
  {
    what: 'model of <driver>',
    why: 'VFIO variant drivers',
    since: '10.0.0',
    without: (given) => {
      if (given.type !== 'pci' || given.driver?.model === undefined) return given
      const { model: _, ...driver } = given.driver
      return { ...given, driver }
    },
  },
  {
    what: 'iommufd of <driver>',
    why: 'another interface of the kernel',
    since: '12.1.0',
    without: (given) => {
      if (given.type !== 'pci' || given.driver?.iommufd === undefined) return given
      const { iommufd: _, ...driver } = given.driver
      return { ...given, driver }
    },
  },
  {
    what: 'nodeset of <acpi>',
    why: 'NUMA nodes of device memory',
    since: '11.8.0',
    without: (given) => {
      if (given.acpi?.nodeset === undefined) return given
      const { nodeset: _, ...acpi } = given.acpi
      return { ...given, acpi }
    },
  },
  {
    what: '<driver>, <rom>, <acpi> and <zpci> without attributes',
    why: 'they say nothing',
    without: (given) => {
      let kept = given
      if (kept.type === 'pci' && isEmpty(kept.driver)) {
        const { driver: _, ...rest } = kept
        kept = rest
      }
      if (kept.address?.type === 'pci' && isEmpty(kept.address.zpci)) {
        const { zpci: _, ...address } = kept.address
        kept = { ...kept, address }
      }
      for (const key of ['rom', 'acpi'] as const) {
        if (!isEmpty(kept[key])) continue
        const { [key]: _, ...rest } = kept
        kept = rest
      }
      return kept
    },
  },
]

function isEmpty(value: object | undefined): boolean {
  return value !== undefined && Object.values(value).every((each) => each === undefined)
}

/** Whether a version of libvirt, `x.y.z`, has what came with another one. */
export function has(version: string, since: string | undefined): boolean {
  if (since === undefined) return false
  const [a, b] = [version, since].map((each) => each.split('.').map(Number))
  const at = a?.findIndex((part, index) => part !== b?.[index]) ?? -1
  return at < 0 || (a?.[at] ?? 0) > (b?.[at] ?? 0)
}
