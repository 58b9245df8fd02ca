import { oneOf, word } from '../shape/codecs.js'
import { at, shape, type ObjectShape, type Shape } from '../shape/shape.js'

/** `<capability type='vdpa'>`: a device with a virtio data path. libvirt cannot read its own output. */
export interface VdpaCapability {
  type: 'vdpa'
  /** The device file, for example `/dev/vhost-vdpa-0`. */
  chardev: string
}

export const vdpaCapability: Shape<VdpaCapability> & ObjectShape = shape<VdpaCapability>(
  { title: 'vDPA capability' },
  { type: at('@type', oneOf('vdpa')), chardev: at('chardev', word) },
)
