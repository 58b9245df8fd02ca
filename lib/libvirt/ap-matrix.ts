import { oneOf } from '../shape/codecs.js'
import { at, list, optional, shape, type ObjectShape, type Shape } from '../shape/shape.js'
import { MDEV_TYPES, mdevType, UNTOLD, type MdevType } from './mdev-types.js'

/** `<capability type='ap_matrix'>`: the parent of mediated crypto devices on s390. */
export interface ApMatrixCapability {
  type: 'ap_matrix'
  /** The types of mediated devices that the matrix offers. */
  mdevTypes?: MdevType[]
}

export const apMatrixCapability: Shape<ApMatrixCapability> & ObjectShape = shape<ApMatrixCapability>(
  { title: 'crypto matrix capability', refused: UNTOLD, unfolded: true },
  { type: at('@type', oneOf('ap_matrix')), mdevTypes: optional(list(MDEV_TYPES, mdevType, { unordered: 'id' })) },
)
