import type { Layer } from '../diagnostic.js'
import { count, text, word } from '../shape/codecs.js'
import { at, optional, shape, type Shape } from '../shape/shape.js'

/**
 * The word with which a driver says how a guest reaches its devices: the content of the kernel's `device_api`.
 * libvirt knows the first three; the kernel also has constants for the next two, and more may come.
 */
export type DeviceApi = 'vfio-pci' | 'vfio-ccw' | 'vfio-ap' | 'vfio-platform' | 'vfio-amba' | (string & {})

/** One type that a parent device offers, as `<type>` inside `<capability type='mdev_types'>`. */
export interface MdevType {
  /** The kernel's id of the type, `<driver>-<suffix>`, for example `nvidia-442`. */
  id: string
  /** Human-readable; many drivers have none. Never use it as a key. */
  name?: string
  deviceApi: DeviceApi
  /** How many more devices of this type the parent says it could make now; siblings share the hardware. */
  availableInstances: number
}

export const mdevType: Shape<MdevType> = shape<MdevType>(
  { title: 'mdev type' },
  {
    id: at('@id', word),
    name: optional(at('name', text)),
    deviceApi: at('deviceAPI', word),
    availableInstances: at('availableInstances', count),
  },
)

/** What libvirt refuses inside the capability of a parent, where it ignores others that it does not know. */
export const UNTOLD: Readonly<Record<string, readonly Layer[]>> = { 'capability[not(@type)]': ['schema', 'parse'] }

/** Where the types stand inside the capability of a parent. */
export const MDEV_TYPES = "capability[@type='mdev_types']/type"
