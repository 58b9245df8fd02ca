import { typedValidator } from '../machine/validators/typed-validator.js'
import type { CheckConfig } from './check-config.js'
import * as generated from './validators.generated.js'

/** Whether a value from outside is a configuration: the validator of `schemas/check-config.json`. */
export const isCheckConfig = typedValidator<CheckConfig>(generated.isCheckConfig)
