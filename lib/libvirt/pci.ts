import type { Codec } from '../shape/codec.js'
import { count, decimal, hexadecimal, integer, oneOf, word } from '../shape/codecs.js'
import {
  at,
  flag,
  list,
  optional,
  shape,
  variant,
  type Fault,
  type ObjectShape,
  type Shape,
  type Written,
} from '../shape/shape.js'
import { MDEV_TYPES, mdevType, UNTOLD, type MdevType } from './mdev-types.js'
import { pciAddress, type PciAddress } from './pci-address.js'
import { pciVpd, type PciVpd } from './pci-vpd.js'

/** A PCI vendor or product: its number, and its name where the PCI database knows one. */
export interface PciId {
  /** 16 bits, as in `/sys/bus/pci/devices/<address>/vendor` and `device`. */
  id: number
  name?: string
}

/** `<capability type='virt_functions'>`: the virtual functions of an SR-IOV physical function. */
export interface PciVirtualFunctions {
  /** How many the device could have at most; absent where that is unknown or zero. */
  maxCount?: number
  /** In the order of their numbers, as the kernel gives them. */
  addresses: PciAddress[]
}

/** `<iommuGroup>`: the functions that can only be assigned together. */
export interface IommuGroup {
  number: number
  addresses: PciAddress[]
}

/** `<link>` inside `<pci-express>`. */
export interface PciExpressLink {
  validity: 'cap' | 'sta'
  /** Port number; only with `cap`. A negative one is none, and not written. */
  port?: number
  /** In GT/s; absent where the link is down or the speed unknown. */
  speed?: '2.5' | '5' | '8' | '16' | '32' | '64'
  /** Number of lanes, 0 for a link that is down. */
  width: number
}

/** `<pci-express>`; without links the device is an integrated endpoint. */
export interface PciExpress {
  links: PciExpressLink[]
}

/** `<capability type='pci'>`: a PCI function. */
export interface PciCapability {
  type: 'pci'
  /** 24 bits: class, subclass, interface. A negative one is none, and not written. */
  class?: number
  /** The address of the function itself; libvirt writes its parts in decimal here. */
  domain: number
  bus: number
  slot: number
  function: number
  product: PciId
  vendor: PciId
  /** On a virtual function: the physical function it belongs to. */
  physFunction?: PciAddress
  virtFunctions?: PciVirtualFunctions
  /** Whether it is a PCI-to-PCI bridge, by its configuration header. */
  pciBridge?: boolean
  /** Whether it is a CardBus bridge, by its configuration header. */
  cardbusBridge?: boolean
  /** The types of mediated devices that the function offers, where its driver is a parent. */
  mdevTypes?: MdevType[]
  vpd?: PciVpd
  iommuGroup?: IommuGroup
  /** NUMA node, 0 or higher; a negative one is none, and not written. */
  numaNode?: number
  pciExpress?: PciExpress
}

const id = integer({ min: 0, max: 0xffff, base: 16, expected: 'a 16-bit hexadecimal number', write: hexadecimal(4) })

const pciId: Shape<PciId> = shape<PciId>({ title: 'PCI id' }, { id: at('@id', id), name: optional(at('.', word)) })

/** A part of the function's own address: libvirt checks that it is a number, not that such a function can be. */
const part = (what: string) =>
  integer({ min: 0, max: 0xffff_ffff, base: 10, expected: `a PCI ${what} in decimal`, write: decimal })

const virtualFunctions: Shape<PciVirtualFunctions> = shape<PciVirtualFunctions>(
  {
    title: 'list of virtual functions',
    written: ({ maxCount, addresses }) => ({ maxCount: maxCount === 0 ? undefined : maxCount, addresses }),
  },
  { maxCount: optional(at('@maxCount', count)), addresses: list('address', pciAddress) },
)

export const iommuGroup: Shape<IommuGroup> = shape<IommuGroup>(
  { title: 'IOMMU group' },
  { number: at('@number', count), addresses: list('address', pciAddress, { unordered: true }) },
)

const port: Codec<number> = {
  ...integer({
    min: -0x8000_0000,
    max: 0x7fff_ffff,
    base: 10,
    expected: 'a port number',
    write: decimal,
    schemaForm: /^[0-9]+$/,
  }),
  emptyIsAbsent: false,
}

const known = oneOf('2.5', '5', '8', '16', '32', '64')

/** An empty one is none. The schema takes any number, with any character for the point. */
const speed: typeof known = {
  ...known,
  emptyIsAbsent: true,
  inSchema: (raw) => /^[0-9]+(?:[^0-9\n\r][0-9]+)?$/.test(raw),
}

/** libvirt looks for links of the two kinds, and at no part of another one. */
const OTHER_LINK: Fault = { code: 'read/value-invalid', refusedBy: ['schema'], severity: 'warning', effect: 'dropped' }

const linkOfKind = shape<PciExpressLink>(
  { title: 'PCI Express link', written: ({ port, ...rest }) => ({ ...rest, port: unlessNegative(port) }) },
  {
    validity: at('@validity', oneOf('cap', 'sta'), { invalid: OTHER_LINK }),
    port: optional(at('@port', port)),
    speed: optional(at('@speed', speed)),
    width: at('@width', integer({ min: 0, max: 0xffff_ffff, base: 0, expected: 'a number of lanes', write: decimal })),
  },
)

const link: Shape<PciExpressLink> = variant<PciExpressLink, 'validity'>(
  {
    title: 'PCI Express link',
    key: 'validity',
    attribute: 'validity',
    missing: { ...OTHER_LINK, code: 'read/value-missing' },
    unknown: OTHER_LINK,
  },
  { cap: linkOfKind, sta: linkOfKind },
)

const pciExpress: Shape<PciExpress> = shape<PciExpress>(
  { title: 'PCI Express' },
  { links: list('link', link, { unordered: 'validity' }) },
)

const ADDRESS_MISSING: Fault = { code: 'read/value-missing', refusedBy: ['parse'] }

export const pciCapability: Shape<PciCapability> & ObjectShape = shape<PciCapability>(
  { title: 'PCI capability', refused: UNTOLD, written: asWritten },
  {
    type: at('@type', oneOf('pci')),
    class: optional(
      at(
        'class',
        integer({
          min: -0x8000_0000,
          max: 0xff_ffff,
          base: 16,
          expected: 'a 24-bit hexadecimal class',
          write: (value) => `${value < 0 ? '-' : ''}${hexadecimal(6)(Math.abs(value))}`,
          schemaForm: /^0x[0-9a-fA-F]{6}$/,
        }),
      ),
    ),
    domain: at('domain', part('domain')),
    bus: at('bus', part('bus')),
    slot: at('slot', part('slot')),
    function: at('function', part('function')),
    product: at('product', pciId),
    vendor: at('vendor', pciId),
    physFunction: optional(at("capability[@type='phys_function']/address", pciAddress, { halfway: ADDRESS_MISSING })),
    virtFunctions: optional(at("capability[@type='virt_functions']", virtualFunctions)),
    pciBridge: flag("capability[@type='pci-bridge']"),
    cardbusBridge: flag("capability[@type='cardbus-bridge']"),
    mdevTypes: optional(list(MDEV_TYPES, mdevType, { unordered: 'id' })),
    vpd: optional(at("capability[@type='vpd']", pciVpd)),
    iommuGroup: optional(at('iommuGroup', iommuGroup)),
    numaNode: optional(
      at(
        'numa/@node',
        integer({ min: -0x8000_0000, max: 0x7fff_ffff, base: 10, expected: 'a NUMA node', write: decimal }),
      ),
    ),
    pciExpress: optional(at('pci-express', pciExpress)),
  },
)

/** libvirt leaves out a group without members, and a class and NUMA node below zero. */
function asWritten({ class: code, iommuGroup, numaNode, ...rest }: PciCapability): Written<PciCapability> {
  return {
    ...rest,
    class: unlessNegative(code),
    iommuGroup: iommuGroup?.addresses.length === 0 ? undefined : iommuGroup,
    numaNode: unlessNegative(numaNode),
  }
}

function unlessNegative(value: number | undefined): number | undefined {
  return value !== undefined && value < 0 ? undefined : value
}
