import { oneOf, word } from '../shape/codecs.js'
import { at, optional, shape, type ObjectShape, type Shape } from '../shape/shape.js'
import { uuid } from './uuid-codec.js'

/** `<hardware>` of the machine, from its DMI table or device tree. */
export interface SystemHardware {
  vendor?: string
  version?: string
  serial?: string
  /** Lower case with dashes. */
  uuid: string
}

/** `<firmware>` of the machine; empty where nothing is known of it. */
export interface SystemFirmware {
  vendor?: string
  version?: string
  /** As the firmware spells it, for example `09/08/2011`. */
  releaseDate?: string
}

/** `<capability type='system'>`: the machine itself, the device named `computer`. */
export interface SystemCapability {
  type: 'system'
  product?: string
  hardware: SystemHardware
  /** libvirt writes an empty element where it is absent. */
  firmware?: SystemFirmware
}

const hardware: Shape<SystemHardware> = shape<SystemHardware>(
  { title: 'system hardware' },
  {
    vendor: optional(at('vendor', word)),
    version: optional(at('version', word)),
    serial: optional(at('serial', word)),
    uuid: at('uuid', uuid),
  },
)

const firmware: Shape<SystemFirmware> = shape<SystemFirmware>(
  { title: 'system firmware', unfolded: true },
  {
    vendor: optional(at('vendor', word)),
    version: optional(at('version', word)),
    releaseDate: optional(at('release_date', word)),
  },
)

export const systemCapability: Shape<SystemCapability> & ObjectShape = shape<SystemCapability>(
  { title: 'system capability', written: ({ firmware = {}, ...rest }) => ({ ...rest, firmware }) },
  {
    type: at('@type', oneOf('system')),
    product: optional(at('product', word)),
    hardware: at('hardware', hardware),
    firmware: optional(at('firmware', firmware)),
  },
)
