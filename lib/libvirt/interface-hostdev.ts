import { eitherOrElse, oneOf, word } from '../shape/codecs.js'
import { at, optional, shape, variant, type Shape } from '../shape/shape.js'
import { guestAddress, type GuestAddress } from './guest-address.js'
import { teaming, type Teaming } from './hostdev-parts.js'
import { pciAddressParts, type PciAddress } from './pci-address.js'
import { usbAddressParts, type UsbAddress } from './usb-address.js'

/** `<address type='pci'>` in the source of an interface. */
export interface PciInterfaceSource extends PciAddress {
  type: 'pci'
}

/** `<address type='usb'>` in the source of an interface. */
export interface UsbInterfaceSource extends UsbAddress {
  type: 'usb'
}

/** `<interface type='hostdev'>`: a network card of the host that is given to a guest, as far as checks look at it. */
export interface InterfaceHostdev {
  type: 'hostdev'
  /** Whether libvirt takes the card from the host and gives it back. */
  managed?: boolean
  /** MAC address. */
  mac?: string
  /** The card on the host. */
  source: PciInterfaceSource | UsbInterfaceSource
  teaming?: Teaming
  alias?: string
  /** Where the card stands in the guest. */
  address?: GuestAddress
}

const source: Shape<PciInterfaceSource | UsbInterfaceSource> = variant<PciInterfaceSource | UsbInterfaceSource, 'type'>(
  { title: 'interface source', key: 'type', attribute: 'type' },
  {
    pci: shape<PciInterfaceSource>({ title: 'PCI source' }, { type: at('@type', oneOf('pci')), ...pciAddressParts }),
    usb: shape<UsbInterfaceSource>({ title: 'USB source' }, { type: at('@type', oneOf('usb')), ...usbAddressParts }),
  },
)

/** The declaration of `<interface type='hostdev'>`, open. */
export const interfaceHostdev: Shape<InterfaceHostdev> = shape<InterfaceHostdev>(
  { title: 'interface', open: true },
  {
    type: at('@type', oneOf('hostdev')),
    managed: optional(at('@managed', eitherOrElse('yes', 'no'))),
    mac: optional(at('mac/@address', word)),
    source: at('source/address', source),
    teaming: optional(at('teaming', teaming)),
    alias: optional(at('alias/@name', word)),
    address: optional(at('address', guestAddress)),
  },
)
