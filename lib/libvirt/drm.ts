import { oneOf } from '../shape/codecs.js'
import { at, shape, type ObjectShape, type Shape } from '../shape/shape.js'

/** `<capability type='drm'>`: a node of the direct rendering manager. */
export interface DrmCapability {
  type: 'drm'
  /** What the node is for: `primary` (`card0`), `control`, `render` (`renderD128`). */
  node: 'primary' | 'control' | 'render'
}

export const drmCapability: Shape<DrmCapability> & ObjectShape = shape<DrmCapability>(
  { title: 'DRM capability' },
  { type: at('@type', oneOf('drm')), node: at('type', oneOf('primary', 'control', 'render')) },
)
