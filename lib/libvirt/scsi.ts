import { oneOf, word } from '../shape/codecs.js'
import { at, optional, shape, type ObjectShape, type Shape } from '../shape/shape.js'
import { number } from './capability-numbers.js'

/** `<capability type='scsi'>`: a SCSI device. */
export interface ScsiCapability {
  type: 'scsi'
  /** Number of the SCSI host. */
  host: number
  bus: number
  target: number
  /** Logical unit on the target. */
  lun: number
  /** Kind of device: `disk`, `cdrom`, `tape`, ... */
  deviceType?: string
}

export const scsiCapability: Shape<ScsiCapability> & ObjectShape = shape<ScsiCapability>(
  { title: 'SCSI device capability' },
  {
    type: at('@type', oneOf('scsi')),
    host: at('host', number),
    bus: at('bus', number),
    target: at('target', number),
    lun: at('lun', number),
    deviceType: optional(at('type', word)),
  },
)
