import { mapSchema } from '../machine/validators/open-schema.js'
import { libvirtDrivers } from '../rules/facts/libvirt-driver.js'
import type { JsonSchema } from '../shape/json-schema-type.js'
import { recordSchema } from '../shape/json-schema.js'
import type { CheckConfig, ConfiguredLevels } from './check-config.js'

const text: JsonSchema = { type: 'string' }
const texts: JsonSchema = { type: 'array', items: text }

/** The JSON Schema of `nodedev.config.json`. Unknown keys are refused: a misspelt one would change nothing, without a word. */
export const checkConfigSchema = recordSchema<CheckConfig>('configuration of nodedev check', {
  required: {},
  optional: {
    $schema: text,
    rules: mapSchema<ConfiguredLevels>('levels of codes', { enum: ['off', 'info', 'warn', 'error'] }),
    failOn: { enum: ['error', 'warning', 'info'] },
    maxWarnings: { type: 'integer', minimum: 0 },
    libvirt: { type: 'string', pattern: '^[0-9]{1,4}\\.[0-9]{1,3}(\\.[0-9]{1,3})?$' },
    driver: { enum: libvirtDrivers },
    arch: text,
    host: text,
    files: texts,
    ignore: texts,
  },
})
