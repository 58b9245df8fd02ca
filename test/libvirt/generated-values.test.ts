import { describeGeneratedValues } from './generated-values.js'

describeGeneratedValues(Number(process.env['NODEDEV_RUNS'] ?? 1500))
