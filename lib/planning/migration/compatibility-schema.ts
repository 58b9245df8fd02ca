import type { Compatibility, CompatibleSet, HostCompatibility } from '../../machine/migration/compatibility.js'
import { mdevAttributeSchema } from '../../machine/mdev/mdev-attribute-schema.js'
import { mapSchema, openSchema } from '../../machine/validators/open-schema.js'
import type { JsonSchema } from '../../shape/json-schema-type.js'
import { recordSchema } from '../../shape/json-schema.js'

const text: JsonSchema = { type: 'string' }
const texts: JsonSchema = { type: 'array', items: text }
const attributes: JsonSchema = { type: 'array', items: mdevAttributeSchema }
const fields = mapSchema<Readonly<Record<string, string>>>('fields of a device', text)
const lists = mapSchema<Readonly<Record<string, readonly string[]>>>('lists of a device', texts)

const set = recordSchema<CompatibleSet>('set of compatible devices', {
  required: { fields },
  optional: { softwareVersion: text, attributes },
})

const compatibility = recordSchema<Compatibility>('compatibility of a device', {
  required: {},
  optional: {
    self: fields,
    accepts: { type: 'array', items: set },
    softwareVersion: text,
    ranges: fields,
    lists,
    dynamicResources: texts,
    attributes: fields,
    migrationVersion: text,
  },
})

const byName = mapSchema<Readonly<Record<string, Compatibility>>>('compatibility by name', compatibility)

/**
 * The JSON Schema of a `HostCompatibility`: what a machine's drivers tell about migration, as a file. As of the other formats here,
 * readers must bear keys that come later.
 */
export const compatibilitySchema = openSchema(
  recordSchema<HostCompatibility>('host compatibility', {
    required: { version: { const: 1 } },
    optional: { devices: byName, types: byName },
  }),
)
