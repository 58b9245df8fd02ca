import { recordSchema } from '../../shape/json-schema.js'
import type { JsonSchema } from '../../shape/json-schema-type.js'
import type { AttributeFormat, AttributeSchema, DriverAttributes, ParameterSchema } from './attribute-schema.js'

const text: JsonSchema = { type: 'string' }
const flag: JsonSchema = { type: 'boolean' }
const whole: JsonSchema = { type: 'integer' }

const parameter = recordSchema<ParameterSchema>('parameter of an attribute', {
  required: { key: text, summary: text, minimum: whole, maximum: whole },
  optional: {},
})

const formats: readonly JsonSchema[] = [
  recordSchema<AttributeFormat & { kind: 'number' }>('number', {
    required: { kind: { const: 'number' }, minimum: whole },
    optional: { maximum: whole },
  }),
  recordSchema<AttributeFormat & { kind: 'masks' }>('masks', {
    required: { kind: { const: 'masks' }, masks: { type: 'array', items: text }, bits: whole },
    optional: {},
  }),
  recordSchema<AttributeFormat & { kind: 'parameters' }>('parameters', {
    required: { kind: { const: 'parameters' }, parameters: { type: 'array', items: parameter } },
    optional: {},
  }),
  recordSchema<AttributeFormat & { kind: 'text' }>('text', { required: { kind: { const: 'text' } }, optional: {} }),
]

const attribute = recordSchema<AttributeSchema>('attribute of a driver', {
  required: { name: text, summary: text, required: flag, repeatable: flag, format: { anyOf: formats } },
  optional: { order: text },
})

/** The JSON Schema of `DriverAttributes`. */
export const driverAttributesSchema = recordSchema<DriverAttributes>('attributes of a driver', {
  required: {
    driver: text,
    attributes: { type: 'array', items: attribute },
    readOnly: { type: 'array', items: text },
    complete: flag,
  },
  optional: {},
})
