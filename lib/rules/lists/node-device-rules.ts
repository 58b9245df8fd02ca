import type { DescribedRule } from '../described-rule.js'
import { mdevRules } from './mdev-rules.js'
import { attributeDropped } from '../mdev/attribute-dropped.js'
import { typeMissing } from '../mdev/type-missing.js'
import { uuidInvalid } from '../mdev/uuid-invalid.js'
import { capabilityMissing } from '../nodedev/capability-missing.js'
import { capabilityOrder } from '../nodedev/capability-order.js'
import { capabilityTypeMissing } from '../nodedev/capability-type-missing.js'
import { capabilityTypeUnknown } from '../nodedev/capability-type-unknown.js'
import { capabilityUnreadable } from '../nodedev/capability-unreadable.js'
import { nameMissing } from '../nodedev/name-missing.js'
import { newerLibvirt } from '../nodedev/newer-libvirt.js'
import { notDefinable } from '../nodedev/not-definable.js'
import { parentAddrReplaced } from '../nodedev/parent-addr-replaced.js'
import { parentMissing } from '../nodedev/parent-missing.js'
import { parentUnfit } from '../nodedev/parent-unfit.js'
import { parentWwnIncomplete } from '../nodedev/parent-wwn-incomplete.js'
import { partOrder } from '../nodedev/part-order.js'
import { storageSizeMissing } from '../nodedev/storage-size-missing.js'
import { textDropped } from '../nodedev/text-dropped.js'

/** Every check of node device XML: what it shows by itself, then what it says of a mediated device. */
export const nodeDeviceRules: readonly DescribedRule[] = [
  capabilityMissing,
  capabilityTypeMissing,
  capabilityTypeUnknown,
  storageSizeMissing,
  parentWwnIncomplete,
  typeMissing,
  uuidInvalid,
  attributeDropped,
  nameMissing,
  parentMissing,
  parentUnfit,
  partOrder,
  newerLibvirt,
  textDropped,
  notDefinable,
  capabilityOrder,
  capabilityUnreadable,
  parentAddrReplaced,
  ...mdevRules,
]
