import type { SimulatedType } from '../mdev-driver.js'
import type { Personality } from '../personality.js'

/** suffix, low and high graphics memory in MB, resolution, weight (`drivers/gpu/drm/i915/gvt/vgpu.c`) */
const TYPES: readonly (readonly [string, number, number, string, number])[] = [
  ['V5_8', 64, 384, '1024x768', 2],
  ['V5_4', 128, 512, '1920x1200', 4],
]

const FENCES = 4

/**
 * An integrated GPU of Intel's ninth generation with an aperture of 256 MB, of which the host keeps 96, on a kernel before
 * 6.1: types have no `name`. The larger types do not fit and are not offered. Types share aperture, hidden memory (4 GB less
 * the aperture and the host's 384 MB) and the 28 fences that the host leaves; they can be mixed.
 */
export const i915Gvtg: Personality = {
  name: 'i915-gvtg',
  summary: 'An Intel GPU with GVT-g: types share one pool and have no names.',
  kernel: '5.10',
  firstIommuGroup: 12,
  pciFunctions: [
    {
      address: { domain: 0, bus: 0, slot: 2, function: 0 },
      class: 0x030000,
      vendor: 0x8086,
      device: 0x1912,
      subsystemVendor: 0x1028,
      subsystemDevice: 0x06b9,
      revision: 0x06,
      driver: 'i915',
      iommuGroup: 1,
    },
  ],
  parents: [
    {
      device: '0000:00:02.0',
      driver: 'intel_vgpu_mdev',
      module: 'kvmgt',
      types: TYPES.map(([suffix, low, high, resolution, weight]): SimulatedType => ({
        id: `i915-GVTg_${suffix}`,
        description:
          `low_gm_size: ${low}MB\nhigh_gm_size: ${high}MB\nfence: ${FENCES}\n` +
          `resolution: ${resolution}\nweight: ${weight}`,
        deviceApi: 'vfio-pci',
        demand: { low, high, fences: FENCES },
      })),
      capacity: { rule: 'pools', totals: { low: 256 - 96, high: 4096 - 256 - 384, fences: 32 - 4 } },
      whenFull: 'ENOSPC',
      attributes: ({ ordinal }) => ({ 'intel_vgpu/vgpu_id': { mode: 0o444, show: () => `${ordinal}\n` } }),
    },
  ],
}
