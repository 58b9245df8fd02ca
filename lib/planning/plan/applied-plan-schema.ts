import { hostDeviceSchema } from '../../machine/snapshot/host-snapshot-schema.js'
import { openSchema } from '../../machine/validators/open-schema.js'
import { recordSchema } from '../../shape/json-schema.js'
import type { AppliedPlan } from './apply.js'
import { planStepSchema } from './plan-schema.js'

const steps = { type: 'array', items: planStepSchema }

/** The JSON Schema of an `AppliedPlan`. As of the other answers, readers must bear keys that come later. */
export const appliedPlanSchema = openSchema(
  recordSchema<AppliedPlan>('applied plan', {
    required: { done: steps, skipped: steps, devices: { type: 'array', items: hostDeviceSchema } },
    optional: {},
  }),
)
