import { addressDropped } from './domain/address-dropped.js'
import { addressType } from './domain/address-type.js'
import { displayIgnored } from './domain/display-ignored.js'
import { displayWithoutGraphics } from './domain/display-without-graphics.js'
import { modelMissing } from './domain/model-missing.js'
import { modelUnknown } from './domain/model-unknown.js'
import { ramfbMultiple } from './domain/ramfb-multiple.js'
import { uuidDuplicate } from './domain/uuid-duplicate.js'
import { uuidInvalid } from './domain/uuid-invalid.js'
import { uuidMissing } from './domain/uuid-missing.js'
import type { DomainRule } from './rule.js'

/** What the document of a domain shows by itself. */
export const documentRules: readonly DomainRule[] = [
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
]
