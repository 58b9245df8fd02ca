import type { JsonSchema } from './json-schema-type.js'
import type { AnyShape, Carries, ObjectShape } from './shape.js'

/** The JSON Schema (draft 2020-12) of the values that a shape carries. */
export function jsonSchema(shape: AnyShape): JsonSchema {
  return shape.kind === 'object'
    ? objectSchema(shape)
    : { anyOf: [...new Set(shape.members.values())].map(objectSchema) }
}

function objectSchema(shape: ObjectShape): JsonSchema {
  const properties: [string, JsonSchema][] = []
  const required: string[] = []
  for (const [key, { content, optional }] of shape.fields) {
    if (!optional) required.push(key)
    switch (content.kind) {
      case 'value':
        properties.push([key, content.codec.schema])
        break
      case 'flag':
        properties.push([key, { type: 'boolean' }])
        break
      case 'object':
        properties.push([key, jsonSchema(content.shape)])
        break
      case 'list':
        properties.push([key, { type: 'array', items: jsonSchema(content.item) }])
    }
  }
  return {
    title: shape.title,
    type: 'object',
    properties: Object.fromEntries(properties),
    required,
    additionalProperties: false,
  }
}

/** The parts of a schema for an object that is no XML: each key of `T` once, in the right half. */
type PropertiesOf<T> = {
  readonly required: { readonly [K in keyof T as object extends Pick<T, K> ? never : K]: JsonSchema }
  readonly optional: { readonly [K in keyof T as object extends Pick<T, K> ? K : never]-?: JsonSchema }
}

/** Declares the JSON Schema of a plain object type, so that a forgotten or misspelled key does not compile. */
export function recordSchema<T>(title: string, { required, optional }: PropertiesOf<T>): JsonSchema {
  return {
    title,
    type: 'object',
    properties: { ...required, ...optional },
    required: Object.keys(required),
    additionalProperties: false,
  }
}

/** Declares the JSON Schema of a union `T` by those of its members. */
export function unionSchema<T>(title: string, members: readonly JsonSchema[]): JsonSchema & Carries<T> {
  return { title, anyOf: members }
}
