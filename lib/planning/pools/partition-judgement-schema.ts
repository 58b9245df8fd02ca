import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import { mapSchema, openSchema } from '../../machine/validators/open-schema.js'
import type { JsonSchema } from '../../shape/json-schema-type.js'
import { recordSchema } from '../../shape/json-schema.js'
import type { PartitionDevice, PartitionJudgement } from './partition-judgement.js'

const text: JsonSchema = { type: 'string' }
const CERTAINTIES: Readonly<Record<Certainty, true>> = { certain: true, likely: true, unknown: true }

const device = recordSchema<PartitionDevice>('device of a partition', {
  required: { parent: text, type: text },
  optional: { aggregate: { type: 'integer', minimum: 2 } },
})

const counts = mapSchema<Record<string, number>>('counts of a pool', { type: 'integer', minimum: 0 })

/** The JSON Schema of a `PartitionJudgement`. As of the other formats here, readers must bear keys that come later. */
export const partitionJudgementSchema = openSchema(
  recordSchema<PartitionJudgement>('judgement of a partition', {
    required: {
      device: text,
      certainty: { enum: Object.keys(CERTAINTIES) },
      reason: text,
      devices: { type: 'array', items: device },
    },
    optional: { feasible: { type: 'boolean' }, counts },
  }),
)
