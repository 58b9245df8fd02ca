import { addressDropped } from './domain/address-dropped.js'
import { addressType } from './domain/address-type.js'
import { deviceApiMissing } from './domain/device-api-missing.js'
import { deviceMissing } from './domain/device-missing.js'
import { displayIgnored } from './domain/display-ignored.js'
import { displayWithoutGraphics } from './domain/display-without-graphics.js'
import { modelMismatch } from './domain/model-mismatch.js'
import { modelMissing } from './domain/model-missing.js'
import { modelUnknown } from './domain/model-unknown.js'
import { ramfbMultiple } from './domain/ramfb-multiple.js'
import { typeExhausted } from './domain/type-exhausted.js'
import { typeMissing } from './domain/type-missing.js'
import { uuidDuplicate } from './domain/uuid-duplicate.js'
import { uuidInvalid } from './domain/uuid-invalid.js'
import { uuidMissing } from './domain/uuid-missing.js'
import type { DomainRule } from './rule.js'

/** Every check of a domain's devices: first what the document alone shows, then what a host shows. */
export const domainRules: readonly DomainRule[] = [
  uuidMissing,
  uuidInvalid,
  modelMissing,
  modelUnknown,
  uuidDuplicate,
  ramfbMultiple,
  displayWithoutGraphics,
  displayIgnored,
  addressType,
  addressDropped,
  deviceMissing,
  modelMismatch,
  deviceApiMissing,
  typeMissing,
  typeExhausted,
]
