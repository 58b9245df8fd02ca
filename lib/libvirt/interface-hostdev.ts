import { either, eitherOrElse, oneOf } from '../shape/codecs.js'
import { at, optional, shape, variant, type Shape } from '../shape/shape.js'
import type { GuestAddress } from './guest-address.js'
import {
  UNKNOWN_TO_SCHEMA,
  behindSource,
  teaming,
  type Acpi,
  type Boot,
  type Rom,
  type Teaming,
} from './hostdev-parts.js'
import { macAddress } from './mac-address.js'
import { LEFT_OUT, pciSourceParts, type PciSource } from './pci-address.js'
import { usbAddressParts, type UsbAddress } from './usb-address.js'

/** `<address type='pci'>` in the source of an interface. */
export interface PciInterfaceSource extends PciSource {
  type: 'pci'
}

/** `<address type='usb'>` in the source of an interface. */
export interface UsbInterfaceSource extends UsbAddress {
  type: 'usb'
}

/** `<driver>` of an interface that is a host device. */
export interface InterfaceDriver {
  name?: 'kvm' | 'vfio' | 'xen'
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
  /** Of a card on USB. */
  startupPolicy?: 'mandatory' | 'requisite' | 'optional'
  /** Of a card on USB. */
  guestReset?: 'off' | 'uninitialized' | 'on'
  /** Xen only. */
  writeFiltering?: 'yes' | 'no'
  driver?: InterfaceDriver
  teaming?: Teaming
  boot?: Boot
  alias?: string
  rom?: Rom
  acpi?: Acpi
  /** Where the card stands in the guest. */
  address?: GuestAddress
}

const source: Shape<PciInterfaceSource | UsbInterfaceSource> = variant<PciInterfaceSource | UsbInterfaceSource, 'type'>(
  { title: 'interface source', key: 'type', attribute: 'type' },
  {
    pci: shape<PciInterfaceSource>({ title: 'PCI source' }, { type: at('@type', oneOf('pci')), ...pciSourceParts }),
    usb: shape<UsbInterfaceSource>({ title: 'USB source' }, { type: at('@type', oneOf('usb')), ...usbAddressParts }),
  },
)

const ofHostDevices = oneOf('kvm', 'vfio', 'xen')

/** The schema allows the drivers of other interfaces, too. */
const driverName: typeof ofHostDevices = {
  ...ofHostDevices,
  inSchema: (raw) => ofHostDevices.decode(raw, () => undefined) !== undefined || raw === 'qemu' || raw === 'vhost',
}

const driver: Shape<InterfaceDriver> = shape<InterfaceDriver>(
  { title: 'interface driver' },
  { name: optional(at('@name', driverName)) },
)

/** The declaration of `<interface type='hostdev'>`. */
export const interfaceHostdev: Shape<InterfaceHostdev> = shape<InterfaceHostdev>(
  {
    title: 'interface',
    refused: { '@sgio': ['schema', 'parse'], '@rawio': ['schema', 'parse'], '@model': ['schema', 'parse'] },
    checks: [
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
      ...['link', 'mtu', 'coalesce', 'target', 'guest', 'ip', 'route', 'portForward', 'script', 'downscript'],
      ...['backenddomain', 'model', 'backend', 'filterref', 'tune', 'bandwidth', 'vlan', 'virtualport', 'port'],
    ],
  },
  {
    type: at('@type', oneOf('hostdev')),
    managed: optional(at('@managed', eitherOrElse('yes', 'no'))),
    macType: optional(at('mac/@type', oneOf('generated', 'static'))),
    macCheck: optional(at('mac/@check', either('yes', 'no'))),
    mac: optional(at('mac/@address', macAddress, { halfway: LEFT_OUT })),
    source: at('source/address', source),
    startupPolicy: optional(
      at('source/@startupPolicy', oneOf('mandatory', 'requisite', 'optional'), UNKNOWN_TO_SCHEMA),
    ),
    guestReset: optional(at('source/@guestReset', oneOf('off', 'uninitialized', 'on'), UNKNOWN_TO_SCHEMA)),
    writeFiltering: optional(at('source/@writeFiltering', oneOf('yes', 'no'), UNKNOWN_TO_SCHEMA)),
    driver: optional(at('driver', driver)),
    teaming: optional(at('teaming', teaming)),
    boot: behindSource.boot,
    alias: behindSource.alias,
    rom: behindSource.rom,
    acpi: behindSource.acpi,
    address: behindSource.address,
  },
)
