import type { RemarkKind } from './codec.js'
import type { Fault } from './shape.js'

// What reading says where a declaration does not say otherwise.

export const MISSING: Fault = { code: 'read/value-missing', refusedBy: ['schema', 'parse'] }
export const INVALID: Fault = { code: 'read/value-invalid', refusedBy: ['schema', 'parse'] }
export const UNKNOWN_VARIANT: Fault = { code: 'read/type-unknown', refusedBy: ['schema', 'parse'] }
export const UNKNOWN_PART: Fault = {
  code: 'read/part-unknown',
  refusedBy: ['schema'],
  severity: 'warning',
  effect: 'dropped',
}
export const DROPPED: Fault = { code: 'read/part-dropped', refusedBy: [], severity: 'warning', effect: 'dropped' }
export const DROPPED_AND_REFUSED: Fault = { ...DROPPED, refusedBy: ['schema'] }
export const BEYOND_SCHEMA: Fault = { code: 'read/part-beyond-schema', refusedBy: ['schema'], severity: 'info' }
export const OUT_OF_ORDER: Fault = { code: 'read/part-order', refusedBy: ['schema'], severity: 'info' }
export const STRAY_TEXT: Fault = {
  code: 'read/text-stray',
  refusedBy: ['schema'],
  severity: 'warning',
  effect: 'dropped',
}
export const REPEATED: Fault = {
  code: 'read/part-repeated',
  refusedBy: ['schema'],
  severity: 'warning',
  effect: 'dropped',
}
export const REMARKS: Readonly<Record<RemarkKind, Fault>> = {
  spelling: { code: 'read/value-spelling', refusedBy: ['schema'], severity: 'info' },
  changed: { code: 'read/value-changed', refusedBy: ['schema'], severity: 'warning', effect: 'changed' },
}
