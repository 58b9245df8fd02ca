import { oneOf } from '../shape/codecs.js'
import { at, list, optional, shape } from '../shape/shape.js'
import { gatherAll, sourceText } from './gathered.js'
import {
  absolutePath,
  BEYOND_SCHEMA,
  behindSource,
  deviceName,
  droppedParts,
  partsGathered,
  teaming,
  type HostdevParts,
} from './hostdev-parts.js'
import { interfaceIp, interfaceRoute, type HostdevIp, type HostdevRoute } from './interface-ip.js'

export type { HostdevIp, HostdevRoute }

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

export const storageHostdev = shape<StorageHostdev>(
  { title: 'block host device', dropped: droppedParts, gathered: gatherAll(partsGathered, sourceText('block')) },
  {
    mode,
    type: at('@type', oneOf('storage')),
    block: at('source/block', absolutePath),
    teaming: optional(at('teaming', teaming, BEYOND_SCHEMA)),
    ...behindSource,
  },
)

export const miscHostdev = shape<MiscHostdev>(
  { title: 'character host device', dropped: droppedParts, gathered: gatherAll(partsGathered, sourceText('char')) },
  {
    mode,
    type: at('@type', oneOf('misc')),
    char: at('source/char', absolutePath),
    teaming: optional(at('teaming', teaming, BEYOND_SCHEMA)),
    ...behindSource,
  },
)

export const netHostdev = shape<NetHostdev>(
  { title: 'network host device', dropped: droppedParts, gathered: gatherAll(partsGathered, sourceText('interface')) },
  {
    mode,
    type: at('@type', oneOf('net')),
    interface: at('source/interface', deviceName),
    ips: list('ip', interfaceIp),
    routes: list('route', interfaceRoute),
    teaming: optional(at('teaming', teaming, BEYOND_SCHEMA)),
    ...behindSource,
  },
)
