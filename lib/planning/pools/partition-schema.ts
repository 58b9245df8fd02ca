import { openSchema } from '../../machine/validators/open-schema.js'
import { recordSchema } from '../../shape/json-schema.js'
import type { JsonSchema } from '../../shape/json-schema-type.js'
import type { Partition, PartitionPart } from './partition.js'

const count: JsonSchema = { type: 'integer', minimum: 1, maximum: 1_000_000 }

const part = recordSchema<PartitionPart>('part of a partition', {
  required: { count },
  optional: { type: { type: 'string' }, size: { type: 'integer', minimum: 1 }, aggregate: count },
})

/** The JSON Schema of a `Partition`. As of the other formats here, readers must bear keys that come later. */
export const partitionSchema = openSchema(
  recordSchema<Partition>('partition', {
    required: { version: { const: 1 }, parts: { type: 'array', items: part } },
    optional: {},
  }),
)
