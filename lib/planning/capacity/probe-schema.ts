import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import { openSchema } from '../../machine/validators/open-schema.js'
import type { JsonSchema } from '../../shape/json-schema-type.js'
import { recordSchema } from '../../shape/json-schema.js'
import type { ProbedDevice, ProbedEffect, ProbedType, ProbeResult } from './probe-result.js'

const text: JsonSchema = { type: 'string' }
const count: JsonSchema = { type: 'integer', minimum: 0 }

const CERTAINTIES: Readonly<Record<Certainty, true>> = { certain: true, likely: true, unknown: true }
const certainty: JsonSchema = { enum: Object.keys(CERTAINTIES) }
const STOPPED: Readonly<Record<ProbedType['stopped'], true>> = { full: true, refused: true, limit: true }

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items }
}

const effect = recordSchema<ProbedEffect>('probed effect', {
  required: { type: text, certainty },
  optional: { told: { type: 'integer' }, predicted: { type: 'integer' } },
})

const type = recordSchema<ProbedType>('probed type', {
  required: { type: text, made: count, stopped: { enum: Object.keys(STOPPED) }, certainty, effects: listOf(effect) },
  optional: { refusal: text, predicted: count },
})

const device = recordSchema<ProbedDevice>('probed device', {
  required: { id: text, parents: listOf(text), types: listOf(type), disturbed: { type: 'boolean' } },
  optional: {},
})

/** The JSON Schema of a `ProbeResult`. As of the other formats here, readers must bear keys that come later. */
export const probeSchema = openSchema(
  recordSchema<ProbeResult>('result of a probe', {
    required: { version: { const: 1 }, created: count, devices: listOf(device), differences: listOf(text) },
    optional: {},
  }),
)
