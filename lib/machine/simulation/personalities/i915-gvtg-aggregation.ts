import type { SimulatedType } from '../mdev-driver.js'
import type { Personality } from '../personality.js'
import { i915Gvtg } from './i915-gvtg.js'

/** suffix, low and high graphics memory in MB, resolution, weight, how many fit on one GPU */
const TYPES: readonly (readonly [string, number, number, string, number, number])[] = [
  ['V5_8', 64, 384, '1024x768', 2, 6],
  ['V5_4', 128, 512, '1920x1200', 4, 3],
  ['V5_2', 256, 1024, '1920x1200', 8, 1],
]

const FENCES = 4
/** Of an aperture of 512 MB the host keeps 96. */
const TOTALS = { low: 512 - 96, high: 4096 - 512 - 384, fences: 32 - 4 }

/**
 * The same GPU with a larger aperture, on a kernel with the patches of 24 October 2019: a device can be made of several
 * instances of its type, which multiplies its memory and nothing else.
 */
export const i915GvtgAggregation: Personality = {
  ...i915Gvtg,
  name: 'i915-gvtg-aggregation',
  summary: 'An Intel GPU with GVT-g on a kernel patched so that a device can be made of several instances.',
  parents: i915Gvtg.parents.map((parent) => ({
    ...parent,
    types: TYPES.map(([suffix, low, high, resolution, weight, most]): SimulatedType => ({
      id: `i915-GVTg_${suffix}`,
      description:
        `low_gm_size: ${low}MB\nhigh_gm_size: ${high}MB\nfence: ${FENCES}\n` +
        `resolution: ${resolution}\nweight: ${weight}`,
      deviceApi: 'vfio-pci',
      demand: { low, high, fences: FENCES },
      multiplied: ['low', 'high'],
      maxAggregation: most,
    })),
    capacity: { rule: 'pools', totals: TOTALS },
    aggregation: 'aggregate',
  })),
}
