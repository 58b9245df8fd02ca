import { decimal, integer, oneOf, word } from '../shape/codecs.js'
import { at, optional, shape, type ObjectShape, type Shape } from '../shape/shape.js'
import { number } from './capability-numbers.js'
import { UNREAD, unreadCount } from './unread-number.js'

/** `<capability type='fc_host'>`: a SCSI host that is a Fibre Channel adapter. Names are of 16 hexadecimal digits. */
export interface FcHost {
  /** World wide node name; libvirt makes one up for a virtual adapter that comes without. */
  wwnn?: string
  /** World wide port name; libvirt makes one up for a virtual adapter that comes without. */
  wwpn?: string
  fabricWwn?: string
}

/** `<capability type='vport_ops'>`: a SCSI host on which virtual adapters (NPIV) can be made. */
export interface VportOps {
  /** How many virtual adapters it can have; libvirt writes it and never reads it. */
  maxVports?: number
  /** How many it has; libvirt writes it and never reads it. */
  vports?: number
}

/** `<capability type='scsi_host'>`: a SCSI adapter. */
export interface ScsiHostCapability {
  type: 'scsi_host'
  /** The kernel's number of it, as in `host3`; absent in a document that asks for a virtual adapter. */
  host?: number
  /** Where the driver tells several adapters on one card apart. */
  uniqueId?: number
  fcHost?: FcHost
  vportOps?: VportOps
}

const fcHost: Shape<FcHost> = shape<FcHost>(
  { title: 'Fibre Channel host', unfolded: true },
  {
    wwnn: optional(at('wwnn', word)),
    wwpn: optional(at('wwpn', word)),
    fabricWwn: optional(at('fabric_wwn', word)),
  },
)

const vportOps: Shape<VportOps> = shape<VportOps>(
  { title: 'maker of virtual adapters' },
  {
    maxVports: optional(at('max_vports', unreadCount, { ...UNREAD, otherwise: '0' })),
    vports: optional(at('vports', unreadCount, { ...UNREAD, otherwise: '0' })),
  },
)

const uniqueId = integer({
  min: -1,
  max: 0x7fff_ffff,
  base: 10,
  expected: 'a decimal number, -1 for none',
  write: decimal,
})

export const scsiHostCapability: Shape<ScsiHostCapability> & ObjectShape = shape<ScsiHostCapability>(
  {
    title: 'SCSI host capability',
    refused: { capability: ['schema', 'parse'] },
    written: ({ uniqueId, ...rest }) => ({ ...rest, uniqueId: uniqueId === -1 ? undefined : uniqueId }),
  },
  {
    type: at('@type', oneOf('scsi_host')),
    host: optional(at('host', number)),
    uniqueId: optional(at('unique_id', uniqueId)),
    fcHost: optional(at("capability[@type='fc_host']", fcHost)),
    vportOps: optional(at("capability[@type='vport_ops']", vportOps)),
  },
)
