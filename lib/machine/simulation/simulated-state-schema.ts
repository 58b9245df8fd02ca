import { uuid } from '../../libvirt/uuid-codec.js'
import { word } from '../../shape/codecs.js'
import { recordSchema } from '../../shape/json-schema.js'
import { mapSchema } from '../validators/open-schema.js'
import { mdevAttributeSchema } from '../mdev/mdev-attribute-schema.js'
import { listedType } from '../snapshot/host-snapshot-schema.js'
import type { SimulatedDeviceState, SimulatedParentState, SimulatedState } from './simulated-state.js'

const attributes = { type: 'array', items: mdevAttributeSchema }
const { backend } = listedType.required

const device = recordSchema<SimulatedDeviceState>('saved device', {
  required: { parent: word.schema, type: word.schema },
  optional: {
    backend,
    uuid: uuid.schema,
    index: { type: 'string' },
    parameters: { type: 'string' },
    aggregation: { type: 'integer', minimum: 1 },
    group: uuid.schema,
    started: { type: 'boolean' },
    iommuGroup: { type: 'integer', minimum: 0 },
    attributes,
  },
})

const parent = recordSchema<SimulatedParentState>('saved parent', {
  required: { parent: word.schema, attributes },
  optional: { backend },
})

/** The JSON Schema of a `SimulatedState`. Unknown keys are refused: the file is written anew, which would lose them. */
export const simulatedStateSchema = recordSchema<SimulatedState>('state of a simulated machine', {
  required: { version: { const: 1 }, personality: word.schema, devices: { type: 'array', items: device } },
  optional: {
    parents: { type: 'array', items: parent },
    files: mapSchema<Record<string, string>>('stored files', { type: 'string' }),
  },
})
