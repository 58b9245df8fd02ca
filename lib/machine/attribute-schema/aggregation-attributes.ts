import type { AttributeSchema, DriverAttributes } from './attribute-schema.js'

/** GVT-g, whose released driver has nothing to write. */
export const i915Attributes: DriverAttributes = {
  driver: 'i915',
  attributes: aggregationAttributes(undefined),
  readOnly: ['intel_vgpu/vgpu_id', 'intel_vgpu/hw_id'],
  complete: false,
}

/** The names under which a device takes the number of instances that it is made of; none is in a released kernel. */
export function aggregationAttributes(maximum: number | undefined): AttributeSchema[] {
  return ['intel_vgpu/aggregator', 'mdev/aggregated_instances', 'mdev/aggregation'].map((name) => ({
    name,
    summary: 'How many instances of its type the device is made of, on kernels with one of the aggregation patches.',
    required: false,
    repeatable: false,
    format: { kind: 'number', minimum: 1, ...(maximum !== undefined && { maximum }) },
  }))
}
