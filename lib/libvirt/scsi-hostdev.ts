import { oneOf } from '../shape/codecs.js'
import { at, flag, optional, shape } from '../shape/shape.js'
import { gatherAll } from './gathered.js'
import {
  BEYOND_SCHEMA,
  behindSource,
  partsGathered,
  policyGathered,
  refusedParts,
  subsystem,
  teaming,
  type SubsystemHostdev,
} from './hostdev-parts.js'
import { scsiSource, type IscsiSource, type ScsiAdapterSource } from './scsi-source.js'

/** `<hostdev type='scsi'>`: a SCSI device that is given to a guest. */
export interface ScsiHostdev extends SubsystemHostdev {
  type: 'scsi'
  /** Whether the kernel filters the guest's commands; `unfiltered` is no longer supported. */
  sgio?: 'filtered' | 'unfiltered'
  /** Whether the guest's process gets the right to raw access. */
  rawio?: 'yes' | 'no'
  source: ScsiAdapterSource | IscsiSource
  /** Whether the guest may only read. */
  readonly?: boolean
  /** Whether other guests may use the device at the same time. */
  shareable?: boolean
}

export const scsiHostdev = shape<ScsiHostdev>(
  { title: 'SCSI host device', refused: refusedParts, gathered: gatherAll(partsGathered, policyGathered) },
  {
    mode: subsystem.mode,
    type: at('@type', oneOf('scsi')),
    managed: subsystem.managed,
    sgio: optional(at('@sgio', oneOf('filtered', 'unfiltered'))),
    rawio: optional(at('@rawio', oneOf('yes', 'no'))),
    source: at('source', scsiSource),
    teaming: optional(at('teaming', teaming, BEYOND_SCHEMA)),
    readonly: flag('readonly'),
    shareable: flag('shareable'),
    ...behindSource,
  },
)
