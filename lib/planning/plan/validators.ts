import { typedValidator } from '../../machine/validators/typed-validator.js'
import type { Validator } from '../../machine/validators/validator.js'
import type { Plan } from './plan-step.js'
import * as generated from './validators.generated.js'
import type { Wanted } from './wanted.js'

/** Whether a value from outside says what is wanted: the validator of `schemas/wanted.json`. */
export const isWanted: Validator<Wanted> = typedValidator(generated.isWanted)

/** Whether a value from outside is a plan: the validator of `schemas/plan.json`. */
export const isPlan: Validator<Plan> = typedValidator(generated.isPlan)
