import { describeGeneratedValues } from '../libvirt/generated-values.js'

describeGeneratedValues(Number(process.env['NODEDEV_RUNS'] ?? 20_000))
