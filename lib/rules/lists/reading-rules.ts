import { partBeyondSchema } from '../reading/part-beyond-schema.js'
import { partDropped } from '../reading/part-dropped.js'
import { partOrder } from '../reading/part-order.js'
import { partRefused } from '../reading/part-refused.js'
import { partRepeated } from '../reading/part-repeated.js'
import { partUnknown } from '../reading/part-unknown.js'
import { textStray } from '../reading/text-stray.js'
import { typeUnknown } from '../reading/type-unknown.js'
import { valueChanged } from '../reading/value-changed.js'
import { valueImplied } from '../reading/value-implied.js'
import { valueInvalid } from '../reading/value-invalid.js'
import { valueMissing } from '../reading/value-missing.js'
import { valueSpelling } from '../reading/value-spelling.js'
import type { DomainRule } from '../rule.js'

/**
 * What reading finds in any document, as it shows in a domain; the layers that refuse it differ from part to part, and are here
 * those of the first example.
 */
export const readingRules: readonly DomainRule[] = [
  valueMissing,
  valueInvalid,
  partRefused,
  typeUnknown,
  valueChanged,
  partUnknown,
  textStray,
  partRepeated,
  partDropped,
  valueSpelling,
  partBeyondSchema,
  partOrder,
  valueImplied,
]
