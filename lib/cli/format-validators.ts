import { typedValidator } from '../machine/validators/typed-validator.js'
import type { HostCompatibility } from '../planning/migration/index.js'
import * as generated from './validators.generated.js'

/** Whether a value from outside is what a machine's drivers tell about migration: the validator of `schemas/compatibility.json`. */
export const isCompatibility = typedValidator<HostCompatibility>(generated.isCompatibility)
