import type { DescribedRule } from '../described-rule.js'
import { alreadyDefined } from '../mdev/already-defined.js'
import { alreadyRunning } from '../mdev/already-running.js'
import { attributeDoubtful } from '../mdev/attribute-doubtful.js'
import { attributeOutside } from '../mdev/attribute-outside.js'
import { attributeRefused } from '../mdev/attribute-refused.js'
import { attributeRemoves } from '../mdev/attribute-removes.js'
import { attributeUnescaped } from '../mdev/attribute-unescaped.js'
import { noInstanceLeft } from '../mdev/no-instance-left.js'
import { parentUnknown } from '../mdev/parent-unknown.js'
import { typeNotOffered } from '../mdev/type-not-offered.js'
import { uuidAmbiguous } from '../mdev/uuid-ambiguous.js'
import { uuidInUse } from '../mdev/uuid-in-use.js'

/** What node device XML and definitions both say of a mediated device: attributes, then what a host shows. */
export const mdevRules: readonly DescribedRule[] = [
  attributeOutside,
  attributeRemoves,
  attributeRefused,
  attributeDoubtful,
  attributeUnescaped,
  parentUnknown,
  typeNotOffered,
  noInstanceLeft,
  uuidInUse,
  alreadyRunning,
  alreadyDefined,
  uuidAmbiguous,
]
