import type { Codec } from '../shape/codec.js'
import { count, oneOf, word } from '../shape/codecs.js'
import { at, list, optional, shape, type ObjectShape, type Shape } from '../shape/shape.js'
import { LEFT_OUT } from './pci-address.js'

const FEATURES = [
  'rx',
  'tx',
  'sg',
  'tso',
  'gso',
  'gro',
  'lro',
  'rxvlan',
  'txvlan',
  'ntuple',
  'rxhash',
  'rdma',
  'txudptnl',
  'switchdev',
] as const

/** `<feature>`: something that a network card does itself. */
export interface NetFeature {
  name: (typeof FEATURES)[number]
}

/** `<link>`: the state of a network interface's link. */
export interface NetLink {
  /** In Mbit/s; libvirt leaves zero out. */
  speed?: number
  state?: 'unknown' | 'notpresent' | 'down' | 'lowerlayerdown' | 'testing' | 'dormant' | 'up'
}

/** `<capability type='net'>`: a network interface. */
export interface NetCapability {
  type: 'net'
  /** The interface's name, for example `eth0`. */
  interface: string
  /** MAC address. */
  address?: string
  link?: NetLink
  /** libvirt writes each one once, in an order of its own. */
  features: NetFeature[]
  /** The IEEE standard of the network: `80203` Ethernet, `80211` wireless. */
  protocol?: '80203' | '80211'
}

/** Unlike an empty state or protocol, which is none, an empty speed is refused. */
const speed: Codec<number> = {
  ...count,
  emptyIsAbsent: false,
  inSchema: (raw) => /^[0-9]+$/.test(raw) && Number(raw) <= 0xffff_ffff,
}

const state = oneOf('unknown', 'notpresent', 'down', 'lowerlayerdown', 'testing', 'dormant', 'up')

const protocol = oneOf('80203', '80211')

const link: Shape<NetLink> = shape<NetLink>(
  { title: 'network link' },
  {
    speed: optional(at('@speed', speed)),
    state: optional(at('@state', { ...state, emptyIsAbsent: true })),
  },
)

const feature: Shape<NetFeature> = shape<NetFeature>(
  { title: 'network feature' },
  { name: at('@name', oneOf(...FEATURES)) },
)

export const netCapability: Shape<NetCapability> & ObjectShape = shape<NetCapability>(
  { title: 'network interface capability', written: asWritten },
  {
    type: at('@type', oneOf('net')),
    interface: at('interface', word),
    address: optional(at('address', word)),
    link: optional(at('link', link, { means: {} })),
    features: list('feature', feature, { unordered: true }),
    protocol: optional(at('capability/@type', { ...protocol, emptyIsAbsent: true }, { halfway: LEFT_OUT })),
  },
)

/** libvirt keeps the features as a set, and leaves out a speed of zero and a link of which nothing is known. */
function asWritten({ link: { speed = 0, ...link } = {}, features, ...rest }: NetCapability): NetCapability {
  const there = new Set(features.map(({ name }) => name))
  const known: NetLink = speed === 0 ? link : { ...link, speed }
  return {
    ...rest,
    ...(Object.values(known).some((value) => value !== undefined) ? { link: known } : {}),
    features: FEATURES.filter((name) => there.has(name)).map((name) => ({ name })),
  }
}
