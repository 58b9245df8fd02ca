import { oneOf, word } from '../shape/codecs.js'
import { at, list, optional, shape, type ObjectShape, type Shape } from '../shape/shape.js'
import { cssid, devno, ssid } from './ccw-address.js'
import { ccwState, type CcwState } from './ccw.js'

/** `<ccw_device>`: a channel device that belongs to a group. */
export interface CcwGroupMember {
  /** The part it plays, as the kernel names its link: `cdev0`, `cdev1`, ... */
  ref: string
  /** libvirt's name of the channel device. */
  name: string
}

/** The network card that a group of channel devices makes. */
export interface Qeth {
  type: 'qeth_generic' | 'qeth_layer2' | 'qeth_layer3'
  /** For example `OSD_10GIG`. */
  cardType?: string
  /** Channel path, two hexadecimal digits. */
  chpid?: string
}

/** `<capability type='ccwgroup'>`: channel devices that work as one on s390; libvirt 11.1 and later. */
export interface CcwGroupCapability {
  type: 'ccwgroup'
  state?: CcwState
  /** Channel subsystem of the first member, 0 to 0xfe. */
  cssid: number
  /** Subchannel set of the first member, 0 to 3. */
  ssid: number
  /** Device number of the first member, 0 to 0xffff. */
  devno: number
  members: CcwGroupMember[]
  qeth?: Qeth
}

const member: Shape<CcwGroupMember> = shape<CcwGroupMember>(
  { title: 'group member' },
  { ref: at('@ref', word), name: at('.', word) },
)

const qeth: Shape<Qeth> = shape<Qeth>(
  { title: 'group network card', unfolded: true },
  {
    type: at('@type', oneOf('qeth_generic', 'qeth_layer2', 'qeth_layer3')),
    cardType: optional(at('card_type', word)),
    chpid: optional(at('chpid', word)),
  },
)

export const ccwGroupCapability: Shape<CcwGroupCapability> & ObjectShape = shape<CcwGroupCapability>(
  { title: 'channel device group capability' },
  {
    type: at('@type', oneOf('ccwgroup')),
    state: optional(at('state', ccwState)),
    cssid: at('cssid', cssid),
    ssid: at('ssid', ssid),
    devno: at('devno', devno),
    members: list('members/ccw_device', member, { unordered: 'ref' }),
    qeth: optional(at('capability', qeth)),
  },
)
