import { oneOf, word } from '../shape/codecs.js'
import { at, optional, shape, type ObjectShape, type Shape } from '../shape/shape.js'
import { cssid, devno, ssid } from './ccw-address.js'

/** Whether a channel device can be used. */
export type CcwState = 'offline' | 'online'

/** `<capability type='ccw'>`: a channel device on s390. */
export interface CcwCapability {
  type: 'ccw'
  /** libvirt 10.5 and later. */
  state?: CcwState
  /** Channel subsystem, 0 to 0xfe. */
  cssid: number
  /** Subchannel set, 0 to 3. */
  ssid: number
  /** Device number, 0 to 0xffff. */
  devno: number
  /** libvirt's name of the channel device group it belongs to; libvirt 11.1 and later. */
  groupDevice?: string
}

/** `<state>`, in all that have one. */
export const ccwState = oneOf('offline', 'online')

export const ccwCapability: Shape<CcwCapability> & ObjectShape = shape<CcwCapability>(
  { title: 'channel device capability' },
  {
    type: at('@type', oneOf('ccw')),
    state: optional(at('state', ccwState)),
    cssid: at('cssid', cssid),
    ssid: at('ssid', ssid),
    devno: at('devno', devno),
    groupDevice: optional(at("capability[@type='ccwgroup_member']/group_device", word)),
  },
)
