import type { JsonSchema } from '../../shape/json-schema-type.js'
import { jsonSchema } from '../../shape/json-schema.js'
import type { ObjectShape } from '../../shape/shape.js'

/** Declares the JSON Schema of an object that holds values of one kind under any names. */
export function mapSchema<T extends Readonly<Record<string, unknown>>>(
  title: string,
  value: string extends keyof T ? JsonSchema : never,
): JsonSchema {
  return { title, type: 'object', additionalProperties: value }
}

/** The same schema, which lets objects have keys that it does not know: for what readers of a later format must bear. */
export function openSchema(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword, value]) => keyword !== 'additionalProperties' || value !== false)
      .map(([keyword, value]) => [keyword, opened(value)]),
  )
}

function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened)
  return isSchema(value) ? openSchema(value) : value
}

/** The schema of one field of a declared object. */
export function fieldSchema(shape: ObjectShape, key: string): JsonSchema {
  const { properties } = jsonSchema(shape)
  const schema = isSchema(properties) ? properties[key] : undefined
  if (!isSchema(schema)) throw new TypeError(`The ${shape.title} has no field '${key}'.`)
  return schema
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
