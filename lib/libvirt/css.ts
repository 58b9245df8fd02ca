import { oneOf } from '../shape/codecs.js'
import { at, list, optional, shape, type ObjectShape, type Shape } from '../shape/shape.js'
import { ccwAddress, cssid, devno, ssid, type CcwAddress } from './ccw-address.js'
import { ccwState, type CcwState } from './ccw.js'
import { MDEV_TYPES, mdevType, UNTOLD, type MdevType } from './mdev-types.js'

/** `<capability type='css'>`: a subchannel of the s390 channel subsystem. */
export interface CssCapability {
  type: 'css'
  /** libvirt reads it and never writes it. */
  state?: CcwState
  /** Channel subsystem, 0 to 0xfe. */
  cssid: number
  /** Subchannel set, 0 to 3. */
  ssid: number
  /** Number of the subchannel, 0 to 0xffff. */
  devno: number
  /** The channel device behind the subchannel. */
  channelDevAddr?: CcwAddress
  /** The types of mediated devices that the subchannel offers, where its driver is a parent. */
  mdevTypes?: MdevType[]
}

export const cssCapability: Shape<CssCapability> & ObjectShape = shape<CssCapability>(
  { title: 'subchannel capability', refused: UNTOLD },
  {
    type: at('@type', oneOf('css')),
    state: optional(at('state', ccwState, { unwritten: true })),
    cssid: at('cssid', cssid),
    ssid: at('ssid', ssid),
    devno: at('devno', devno),
    channelDevAddr: optional(at('channel_dev_addr', ccwAddress)),
    mdevTypes: optional(list(MDEV_TYPES, mdevType, { unordered: 'id' })),
  },
)
