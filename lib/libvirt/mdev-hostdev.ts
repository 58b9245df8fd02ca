import { oneOf } from '../shape/codecs.js'
import { at, optional, shape, type Fault } from '../shape/shape.js'
import { gatherAll } from './gathered.js'
import {
  BEYOND_SCHEMA,
  behindSource,
  droppedParts,
  onOff,
  partsGathered,
  policyGathered,
  refusedParts,
  subsystem,
  teaming,
  type SubsystemHostdev,
} from './hostdev-parts.js'
import type { DeviceApi } from './mdev-types.js'
import { uuid } from './uuid-codec.js'

/** How the guest sees a mediated device; it has to be the device API of the device's type. */
export type MdevModel = 'vfio-pci' | 'vfio-ccw' | 'vfio-ap'

const MODELS = ['vfio-pci', 'vfio-ccw', 'vfio-ap'] as const satisfies readonly MdevModel[]

/** The model that has to be said of devices with a device API; `undefined` where libvirt has none for it. */
export function mdevModelOf(deviceApi: DeviceApi): MdevModel | undefined {
  return MODELS.find((model) => model === deviceApi)
}

/** `<hostdev type='mdev'>`: a mediated device that is given to a guest. `managed` has no effect on it. */
export interface MdevHostdev extends SubsystemHostdev {
  type: 'mdev'
  model: MdevModel
  /** Whether the guest's screen can be seen through the device; only with `vfio-pci`. */
  display?: 'on' | 'off'
  /** Whether the guest's firmware may draw before a driver is loaded; only with `vfio-pci`, one in a domain. */
  ramfb?: 'on' | 'off'
  /** The mediated device, lower case with dashes. */
  uuid: string
}

const BOTH = ['schema', 'parse'] as const
const UUID_MISSING: Fault = { code: 'hostdev/uuid-missing', refusedBy: BOTH }
const UUID_INVALID: Fault = { code: 'hostdev/uuid-invalid', refusedBy: BOTH }
const MODEL_MISSING: Fault = { code: 'hostdev/model-missing', refusedBy: BOTH }
const MODEL_UNKNOWN: Fault = { code: 'hostdev/model-unknown', refusedBy: BOTH }

export const mdevHostdev = shape<MdevHostdev>(
  {
    title: 'mediated host device',
    dropped: droppedParts,
    refused: refusedParts,
    gathered: gatherAll(partsGathered, policyGathered),
  },
  {
    mode: subsystem.mode,
    type: at('@type', oneOf('mdev')),
    managed: subsystem.managed,
    model: at('@model', oneOf(...MODELS), { missing: MODEL_MISSING, invalid: MODEL_UNKNOWN }),
    display: optional(at('@display', onOff)),
    ramfb: optional(at('@ramfb', onOff)),
    uuid: at('source+/address/@uuid', uuid, { missing: UUID_MISSING, invalid: UUID_INVALID }),
    teaming: optional(at('teaming', teaming, BEYOND_SCHEMA)),
    ...behindSource,
  },
)
