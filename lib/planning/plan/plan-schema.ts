import { uuid } from '../../libvirt/uuid-codec.js'
import { mdevAttributeSchema } from '../../machine/mdev/mdev-attribute-schema.js'
import { mapSchema } from '../../machine/validators/open-schema.js'
import { word } from '../../shape/codecs.js'
import type { JsonSchema } from '../../shape/json-schema-type.js'
import { recordSchema } from '../../shape/json-schema.js'
import type {
  AutostartStep,
  ConfigurePoolStep,
  CreateStep,
  DefineStep,
  Plan,
  RecoverStep,
  StartStep,
} from './plan-step.js'

const name = word.schema
const ordinal: JsonSchema = { type: 'integer', minimum: 0 }
const attributes: JsonSchema = { type: 'array', items: mdevAttributeSchema }
const certainty: JsonSchema = { enum: ['certain', 'likely', 'unknown'] }
const group = uuid.schema

const ofDevice = { wish: ordinal, parent: name, type: name }

const recover = recordSchema<RecoverStep>('step that recovers', {
  required: { kind: { const: 'recover' }, id: name },
  optional: { host: name },
})

const configurePool = recordSchema<ConfigurePoolStep>('step that divides a pool', {
  required: {
    kind: { const: 'configure-pool' },
    parent: name,
    counts: mapSchema<Record<string, number>>('counts of types', ordinal),
  },
  optional: { host: name },
})

const create = recordSchema<CreateStep>('step that makes a device', {
  required: { kind: { const: 'create' }, ...ofDevice, certainty },
  optional: {
    host: name,
    uuid: uuid.schema,
    attributes,
    aggregate: { type: 'integer', minimum: 1 },
    index: name,
    group,
  },
})

const start = recordSchema<StartStep>('step that starts a device', {
  required: { kind: { const: 'start' }, ...ofDevice, uuid: uuid.schema, certainty },
  optional: { host: name, attributes, group },
})

const define = recordSchema<DefineStep>('step that defines a device', {
  required: { kind: { const: 'define' }, ...ofDevice, uuid: uuid.schema, autostart: { type: 'boolean' } },
  optional: { host: name, attributes },
})

const autostart = recordSchema<AutostartStep>('step that says when a device is started', {
  required: { kind: { const: 'autostart' }, ...ofDevice, uuid: uuid.schema, autostart: { type: 'boolean' } },
  optional: { host: name },
})

/** The JSON Schema of a `PlanStep`. */
export const planStepSchema: JsonSchema = { anyOf: [recover, configurePool, create, start, define, autostart] }

/** The JSON Schema of a `Plan`. Unknown keys and kinds of steps are refused: what is not understood must not be done by halves. */
export const planSchema = recordSchema<Plan>('plan', {
  required: {
    version: { const: 1 },
    steps: { type: 'array', items: planStepSchema },
  },
  optional: {},
})
