import { recordSchema } from '../../shape/json-schema.js'
import type { JsonSchema } from '../../shape/json-schema-type.js'
import type { DescriptionPair, Resolution, TypeDetails } from './type-details.js'
import type { VgpuName } from './vgpu-name.js'

const text: JsonSchema = { type: 'string' }
const ordinal: JsonSchema = { type: 'integer', minimum: 0 }

const resolution = recordSchema<Resolution>('resolution of a display', {
  required: { width: ordinal, height: ordinal },
  optional: {},
})

const vgpu = recordSchema<VgpuName>('name of a vGPU type', {
  required: { card: text, series: { enum: ['A', 'B', 'C', 'Q'] }, framebufferMiB: ordinal },
  optional: { migSlices: ordinal, variant: text },
})

const pair = recordSchema<DescriptionPair>('pair of a description', {
  required: { name: text, value: text },
  optional: {},
})

/** The JSON Schema of `TypeDetails`. */
export const typeDetailsSchema = recordSchema<TypeDetails>('details of a type', {
  required: {},
  optional: {
    heads: ordinal,
    frameRateLimit: ordinal,
    framebufferMiB: ordinal,
    maxResolution: resolution,
    maxInstances: ordinal,
    lowGmMiB: ordinal,
    highGmMiB: ordinal,
    fences: ordinal,
    weight: ordinal,
    vgpu,
    other: { type: 'array', items: pair },
  },
})
