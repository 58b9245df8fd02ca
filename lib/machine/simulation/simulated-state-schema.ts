import { uuid } from '../../libvirt/uuid-codec.js'
import { word } from '../../shape/codecs.js'
import { recordSchema } from '../../shape/json-schema.js'
import { mapSchema } from '../validators/open-schema.js'
import { mdevAttributeSchema } from '../mdev/mdev-attribute-schema.js'
import type { SimulatedDeviceState, SimulatedState } from './simulate-host.js'

const device = recordSchema<SimulatedDeviceState>('saved device', {
  required: { parent: word.schema, type: word.schema, uuid: uuid.schema },
  optional: {
    iommuGroup: { type: 'integer', minimum: 0 },
    attributes: { type: 'array', items: mdevAttributeSchema },
  },
})

/** The JSON Schema of a `SimulatedState`. Unknown keys are refused: the file is written anew, which would lose them. */
export const simulatedStateSchema = recordSchema<SimulatedState>('state of a simulated machine', {
  required: { version: { const: 1 }, personality: word.schema, devices: { type: 'array', items: device } },
  optional: { files: mapSchema<Record<string, string>>('stored files', { type: 'string' }) },
})
