import { hexadecimal, integer, oneOf } from '../shape/codecs.js'
import { at, shape, type ObjectShape, type Shape } from '../shape/shape.js'

/** `<capability type='ap_card'>`: a crypto adapter on s390. */
export interface ApCardCapability {
  type: 'ap_card'
  /** 0 to 0xff. */
  adapter: number
}

/** The number of a crypto adapter: libvirt's parser takes any, only its schema knows the range. */
export const apAdapter = integer({
  min: 0,
  max: 0xffff_ffff,
  base: 0,
  expected: 'an adapter from 0 to 0xff',
  write: hexadecimal(2),
  schemaForm: /^(?:0x[0-9a-f]{1,2}|[01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5])$/i,
})

export const apCardCapability: Shape<ApCardCapability> & ObjectShape = shape<ApCardCapability>(
  { title: 'crypto adapter capability' },
  { type: at('@type', oneOf('ap_card')), adapter: at('ap-adapter', apAdapter) },
)
