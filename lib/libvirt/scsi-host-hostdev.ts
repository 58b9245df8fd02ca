import type { Codec } from '../shape/codec.js'
import { oneOf } from '../shape/codecs.js'
import { at, optional, shape } from '../shape/shape.js'
import { gatherAll } from './gathered.js'
import {
  BEYOND_SCHEMA,
  behindSource,
  droppedParts,
  partsGathered,
  policyGathered,
  refusedParts,
  subsystem,
  teaming,
  type SubsystemHostdev,
} from './hostdev-parts.js'

/** `<hostdev type='scsi_host'>`: a SCSI adapter that the kernel's vhost module makes, given to a guest. */
export interface ScsiHostHostdev extends SubsystemHostdev {
  type: 'scsi_host'
  /** How the guest sees it. */
  model?: 'virtio' | 'virtio-transitional' | 'virtio-non-transitional'
  protocol: 'vhost'
  /** World wide port name of the adapter: `naa.` and 16 hexadecimal digits. */
  wwpn: string
}

const WWPN = /^naa\.[0-9a-f]{16}$/i

const wwpn: Codec<string> = {
  expected: "a world wide port name of 'naa.' and 16 hexadecimal digits",
  emptyIsAbsent: true,
  decode: (raw) => (WWPN.test(raw) ? raw : undefined),
  encode: (value) => (typeof value === 'string' && WWPN.test(value) ? value : undefined),
  schema: { type: 'string', pattern: '^naa\\.[0-9a-fA-F]{16}$' },
}

export const scsiHostHostdev = shape<ScsiHostHostdev>(
  {
    title: 'SCSI adapter host device',
    dropped: droppedParts,
    refused: refusedParts,
    gathered: gatherAll(partsGathered, policyGathered),
  },
  {
    mode: subsystem.mode,
    type: at('@type', oneOf('scsi_host')),
    managed: subsystem.managed,
    model: optional(at('@model', oneOf('virtio', 'virtio-transitional', 'virtio-non-transitional'))),
    protocol: at('source/@protocol', oneOf('vhost')),
    wwpn: at('source/@wwpn', wwpn),
    teaming: optional(at('teaming', teaming, BEYOND_SCHEMA)),
    ...behindSource,
  },
)
