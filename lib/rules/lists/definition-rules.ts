import { attributesInvalid } from '../definition/attributes-invalid.js'
import { fileName } from '../definition/file-name.js'
import { jsonInvalid } from '../definition/json-invalid.js'
import { keyRepeated } from '../definition/key-repeated.js'
import { keyUnknown } from '../definition/key-unknown.js'
import { startMissing } from '../definition/start-missing.js'
import { startOdd } from '../definition/start-odd.js'
import { definitionTypeInvalid } from '../definition/type-invalid.js'
import { definitionTypeMissing } from '../definition/type-missing.js'
import type { DescribedRule } from '../described-rule.js'
import { mdevRules } from './mdev-rules.js'

/** Every check of a definition of mdevctl: what it shows by itself, then what it says of a mediated device. */
export const definitionRules: readonly DescribedRule[] = [
  jsonInvalid,
  definitionTypeMissing,
  definitionTypeInvalid,
  startMissing,
  attributesInvalid,
  startOdd,
  keyUnknown,
  keyRepeated,
  fileName,
  ...mdevRules,
]
