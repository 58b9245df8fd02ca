import { parseDocument, type Document, type DocumentKind } from '../shape/document.js'
import { variant, type Fault, type Shape } from '../shape/shape.js'
import { writeElement } from '../shape/write.js'
import { printElement } from '../xml/print.js'
import {
  miscHostdev,
  netHostdev,
  storageHostdev,
  type MiscHostdev,
  type NetHostdev,
  type StorageHostdev,
} from './capability-hostdevs.js'
import { mdevHostdev, type MdevHostdev } from './mdev-hostdev.js'
import { pciHostdev, type PciHostdev } from './pci-hostdev.js'
import { scsiHostHostdev, type ScsiHostHostdev } from './scsi-host-hostdev.js'
import { scsiHostdev, type ScsiHostdev } from './scsi-hostdev.js'
import { usbHostdev, type UsbHostdev } from './usb-hostdev.js'

export type * from './capability-hostdevs.js'
export type * from './mdev-hostdev.js'
export type * from './pci-hostdev.js'
export type * from './scsi-host-hostdev.js'
export type * from './scsi-hostdev.js'
export type * from './scsi-source.js'
export type * from './usb-hostdev.js'

/** A device of the host that is given to a guest; told apart by `type`. */
export type Hostdev =
  MdevHostdev | PciHostdev | UsbHostdev | ScsiHostdev | ScsiHostHostdev | StorageHostdev | MiscHostdev | NetHostdev

const TYPE_MISSING: Fault = { code: 'hostdev/type-missing', refusedBy: ['schema', 'parse'] }
const TYPE_UNKNOWN: Fault = { code: 'hostdev/type-unknown', refusedBy: ['schema', 'parse'] }

/** The declaration of `<hostdev>`. */
export const hostdev: Shape<Hostdev> = variant<Hostdev, 'type'>(
  { title: 'host device', key: 'type', attribute: 'type', missing: TYPE_MISSING, unknown: TYPE_UNKNOWN },
  {
    mdev: mdevHostdev,
    pci: pciHostdev,
    usb: usbHostdev,
    scsi: scsiHostdev,
    scsi_host: scsiHostHostdev,
    storage: storageHostdev,
    misc: miscHostdev,
    net: netHostdev,
  },
)

const HOSTDEV: DocumentKind<Hostdev> = { root: 'hostdev', shape: hostdev }

/**
 * Reads the XML of one host device, as `virsh attach-device` takes it. Never throws: faults are in `diagnostics`.
 * @see https://libvirt.org/formatdomain.html#usb-pci-scsi-devices
 */
export function parseHostdev(input: string | Uint8Array): Document<Hostdev> {
  return parseDocument(input, HOSTDEV)
}

/**
 * Writes a host device as libvirt writes it, one line end behind it.
 * @throws TypeError naming the path, where a value is missing or of the wrong kind
 */
export function formatHostdev(device: Hostdev): string {
  return `${printElement(writeElement(hostdev, device, { name: 'hostdev', where: undefined }))}\n`
}
