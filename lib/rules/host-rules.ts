import { deviceApiMissing } from './domain/device-api-missing.js'
import { deviceMissing } from './domain/device-missing.js'
import { modelMismatch } from './domain/model-mismatch.js'
import { typeExhausted } from './domain/type-exhausted.js'
import { typeMissing } from './domain/type-missing.js'
import type { DomainRule } from './rule.js'

/** What a host shows of the devices that a domain names. */
export const hostRules: readonly DomainRule[] = [
  deviceMissing,
  modelMismatch,
  deviceApiMissing,
  typeMissing,
  typeExhausted,
]
