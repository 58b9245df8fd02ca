import type { Codec } from '../shape/codec.js'
import { asToken, decimal, either, eitherOrElse, integer, oneOf, word } from '../shape/codecs.js'
import { at, list, optional, shape, variant, type Shape } from '../shape/shape.js'
import type { XmlElement } from '../xml/tree.js'
import { BESIDE, gatherAll, interfaceSource, withAttributesOf } from './gathered.js'
import type { GuestAddress } from './guest-address.js'
import {
  UNKNOWN_TO_SCHEMA,
  behindSource,
  deviceName,
  partsGathered,
  teaming,
  type Acpi,
  type Boot,
  type Rom,
  type Teaming,
} from './hostdev-parts.js'
import { interfaceIp, interfaceRoute, type HostdevIp, type HostdevRoute } from './interface-ip.js'
import { macAddress } from './mac-address.js'
import { isDecimal, LEFT_OUT, withoutSign } from './pci-address.js'
import { pciSourceParts, zpciGathered, type PciSource } from './pci-source.js'
import { usbAddressParts, type UsbAddress } from './usb-address.js'
import { USB_ID_MISSING, usbIdsTogether, usbProduct, usbVendor, type UsbIds } from './usb-ids.js'
import { virtualPort, type VirtualPort } from './virtual-port.js'
import { vlan, type Vlan } from './vlan.js'

/** `<address type='pci'>` in the source of an interface. */
export interface PciInterfaceSource extends PciSource {
  type: 'pci'
}

/**
 * `<address type='usb'>` in the source of an interface, or `<vendor>` and `<product>` there, which libvirt also reads beside an
 * address. Zeros for no address.
 */
export interface UsbInterfaceSource extends UsbAddress, UsbIds {
  type: 'usb'
}

/** `<driver>` of an interface that is a host device. */
export interface InterfaceDriver {
  name?: 'kvm' | 'vfio' | 'xen'
  /** The VFIO variant driver to bind; libvirt 10.0 and later. */
  model?: string
  /** libvirt 12.1 and later. */
  iommufd?: 'yes' | 'no'
  /** This and the three below are for virtio cards, and libvirt refuses them where the interface does not say that it is one. */
  iommu?: 'on' | 'off'
  ats?: 'on' | 'off'
  packed?: 'on' | 'off'
  pagePerVq?: 'on' | 'off'
}

/** `<interface type='hostdev'>`: a network card of the host that is given to a guest, as far as checks look at it. */
export interface InterfaceHostdev {
  type: 'hostdev'
  /** Whether libvirt takes the card from the host and gives it back. */
  managed?: boolean
  /** Who chose the MAC address. */
  macType?: 'generated' | 'static'
  /** Whether the address is checked by VMware hosts. */
  macCheck?: boolean
  /** MAC address. */
  mac?: string
  /** The card on the host. */
  source: PciInterfaceSource | UsbInterfaceSource
  /** Whether the card is away; libvirt never reads it. */
  missing?: boolean
  /** Of a card on USB. */
  startupPolicy?: 'mandatory' | 'requisite' | 'optional'
  /** Of a card on USB. */
  guestReset?: 'off' | 'uninitialized' | 'on'
  /** Of a card on USB; whether libvirt itself found the address. It means nothing here. */
  autoAddress?: boolean
  /** Xen only. */
  writeFiltering?: 'yes' | 'no'
  driver?: InterfaceDriver
  teaming?: Teaming
  boot?: Boot
  alias?: string
  /** The first port of the USB controller that leads the device's own; 0 or higher. */
  masterStartPort?: number
  rom?: Rom
  acpi?: Acpi
  /** Where the card stands in the guest. */
  address?: GuestAddress
  /** Whether the host follows the guest's filters. */
  trustGuestRxFilters?: 'yes' | 'no'
  /** The networks that the card is in. */
  vlan?: Vlan
  /** What the switch is told. */
  virtualPort?: VirtualPort
  /** Addresses in the guest; QEMU cannot give them. */
  ips?: HostdevIp[]
  /** Routes in the guest; QEMU cannot give them. */
  routes?: HostdevRoute[]
  /** Size of the largest packet in bytes, 0 for none told; QEMU cannot set it. */
  mtu?: number
  /** How many packets may wait until the guest is told; no host device can be told. */
  coalescedFrames?: number
  /** The interface on the host, which a passed-through card does not have. */
  target?: string
  /** Whether libvirt makes that interface. */
  targetManaged?: 'yes' | 'no'
  /** Whether the cable is plugged in. */
  link?: 'up' | 'down'
  /** The card that other interfaces show the guest; one of the host shows itself. */
  model?: string
  /** Whether the port of the bridge is kept from others; no host device can be. */
  isolated?: 'yes' | 'no'
}

const UNWRITTEN_ID = { unwritten: true, halfway: USB_ID_MISSING } as const

const source: Shape<PciInterfaceSource | UsbInterfaceSource> = variant<PciInterfaceSource | UsbInterfaceSource, 'type'>(
  { title: 'interface source', key: 'type', attribute: 'type' },
  {
    pci: shape<PciInterfaceSource>(
      { title: 'PCI source', gathered: zpciGathered },
      { type: at('@type', oneOf('pci')), ...pciSourceParts },
    ),
    usb: shape<UsbInterfaceSource>(
      { title: 'USB source', checks: [usbIdsTogether] },
      {
        type: at('@type', oneOf('usb')),
        ...usbAddressParts,
        // They stand beside the address, and `interfaceSource` puts them here.
        vendor: optional(at(`${BESIDE}/vendor/@id`, usbVendor, UNWRITTEN_ID)),
        product: optional(at(`${BESIDE}/product/@id`, usbProduct, UNWRITTEN_ID)),
      },
    ),
  },
)

const ofHostDevices = oneOf('kvm', 'vfio', 'xen')

/** The schema allows the drivers of other interfaces, too. */
const driverName: typeof ofHostDevices = {
  ...ofHostDevices,
  inSchema: (raw) => /^(?:kvm|vfio|xen|qemu|vhost)$/.test(asToken(raw)),
}

/** What the schema takes for a number of 1 or higher. */
const isPositive = (raw: string): boolean => /^0*[1-9][0-9]*$/.test(raw)
const isOnOrOff = (raw: string): boolean => /^(?:on|off)$/.test(asToken(raw))
const isTransmission = (raw: string): boolean => /^(?:iothread|timer)$/.test(asToken(raw))

/** To the schema a driver for host devices has none of the settings of other ones. */
const ofOthers =
  (isAllowed: (value: string) => boolean) =>
  (value: string, { attributes }: XmlElement): boolean =>
    isAllowed(value) &&
    !attributes.some((each) => each.name === 'name' && ofHostDevices.inSchema?.(each.value) === true)

const driver: Shape<InterfaceDriver> = shape<InterfaceDriver>(
  {
    title: 'interface driver',
    unjudged: ['host', 'guest'],
    droppedAttributes: {
      queues: ofOthers(isPositive),
      rx_queue_size: ofOthers(isPositive),
      tx_queue_size: ofOthers(isPositive),
      txmode: ofOthers(isTransmission),
      ioeventfd: ofOthers(isOnOrOff),
      event_idx: ofOthers(isOnOrOff),
      rss: isOnOrOff,
      rss_hash_report: isOnOrOff,
    },
  },
  {
    name: optional(at('@name', driverName)),
    model: optional(at('@model', word)),
    iommufd: optional(at('@iommufd', oneOf('yes', 'no'))),
    iommu: optional(at('@iommu', oneOf('on', 'off'))),
    ats: optional(at('@ats', oneOf('on', 'off'))),
    packed: optional(at('@packed', oneOf('on', 'off'))),
    pagePerVq: optional(at('@page_per_vq', oneOf('on', 'off'))),
  },
)

const mtu = withoutSign(
  integer({
    min: 0,
    max: 0xffff_ffff,
    base: 10,
    expected: 'a number of bytes',
    write: decimal,
    schemaForm: (raw) => isDecimal(raw, 0, 0xffff),
  }),
)

const frames = withoutSign(
  integer({
    min: 0,
    max: 0xffff_ffff,
    base: 10,
    expected: 'a number of packets',
    write: decimal,
    schemaForm: (raw) => /^[0-9]+$/.test(raw) && Number(raw) <= 0xffff_ffff,
  }),
)

const MODEL = /^[a-zA-Z0-9_-]+$/

const model: Codec<string> = {
  ...word,
  expected: 'a name of letters, digits, - and _',
  decode: (raw) => (MODEL.test(raw) ? raw : undefined),
  encode: (value) => (typeof value === 'string' && MODEL.test(value) ? value : undefined),
  schema: { type: 'string', pattern: MODEL.source },
}

/** What every interface may say of its MAC address. */
export const macParts = {
  macType: optional(at('mac/@type', oneOf('generated', 'static'))),
  macCheck: optional(at('mac/@check', either('yes', 'no'))),
  mac: optional(at('mac/@address', macAddress, { halfway: LEFT_OUT })),
}

/** What every interface may have behind its address in the guest. */
export const networkParts = {
  trustGuestRxFilters: optional(at('@trustGuestRxFilters', oneOf('yes', 'no'))),
  vlan: optional(at('vlan', vlan)),
  ips: optional(list('ip', interfaceIp)),
  routes: optional(list('route', interfaceRoute)),
  mtu: optional(at('mtu/@size', mtu, { halfway: LEFT_OUT })),
  coalescedFrames: optional(at('coalesce/rx/frames/@max', frames)),
  target: optional(at('target/@dev', deviceName, { halfway: LEFT_OUT })),
  targetManaged: optional(at('target/@managed', oneOf('yes', 'no'))),
  link: optional(at('link/@state', { ...oneOf('up', 'down'), emptyIsAbsent: true }, { halfway: LEFT_OUT })),
  model: optional(at('model/@type', model, { halfway: LEFT_OUT })),
  isolated: optional(at('port/@isolated', oneOf('yes', 'no'))),
}

/** What libvirt reads of any element of an interface that has it. */
export const networkGathered = gatherAll(
  partsGathered,
  withAttributesOf('mtu', ['size']),
  withAttributesOf('link', ['state']),
  withAttributesOf('model', ['type']),
)

/** The declaration of `<interface type='hostdev'>`. */
export const interfaceHostdev: Shape<InterfaceHostdev> = shape<InterfaceHostdev>(
  {
    title: 'interface',
    gathered: gatherAll(networkGathered, interfaceSource),
    refused: { '@sgio': ['schema', 'parse'], '@rawio': ['schema', 'parse'], '@model': ['schema', 'parse'] },
    checks: [
      {
        fields: ['target', 'targetManaged'],
        fault: { code: 'read/value-missing', refusedBy: ['schema', 'parse'] },
        find: ({ target, targetManaged }) =>
          targetManaged === 'no' && target === undefined
            ? { at: 'target', message: "libvirt is not to make the interface's target, and there is no name of one." }
            : undefined,
      },
      {
        fields: ['source', 'startupPolicy'],
        fault: { code: 'read/part-refused', refusedBy: ['schema', 'parse'] },
        find: ({ source, startupPolicy }) =>
          source?.type === 'pci' && startupPolicy !== undefined
            ? { at: 'startupPolicy', message: "libvirt refuses attribute 'startupPolicy' of a source on PCI." }
            : undefined,
      },
    ],
    unjudged: [
      ...['guest', 'portForward', 'script', 'downscript', 'backenddomain', 'backend'],
      ...['filterref', 'tune', 'bandwidth'],
    ],
  },
  {
    type: at('@type', oneOf('hostdev')),
    managed: optional(at('@managed', eitherOrElse('yes', 'no'))),
    ...macParts,
    source: at('source/address', source),
    missing: optional(at('source/@missing', eitherOrElse('yes', 'no'), { unwritten: true })),
    startupPolicy: optional(
      at('source/@startupPolicy', oneOf('mandatory', 'requisite', 'optional'), UNKNOWN_TO_SCHEMA),
    ),
    guestReset: optional(at('source/@guestReset', oneOf('off', 'uninitialized', 'on'), UNKNOWN_TO_SCHEMA)),
    autoAddress: optional(at('source/@autoAddress', either('yes', 'no'), { ...UNKNOWN_TO_SCHEMA, unwritten: true })),
    writeFiltering: optional(at('source/@writeFiltering', oneOf('yes', 'no'), UNKNOWN_TO_SCHEMA)),
    driver: optional(at('driver', driver)),
    teaming: optional(at('teaming', teaming)),
    boot: behindSource.boot,
    alias: behindSource.alias,
    masterStartPort: behindSource.masterStartPort,
    rom: behindSource.rom,
    acpi: behindSource.acpi,
    address: behindSource.address,
    trustGuestRxFilters: networkParts.trustGuestRxFilters,
    vlan: networkParts.vlan,
    virtualPort: optional(at('virtualport', virtualPort)),
    ips: networkParts.ips,
    routes: networkParts.routes,
    mtu: networkParts.mtu,
    coalescedFrames: networkParts.coalescedFrames,
    target: networkParts.target,
    targetManaged: networkParts.targetManaged,
    link: networkParts.link,
    model: networkParts.model,
    isolated: networkParts.isolated,
  },
)
