/** What a machine can still make: predicted, and found out by trying. */
export { capacity } from './capacity.js'
export { capacitySchema } from './capacity-schema.js'
export type { CapacityEffect, DeviceCapacity, HostCapacity, PoolUse, TypeCapacity, TypeTotal } from './host-capacity.js'
export { probeCapacity, type ProbeOptions } from './probe-capacity.js'
export type { ProbedDevice, ProbedEffect, ProbedType, ProbeResult } from './probe-result.js'
export { probeSchema } from './probe-schema.js'
