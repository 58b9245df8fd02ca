import { oneOf, word } from '../shape/codecs.js'
import { at, optional, shape, type ObjectShape, type Shape } from '../shape/shape.js'

/** `<capability type='fc_remote_port'>`: the port behind which a Fibre Channel target stands. */
export interface FcRemotePort {
  /** The kernel's name, for example `rport-0:0-0`. */
  rport: string
  /** World wide port name, for example `0x5005076805e8a3c2`. */
  wwpn: string
}

/** `<capability type='scsi_target'>`: a target on a SCSI bus. */
export interface ScsiTargetCapability {
  type: 'scsi_target'
  /** The kernel's name, for example `target0:0:0`. */
  target: string
  fcRemotePort?: FcRemotePort
}

const fcRemotePort: Shape<FcRemotePort> = shape<FcRemotePort>(
  { title: 'Fibre Channel remote port' },
  { rport: at('rport', word), wwpn: at('wwpn', word) },
)

export const scsiTargetCapability: Shape<ScsiTargetCapability> & ObjectShape = shape<ScsiTargetCapability>(
  { title: 'SCSI target capability', refused: { capability: ['schema', 'parse'] } },
  {
    type: at('@type', oneOf('scsi_target')),
    target: at('target', word),
    fcRemotePort: optional(at("capability[@type='fc_remote_port']", fcRemotePort)),
  },
)
