import { oneOf, word } from '../shape/codecs.js'
import { at, shape, type ObjectShape, type Shape } from '../shape/shape.js'

/** `<capability type='scsi_generic'>`: the raw access to a SCSI device. libvirt cannot read its own output. */
export interface ScsiGenericCapability {
  type: 'scsi_generic'
  /** The device file, for example `/dev/sg0`. */
  char: string
}

export const scsiGenericCapability: Shape<ScsiGenericCapability> & ObjectShape = shape<ScsiGenericCapability>(
  { title: 'generic SCSI capability' },
  { type: at('@type', oneOf('scsi_generic')), char: at('char', word) },
)
