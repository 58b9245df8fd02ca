import type { Codec } from '../shape/codec.js'
import { decimal, integer, oneOf } from '../shape/codecs.js'
import { at, optional, shape, type Fault, type Shape } from '../shape/shape.js'
import { visible } from '../xml/visible.js'
import { familyOf, ipBytes, ipText, isMapped, isNetwork, maskOf, netmaskText, type IpFamily } from './ip-family.js'
import { isDecimal, withoutSign } from './pci-address.js'

/** `<ip>`: an address that the interface gets in the container. */
export interface HostdevIp {
  address: string
  family?: IpFamily
  /** Number of bits of the network, 0 to 32 or, of IPv6, to 128. */
  prefix?: number
  /** The address at the other end. */
  peer?: string
}

/** `<route>`: a route that the interface gets in the container. */
export interface HostdevRoute {
  /** IPv4 where it is absent. */
  family?: IpFamily
  /** The network. */
  address: string
  netmask?: string
  /** Number of bits of the network, 0 to 32 or, of IPv6, to 128; instead of `netmask`. */
  prefix?: number
  gateway: string
  /** 1 or higher. */
  metric?: number
}

const BITS: Readonly<Record<IpFamily, number>> = { ipv4: 32, ipv6: 128 }

const inSchema = (max: number) => (raw: string) => /^[^+-]*$/.test(raw) && isDecimal(raw, 0, max)
const prefix = {
  ...integer({
    min: 0,
    max: 128,
    base: 10,
    expected: 'a number of bits from 0 to 128',
    write: decimal,
    schemaForm: inSchema(128),
  }),
  emptyIsAbsent: false,
}
/** Of an address libvirt takes a negative number for so many less than 2 to the power of 32. */
const wrappingPrefix: Codec<number> = {
  ...prefix,
  decode: (raw, remark) => {
    const wrapped = /^[ \t\n\v\f\r]*-[0-9]+$/.test(raw) ? 2 ** 32 + Number(raw) : 2 ** 32
    if (wrapped < 1 || wrapped > 128) return prefix.decode(raw, remark)
    remark('spelling', `libvirt reads '${visible(raw)}' as ${wrapped}.`)
    return wrapped
  },
}

const metric = {
  ...integer({
    min: 1,
    max: 0xffff_ffff,
    base: 10,
    expected: 'a metric of 1 or higher',
    write: decimal,
    schemaForm: (raw) => /^[0-9]+$/.test(raw) && Number(raw) <= 0xffff_ffff,
  }),
  emptyIsAbsent: false,
}
const family = { ...oneOf('ipv4', 'ipv6'), inSchema: (raw: string) => raw === 'ipv4' || raw === 'ipv6' }

/** libvirt takes an unknown family for none told. */
const FAMILY_IGNORED: Fault = {
  code: 'read/value-invalid',
  refusedBy: ['schema'],
  severity: 'warning',
  effect: 'ignored',
}

function known(text: string | undefined): IpFamily | undefined {
  const bytes = text === undefined ? undefined : ipBytes(text)
  return bytes === undefined ? undefined : familyOf(bytes)
}

/** The same where one of IPv4 is asked for, as which IPv6 has a spelling. */
function knownAs(text: string, wanted: IpFamily | undefined): IpFamily | undefined {
  return wanted === 'ipv4' && isMapped(ipBytes(text) ?? []) ? 'ipv4' : known(text)
}

export const interfaceIp: Shape<HostdevIp> = shape<HostdevIp>(
  {
    title: 'IP address',
    // No bits are none told.
    written: ({ prefix, ...rest }) => (prefix === 0 ? rest : { ...rest, prefix }),
    checks: [
      {
        fields: ['address', 'family', 'peer', 'prefix'],
        fault: { code: 'hostdev/ip-mixed', refusedBy: ['parse'] },
        find: ({ address, family, peer, prefix }) => {
          const own = address === undefined ? undefined : knownAs(address, family)
          if (own === undefined) return undefined
          const told = visible(address ?? '')
          if (family !== undefined && family !== own) {
            return { at: 'address', message: `The address ${told} is not one of ${family}.` }
          }
          if (peer !== undefined && knownAs(peer, own) !== own) {
            return {
              at: 'peer',
              message: `The address ${told} is of ${own}, and ${visible(peer)} at the other end is not.`,
            }
          }
          return prefix === undefined || prefix <= BITS[own]
            ? undefined
            : { at: 'prefix', message: `The prefix ${prefix} is longer than an address of ${own}.` }
        },
      },
    ],
  },
  {
    address: at('@address', { ...ipText, emptyIsAbsent: true }),
    family: optional(at('@family', family, { invalid: FAMILY_IGNORED })),
    prefix: optional(at('@prefix', wrappingPrefix)),
    peer: optional(at('@peer', ipText)),
  },
)

export const interfaceRoute: Shape<HostdevRoute> = shape<HostdevRoute>(
  {
    title: 'route',
    checks: [
      {
        fields: ['netmask', 'prefix'],
        fault: { code: 'hostdev/route-unclear', refusedBy: ['schema', 'parse'] },
        unread: true,
        find: ({ netmask, prefix }, unread) =>
          (netmask !== undefined || unread.has('netmask')) && (prefix !== undefined || unread.has('prefix'))
            ? { at: 'prefix', message: 'The route has both a netmask and a prefix.' }
            : undefined,
      },
      {
        fields: ['address', 'family', 'gateway', 'netmask', 'prefix'],
        fault: { code: 'hostdev/ip-mixed', refusedBy: ['parse'] },
        find: ({ address = '', family = 'ipv4', gateway = '', netmask, prefix }) => {
          const [network, way] = [ipBytes(address), known(gateway)]
          if (network === undefined || way === undefined) return undefined
          if (familyOf(network) !== family) {
            return { at: 'address', message: `The network ${visible(address)} is not one of ${family}.` }
          }
          if (way !== family)
            return { at: 'gateway', message: `The gateway ${visible(gateway)} is not one of ${family}.` }
          if (netmask !== undefined && (family === 'ipv6' || known(netmask) !== 'ipv4')) {
            return { at: 'netmask', message: `${visible(netmask)} is no netmask of ${family}.` }
          }
          if (prefix !== undefined && prefix > BITS[family]) {
            return { at: 'prefix', message: `The prefix ${prefix} is longer than an address of ${family}.` }
          }
          const mask = (netmask === undefined ? undefined : ipBytes(netmask)) ?? maskOf(prefix ?? 0, network.length)
          return isNetwork(network, mask)
            ? undefined
            : { at: 'address', message: `${visible(address)} is not the address of a network of that size.` }
        },
      },
    ],
  },
  {
    family: optional(at('@family', family)),
    address: at('@address', { ...ipText, emptyIsAbsent: true }),
    netmask: optional(at('@netmask', netmaskText)),
    prefix: optional(at('@prefix', withoutSign(prefix))),
    gateway: at('@gateway', { ...ipText, emptyIsAbsent: true }),
    metric: optional(at('@metric', metric)),
  },
)
