import { decimal, integer, oneOf, word } from '../shape/codecs.js'
import { at, list, optional, shape, type Shape } from '../shape/shape.js'
import {
  absolutePath,
  BEYOND_SCHEMA,
  behindSource,
  deviceName,
  droppedParts,
  teaming,
  type HostdevParts,
} from './hostdev-parts.js'

/** `<hostdev mode='capabilities' type='storage'>`: a block device of the host, for a container. */
export interface StorageHostdev extends HostdevParts {
  mode: 'capabilities'
  type: 'storage'
  /** The device file, for example `/dev/sdf1`. */
  block: string
}

/** `<hostdev mode='capabilities' type='misc'>`: a character device of the host, for a container. */
export interface MiscHostdev extends HostdevParts {
  mode: 'capabilities'
  type: 'misc'
  /** The device file, for example `/dev/input/event3`. */
  char: string
}

/** `<ip>`: an address that the interface gets in the container. */
export interface HostdevIp {
  address: string
  family?: 'ipv4' | 'ipv6'
  /** Number of bits of the network, 0 to 128. */
  prefix?: number
  /** The address at the other end. */
  peer?: string
}

/** `<route>`: a route that the interface gets in the container. */
export interface HostdevRoute {
  family?: 'ipv4' | 'ipv6'
  /** The network. */
  address?: string
  netmask?: string
  /** Number of bits of the network, 0 to 128; instead of `netmask`. */
  prefix?: number
  gateway: string
  /** 1 or higher. */
  metric?: number
}

/** `<hostdev mode='capabilities' type='net'>`: a network interface of the host, for a container. */
export interface NetHostdev extends HostdevParts {
  mode: 'capabilities'
  type: 'net'
  /** The interface's name, for example `eth0`. */
  interface: string
  ips: HostdevIp[]
  routes: HostdevRoute[]
}

const mode = at('@mode', oneOf('capabilities'))
const family = oneOf('ipv4', 'ipv6')
const prefix = integer({ min: 0, max: 128, base: 10, expected: 'a number of bits from 0 to 128', write: decimal })
const metric = integer({ min: 1, max: 0xffff_ffff, base: 10, expected: 'a metric of 1 or higher', write: decimal })

const ip: Shape<HostdevIp> = shape<HostdevIp>(
  // No bits are none told.
  { title: 'IP address', written: ({ prefix, ...rest }) => (prefix === 0 ? rest : { ...rest, prefix }) },
  {
    address: at('@address', word),
    family: optional(at('@family', family)),
    prefix: optional(at('@prefix', prefix)),
    peer: optional(at('@peer', word)),
  },
)

const route: Shape<HostdevRoute> = shape<HostdevRoute>(
  { title: 'route' },
  {
    family: optional(at('@family', family)),
    address: optional(at('@address', word)),
    netmask: optional(at('@netmask', word)),
    prefix: optional(at('@prefix', prefix)),
    gateway: at('@gateway', word),
    metric: optional(at('@metric', metric)),
  },
)

export const storageHostdev = shape<StorageHostdev>(
  { title: 'block host device', dropped: droppedParts },
  {
    mode,
    type: at('@type', oneOf('storage')),
    block: at('source/block', absolutePath),
    teaming: optional(at('teaming', teaming, BEYOND_SCHEMA)),
    ...behindSource,
  },
)

export const miscHostdev = shape<MiscHostdev>(
  { title: 'character host device', dropped: droppedParts },
  {
    mode,
    type: at('@type', oneOf('misc')),
    char: at('source/char', absolutePath),
    teaming: optional(at('teaming', teaming, BEYOND_SCHEMA)),
    ...behindSource,
  },
)

export const netHostdev = shape<NetHostdev>(
  { title: 'network host device', dropped: droppedParts },
  {
    mode,
    type: at('@type', oneOf('net')),
    interface: at('source/interface', deviceName),
    ips: list('ip', ip),
    routes: list('route', route),
    teaming: optional(at('teaming', teaming, BEYOND_SCHEMA)),
    ...behindSource,
  },
)
