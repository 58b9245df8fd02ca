import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import { openSchema } from '../../machine/validators/open-schema.js'
import type { JsonSchema } from '../../shape/json-schema-type.js'
import { recordSchema } from '../../shape/json-schema.js'
import type { CapacityEffect, DeviceCapacity, HostCapacity, PoolUse, TypeCapacity, TypeTotal } from './host-capacity.js'

const text: JsonSchema = { type: 'string' }
const count: JsonSchema = { type: 'integer', minimum: 0 }

const CERTAINTIES: Readonly<Record<Certainty, true>> = { certain: true, likely: true, unknown: true }
const certainty: JsonSchema = { enum: Object.keys(CERTAINTIES) }

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items }
}

const bounds = { left: count, atLeast: count, atMost: count }

const effect = recordSchema<CapacityEffect>('effect of a new device', {
  required: { type: text, certainty },
  optional: bounds,
})

const type = recordSchema<TypeCapacity>('capacity for a type', {
  required: { type: text, there: count, certainty, reason: text, effects: listOf(effect) },
  optional: { name: text, largest: count, ...bounds },
})

const pool = recordSchema<PoolUse>('pool of a device', {
  required: { pool: text, total: count, used: count, free: count, certainty },
  optional: { unit: { const: 'MiB' } },
})

const device = recordSchema<DeviceCapacity>('capacity of a device', {
  required: {
    id: text,
    parents: listOf(text),
    there: count,
    reason: text,
    pools: listOf(pool),
    types: listOf(type),
  },
  optional: { driver: text },
})

const total = recordSchema<TypeTotal>('capacity of a host for a type', {
  required: { type: text, devices: count, there: count, certainty },
  optional: { name: text, ...bounds },
})

/** The JSON Schema of a `HostCapacity`. As of the other formats here, readers must bear keys that come later. */
export const capacitySchema = openSchema(
  recordSchema<HostCapacity>('capacity of a host', {
    required: { version: { const: 1 }, devices: listOf(device), types: listOf(total) },
    optional: {},
  }),
)
