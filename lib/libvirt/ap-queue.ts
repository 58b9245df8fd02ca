import { hexadecimal, integer, oneOf } from '../shape/codecs.js'
import { at, shape, type ObjectShape, type Shape } from '../shape/shape.js'
import { apAdapter } from './ap-card.js'

/** `<capability type='ap_queue'>`: one domain of a crypto adapter on s390. */
export interface ApQueueCapability {
  type: 'ap_queue'
  /** 0 to 0xff. */
  adapter: number
  /** 0 to 0xff. */
  domain: number
}

const apDomain = integer({ min: 0, max: 0xff, base: 0, expected: 'a domain from 0 to 0xff', write: hexadecimal(4) })

export const apQueueCapability: Shape<ApQueueCapability> & ObjectShape = shape<ApQueueCapability>(
  { title: 'crypto queue capability' },
  { type: at('@type', oneOf('ap_queue')), adapter: at('ap-adapter', apAdapter), domain: at('ap-domain', apDomain) },
)
