import { oneOf, word } from '../shape/codecs.js'
import { parseDocument, type Document, type DocumentKind } from '../shape/document.js'
import { at, flag, optional, shape, variant, type Fault, type Shape } from '../shape/shape.js'
import { writeElement } from '../shape/write.js'
import { printElement } from '../xml/print.js'
import { guestAddress, type GuestAddress } from './guest-address.js'
import { acpi, boot, managed, rom, teaming, type Acpi, type Boot, type Rom, type Teaming } from './hostdev-parts.js'
import { pciAddress, type PciAddress } from './pci-address.js'
import { uuid } from './uuid-codec.js'

/** How the guest sees a mediated device; it has to be the device API of the device's type. */
export type MdevModel = 'vfio-pci' | 'vfio-ccw' | 'vfio-ap'

/** `<hostdev type='mdev'>`: a mediated device that is given to a guest. */
export interface MdevHostdev {
  mode?: 'subsystem'
  type: 'mdev'
  /** Has no effect on a mediated device; libvirt writes `no` where it is absent. */
  managed?: boolean
  model: MdevModel
  /** Whether the guest's screen can be seen through the device; only with `vfio-pci`. */
  display?: 'on' | 'off'
  /** Whether the guest's firmware may draw before a driver is loaded; only with `vfio-pci`, one in a domain. */
  ramfb?: 'on' | 'off'
  uuid: string
  teaming?: Teaming
  boot?: Boot
  /** Kept by libvirt only where it begins with `ua-`. */
  alias?: string
  rom?: Rom
  acpi?: Acpi
  address?: GuestAddress
}

/** `<driver>` of a PCI host device. */
export interface PciHostdevDriver {
  name?: 'kvm' | 'vfio' | 'xen'
  /** The VFIO variant driver to bind; libvirt 10.0 and later. */
  model?: string
  /** libvirt 12.1 and later. */
  iommufd?: 'yes' | 'no'
}

/** `<hostdev type='pci'>`: a PCI function that is given to a guest; also a virtual function with an NVIDIA vGPU on it. */
export interface PciHostdev {
  mode?: 'subsystem'
  type: 'pci'
  /** Whether libvirt binds the function to VFIO and back. Must be false where a vendor's own driver keeps it. */
  managed?: boolean
  /** libvirt 10.3 and later. */
  display?: 'on' | 'off'
  /** libvirt 10.3 and later. */
  ramfb?: 'on' | 'off'
  driver?: PciHostdevDriver
  /** Xen only. */
  writeFiltering?: 'yes' | 'no'
  source: PciAddress
  teaming?: Teaming
  boot?: Boot
  alias?: string
  rom?: Rom
  acpi?: Acpi
  address?: GuestAddress
}

/** Any other host device, as far as this library looks at it. */
export interface OtherHostdev {
  mode?: 'subsystem' | 'capabilities'
  type: 'usb' | 'scsi' | 'scsi_host' | 'storage' | 'misc' | 'net'
  managed?: boolean
  alias?: string
}

/** A device of the host that is given to a guest; told apart by `type`. */
export type Hostdev = MdevHostdev | PciHostdev | OtherHostdev

const BOTH = ['schema', 'parse'] as const
const UUID_MISSING: Fault = { code: 'hostdev/uuid-missing', refusedBy: BOTH }
const UUID_INVALID: Fault = { code: 'hostdev/uuid-invalid', refusedBy: BOTH }
const MODEL_MISSING: Fault = { code: 'hostdev/model-missing', refusedBy: BOTH }
const MODEL_UNKNOWN: Fault = { code: 'hostdev/model-unknown', refusedBy: BOTH }
const TYPE_MISSING: Fault = { code: 'hostdev/type-missing', refusedBy: BOTH }
const TYPE_UNKNOWN: Fault = { code: 'hostdev/type-unknown', refusedBy: BOTH }

const subsystem = optional(at('@mode', oneOf('subsystem'), { otherwise: 'subsystem' }))
const isManaged = optional(at('@managed', managed, { otherwise: 'no' }))
const onOff = oneOf('on', 'off')

/** What every host device has behind its source, in libvirt's order. */
const behindSource = {
  teaming: optional(at('teaming', teaming)),
  boot: optional(at('boot', boot)),
  alias: optional(at('alias/@name', word)),
  rom: optional(at('rom', rom)),
  acpi: optional(at('acpi', acpi)),
  address: optional(at('address', guestAddress)),
}

const mdevHostdev = shape<MdevHostdev>(
  { title: 'mediated host device', dropped: ['readonly', 'shareable'] },
  {
    mode: subsystem,
    type: at('@type', oneOf('mdev')),
    managed: isManaged,
    model: at('@model', oneOf('vfio-pci', 'vfio-ccw', 'vfio-ap'), { missing: MODEL_MISSING, invalid: MODEL_UNKNOWN }),
    display: optional(at('@display', onOff)),
    ramfb: optional(at('@ramfb', onOff)),
    uuid: at('source/address/@uuid', uuid, { missing: UUID_MISSING, invalid: UUID_INVALID }),
    ...behindSource,
  },
)

const driver: Shape<PciHostdevDriver> = shape<PciHostdevDriver>(
  { title: 'PCI host device driver' },
  {
    name: optional(at('@name', oneOf('kvm', 'vfio', 'xen'))),
    model: optional(at('@model', word)),
    iommufd: optional(at('@iommufd', oneOf('yes', 'no'))),
  },
)

const pciHostdev = shape<PciHostdev>(
  { title: 'PCI host device', dropped: ['readonly', 'shareable'] },
  {
    mode: subsystem,
    type: at('@type', oneOf('pci')),
    managed: isManaged,
    display: optional(at('@display', onOff)),
    ramfb: optional(at('@ramfb', onOff)),
    driver: optional(at('driver', driver)),
    writeFiltering: optional(at('source/@writeFiltering', oneOf('yes', 'no'))),
    source: at('source/address', pciAddress),
    ...behindSource,
  },
)

const otherHostdev = shape<OtherHostdev>(
  { title: 'host device', open: true },
  {
    mode: optional(at('@mode', oneOf('subsystem', 'capabilities'))),
    type: at('@type', oneOf('usb', 'scsi', 'scsi_host', 'storage', 'misc', 'net')),
    managed: optional(at('@managed', managed)),
    alias: optional(at('alias/@name', word)),
  },
)

/** The declaration of `<hostdev>`. */
export const hostdev: Shape<Hostdev> = variant<Hostdev, 'type'>(
  { title: 'host device', key: 'type', attribute: 'type', missing: TYPE_MISSING, unknown: TYPE_UNKNOWN },
  {
    mdev: mdevHostdev,
    pci: pciHostdev,
    usb: otherHostdev,
    scsi: otherHostdev,
    scsi_host: otherHostdev,
    storage: otherHostdev,
    misc: otherHostdev,
    net: otherHostdev,
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
export function formatHostdev(device: MdevHostdev | PciHostdev): string {
  return `${printElement(writeElement(hostdev, device, { name: 'hostdev', where: undefined }))}\n`
}
