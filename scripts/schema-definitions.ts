import { isDeepStrictEqual } from 'node:util'
import type { JsonSchema } from '../lib/shape/json-schema-type.js'

/** Moves every object below the schema that has a title to `$defs`, so that each stands in the file once. */
export function withDefinitions(schema: JsonSchema): JsonSchema {
  const definitions = new Map<string, JsonSchema>()
  const root = moved(schema, definitions)
  if (definitions.size === 0) return root
  return { ...root, $defs: Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1))) }
}

function moved(schema: JsonSchema, definitions: Map<string, JsonSchema>): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [
      keyword,
      keyword === 'properties' ? mapSchemas(value, (each) => referred(each, definitions)) : within(value, definitions),
    ]),
  )
}

function within(value: unknown, definitions: Map<string, JsonSchema>): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => within(item, definitions))
  return isSchema(value) ? referred(value, definitions) : value
}

function referred(schema: JsonSchema, definitions: Map<string, JsonSchema>): JsonSchema {
  const { title, description, ...rest } = moved(schema, definitions)
  if (typeof title !== 'string') return description === undefined ? rest : { description, ...rest }
  const { [OWN]: own, ...body } = rest
  const definition = { title, ...(own !== undefined && { description: own }), ...body }
  const name = nameOf(title, definition, definitions)
  definitions.set(name, definition)
  return { ...(description !== undefined && { description }), $ref: `#/$defs/${name}` }
}

/** The title in kebab-case, numbered where another object has it already. */
function nameOf(title: string, definition: JsonSchema, definitions: ReadonlyMap<string, JsonSchema>): string {
  const base = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`
    const known = definitions.get(name)
    if (known === undefined || isDeepStrictEqual(known, definition)) return name
  }
}

/** The keyword under which the description of an object's type waits while `description` is that of the place it stands at. */
export const OWN = 'x-description-of-type'

/** Maps the schemas that stand below names, for example those of `properties`. */
export function mapSchemas(value: unknown, map: (schema: JsonSchema, name: string) => JsonSchema): unknown {
  if (!isSchema(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, isSchema(each) ? map(each, name) : each]),
  )
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
