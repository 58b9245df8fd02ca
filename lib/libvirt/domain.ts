import { count, text, word } from '../shape/codecs.js'
import { parseDocument, type Document, type DocumentKind } from '../shape/document.js'
import { at, flag, list, optional, shape, type Fault, type Shape } from '../shape/shape.js'
import { foreignParts } from './foreign-parts.js'
import { lastFirst, withAttributesOf } from './gathered.js'
import { hostdev, type Hostdev } from './hostdev.js'
import { interfaceHostdev, type InterfaceHostdev } from './interface-hostdev.js'
import { namespacedAttributes } from './namespaced-attributes.js'
import { untypedInterface, type UntypedInterface } from './untyped-interface.js'
import { uuid } from './uuid-codec.js'

/** `<graphics>`, as far as checks look at it. */
export interface Graphics {
  /** `vnc`, `spice`, `egl-headless`, ... */
  type?: string
}

/** `<controller>`, as far as checks look at it. */
export interface Controller {
  /** `pci`, `usb`, `scsi`, ... */
  type?: string
  /** Which one of its type it is, from 0; libvirt counts where it is absent. */
  index?: number
  /** For example `pcie-root-port`. */
  model?: string
  /** Of a USB controller: how many ports it is told to have. */
  ports?: number
  /** The type of its own address. */
  addressType?: string
}

/** `<memory>` of `<numatune>`: where on the host the guest's memory is taken from. */
export interface NumaMemory {
  /** `strict`, `preferred`, `interleave`, ... */
  mode?: string
  /** Nodes of the host, for example `0-1,^3`. */
  nodeset?: string
}

/** `<vcpu>`. */
export interface Vcpus {
  /** How many the guest has at most, as it is spelled. */
  count?: string
  /** `auto` where a program of the host chooses where they run. */
  placement?: string
  /** The CPUs of the host that they run on where `<vcpupin>` does not say otherwise, for example `0-3,^2`. */
  cpuset?: string
}

/** `<vcpupin>`: where on the host one vCPU runs. */
export interface VcpuPin {
  /** Which vCPU, from 0, as it is spelled. */
  vcpu?: string
  /** CPUs of the host. */
  cpuset?: string
}

/** `<iommufd>` of the domain: whether its devices use the kernel's newer interface. libvirt 12.2 and later. */
export interface Iommufd {
  /** `yes` or `no`. */
  enabled?: string
}

/** `<boot>` of `<os>`. */
export interface OsBoot {
  /** `hd`, `cdrom`, `network` or `fd`. */
  dev?: string
}

/** `<interface>` of any type, as far as checks look at it. */
export interface NetworkInterface {
  /** `network`, `bridge`, `hostdev`, ... */
  type?: string
}

/** `<disk>`, as far as checks look at it. */
export interface Disk {
  /** `virtio`, `scsi`, `ide`, ... */
  bus?: string
  /** The name that the disk is called by, for example `sda`; libvirt derives the place on a controller from it. */
  target?: string
  address?: DeviceAddress
}

/** `<hub>`: more USB ports at a port. */
export interface UsbHub {
  address?: DeviceAddress
}

/** `<video>`, as far as checks look at it. */
export interface Video {
  /** `qxl`, `virtio`, `none`, ... */
  model?: string
}

/** Where any device stands in the guest, as it is spelled. */
export interface DeviceAddress {
  type?: string
  domain?: string
  bus?: string
  slot?: string
  function?: string
  controller?: string
  target?: string
  unit?: string
  cssid?: string
  ssid?: string
  devno?: string
  port?: string
  zpciUid?: string
  zpciFid?: string
}

/** A device of whatever kind, as far as it may come in the way of another one; its texts are as they are spelled. */
export interface GuestDevice {
  /** What the attribute says; of a `<hostdev>` and an `<interface>` it tells what they are. */
  type?: string
  model?: string
  /** Whether it has a `<source>`. */
  hasSource?: boolean
  /** Of its `<driver>`. */
  iommufd?: string
  /** Its place in the boot order. */
  bootOrder?: string
  alias?: string
  address?: DeviceAddress
}

/**
 * What checks look at in a domain. The view is flat and open: everything else stays in the text, untouched and
 * unjudged.
 */
export interface Domain {
  /** The hypervisor: `kvm`, `qemu`, `xen`, ... */
  type?: string
  name?: string
  uuid?: string
  /** The architecture of the guest, for example `x86_64`. */
  arch?: string
  /** The machine type, for example `pc-q35-7.2`. */
  machine?: string
  vcpus?: Vcpus
  vcpuPins: VcpuPin[]
  numaMemory?: NumaMemory
  iommufd?: Iommufd
  controllers: Controller[]
  /** The interfaces of type `hostdev`; others are not looked at. */
  interfaces: InterfaceHostdev[]
  graphics: Graphics[]
  hostdevs: Hostdev[]
  /** What the guest is booted from, where devices have no order of their own. */
  osBoot: OsBoot[]
  /** The interfaces of all types, `hostdev` too. */
  networks: NetworkInterface[]
  /** Those of them that do not say what type they are of: libvirt takes them for ones of type `user`. */
  untypedInterfaces?: UntypedInterface[]
  disks: Disk[]
  hubs?: UsbHub[]
  videos: Video[]
  /** All devices once more, those of the other lists too, in the order of the text; nothing can be put into it. */
  devices: GuestDevice[]
}

const graphics: Shape<Graphics> = shape<Graphics>(
  { title: 'graphics', open: true },
  { type: optional(at('@type', word)) },
)

const controller: Shape<Controller> = shape<Controller>(
  { title: 'controller', open: true },
  {
    type: optional(at('@type', word)),
    index: optional(at('@index', count)),
    model: optional(at('@model', word)),
    ports: optional(at('@ports', count)),
    addressType: optional(at('address/@type', text)),
  },
)

const vcpus: Shape<Vcpus> = shape<Vcpus>(
  { title: 'vCPUs', open: true },
  {
    count: optional(at('.', text)),
    placement: optional(at('@placement', text)),
    cpuset: optional(at('@cpuset', text)),
  },
)

const vcpuPin: Shape<VcpuPin> = shape<VcpuPin>(
  { title: 'pinning of a vCPU', open: true },
  { vcpu: optional(at('@vcpu', text)), cpuset: optional(at('@cpuset', text)) },
)

const numaMemory: Shape<NumaMemory> = shape<NumaMemory>(
  { title: 'NUMA memory', open: true },
  { mode: optional(at('@mode', word)), nodeset: optional(at('@nodeset', word)) },
)

const iommufd: Shape<Iommufd> = shape<Iommufd>(
  { title: 'iommufd', open: true },
  { enabled: optional(at('@enabled', word)) },
)

const osBoot: Shape<OsBoot> = shape<OsBoot>({ title: 'boot device', open: true }, { dev: optional(at('@dev', text)) })

const video: Shape<Video> = shape<Video>({ title: 'video', open: true }, { model: optional(at('model/@type', text)) })

const deviceAddress: Shape<DeviceAddress> = shape<DeviceAddress>(
  { title: 'guest address', open: true, gathered: lastFirst('zpci') },
  {
    type: optional(at('@type', text)),
    domain: optional(at('@domain', text)),
    bus: optional(at('@bus', text)),
    slot: optional(at('@slot', text)),
    function: optional(at('@function', text)),
    controller: optional(at('@controller', text)),
    target: optional(at('@target', text)),
    unit: optional(at('@unit', text)),
    cssid: optional(at('@cssid', text)),
    ssid: optional(at('@ssid', text)),
    devno: optional(at('@devno', text)),
    port: optional(at('@port', text)),
    zpciUid: optional(at('zpci/@uid', text)),
    zpciFid: optional(at('zpci/@fid', text)),
  },
)

const networkInterface: Shape<NetworkInterface> = shape<NetworkInterface>(
  { title: 'interface', open: true },
  { type: optional(at('@type', text)) },
)

const disk: Shape<Disk> = shape<Disk>(
  { title: 'disk', open: true },
  {
    bus: optional(at('target/@bus', text)),
    target: optional(at('target/@dev', text)),
    address: optional(at('address', deviceAddress)),
  },
)

const usbHub: Shape<UsbHub> = shape<UsbHub>(
  { title: 'hub', open: true },
  { address: optional(at('address', deviceAddress)) },
)

const guestDevice: Shape<GuestDevice> = shape<GuestDevice>(
  { title: 'device', open: true, gathered: withAttributesOf('alias', ['name']) },
  {
    type: optional(at('@type', text)),
    model: optional(at('@model', text)),
    hasSource: flag('source'),
    iommufd: optional(at('driver/@iommufd', text)),
    bootOrder: optional(at('boot/@order', text)),
    alias: optional(at('alias/@name', text)),
    address: optional(at('address', deviceAddress)),
  },
)

/** The schema wants one element, and the parser finds what is in any. */
const ELEMENT_REPEATED: Fault = { code: 'read/part-repeated', refusedBy: ['schema'], severity: 'warning' }

/** The declaration of `<domain>`. */
export const domain: Shape<Domain> = shape<Domain>(
  { title: 'domain', open: true, gathered: namespacedAttributes },
  {
    type: optional(at('@type', word)),
    name: optional(at('name', text)),
    uuid: optional(at('uuid', uuid)),
    arch: optional(at('os+/type/@arch', word)),
    machine: optional(at('os+/type/@machine', word)),
    vcpus: optional(at('vcpu', vcpus)),
    vcpuPins: list('cputune/vcpupin', vcpuPin),
    numaMemory: optional(at('numatune/memory', numaMemory)),
    iommufd: optional(at('iommufd', iommufd)),
    controllers: list('devices+/controller', controller),
    interfaces: list("devices+/interface[@type='hostdev']", interfaceHostdev),
    graphics: list('devices+/graphics', graphics),
    hostdevs: list('devices+/hostdev', hostdev),
    osBoot: list('os+/boot', osBoot, { repeated: ELEMENT_REPEATED }),
    networks: list('devices+/interface', networkInterface),
    untypedInterfaces: optional(list('devices+/interface[not(@type)]', untypedInterface)),
    disks: list('devices+/disk', disk),
    hubs: optional(list('devices+/hub', usbHub)),
    videos: list('devices+/video', video),
    devices: list('devices+/*', guestDevice, { repeated: ELEMENT_REPEATED }),
  },
)

const DOMAIN: DocumentKind<Domain> = { root: 'domain', shape: domain, beside: foreignParts }

/**
 * Reads the XML of a domain, as `virsh dumpxml` prints it or `virsh define` takes it. Never throws: faults are in
 * `diagnostics`.
 * @see https://libvirt.org/formatdomain.html
 */
export function parseDomain(input: string | Uint8Array): Document<Domain> {
  return parseDocument(input, DOMAIN)
}
