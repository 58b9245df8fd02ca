import type { MdevAttribute } from '../../libvirt/mdev.js'
import { recordSchema } from '../../shape/json-schema.js'

/** The JSON Schema of an attribute that is written to a driver's file; there its value may be empty. */
export const mdevAttributeSchema = recordSchema<MdevAttribute>('attribute of a device', {
  required: { name: { type: 'string' }, value: { type: 'string' } },
  optional: {},
})
