import { uuid } from '../../libvirt/uuid-codec.js'
import { mdevAttributeSchema } from '../../machine/mdev/mdev-attribute-schema.js'
import type { JsonSchema } from '../../shape/json-schema-type.js'
import { recordSchema } from '../../shape/json-schema.js'
import { word } from '../../shape/codecs.js'
import type { Need, Wanted, WantedDevices } from './wanted.js'

const text: JsonSchema = { type: 'string' }
const name = word.schema
const names: JsonSchema = { type: 'array', items: name }
const ordinal: JsonSchema = { type: 'integer', minimum: 0 }
const condition: JsonSchema = { type: 'string' }
const number: JsonSchema = { anyOf: [{ type: 'integer', minimum: 0 }, condition] }

const need = recordSchema<Need>('need of a device', {
  required: {},
  optional: {
    framebuffer: condition,
    heads: number,
    resolution: condition,
    frameRateLimit: number,
    lowGm: condition,
    highGm: condition,
    fences: number,
    weight: number,
    series: condition,
    card: condition,
    deviceApi: condition,
    backend: condition,
  },
})

const devices = recordSchema<WantedDevices>('wanted devices', {
  required: {},
  optional: {
    label: text,
    type: name,
    name,
    need,
    count: { anyOf: [{ type: 'integer', minimum: 0, maximum: 65_536 }, { const: 'all' }] },
    host: name,
    parents: names,
    physical: names,
    numaNode: ordinal,
    uuids: { anyOf: [{ type: 'array', items: uuid.schema }, { enum: ['fresh', 'slots'] }] },
    slot: ordinal,
    group: uuid.schema,
    attributes: { type: 'array', items: mdevAttributeSchema },
    aggregate: { type: 'integer', minimum: 1, maximum: 0xffffffff },
    define: { enum: ['manual', 'auto'] },
  },
})

/** The JSON Schema of `Wanted`. Unknown keys are refused: a misspelt one would mean other devices, without a word. */
export const wantedSchema = recordSchema<Wanted>('wanted devices of a fleet', {
  required: { version: { const: 1 }, devices: { type: 'array', items: devices } },
  optional: { placement: { enum: ['packed', 'spread'] } },
})
