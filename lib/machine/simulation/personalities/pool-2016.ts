import type { SimulatedType } from '../mdev-driver.js'
import type { Personality } from '../personality.js'

/**
 * A graphics card with 1,024 MB under the sketch of 31 August 2016. Before the first device is made its memory can be divided
 * among three types; all of it is the smallest one's at first.
 */
export const pool2016: Personality = {
  name: 'pool-2016',
  summary: 'A card of 2016 whose 1,024 MB are divided among three types before devices are made.',
  kernel: '5.10',
  firstIommuGroup: 20,
  pciFunctions: [
    {
      address: { domain: 0, bus: 0x05, slot: 0, function: 0 },
      class: 0x030000,
      vendor: 0x10de,
      device: 0x0ff2,
      subsystemVendor: 0x10de,
      subsystemDevice: 0x1012,
      revision: 0xa1,
      driver: 'nvidia',
      iommuGroup: 11,
    },
  ],
  parents: [
    {
      device: '0000:05:00.0',
      backend: 'sketch',
      driver: 'nvidia',
      types: [128, 256, 512].map((megabytes): SimulatedType => ({
        id: `vgpu-${megabytes}`,
        name: `vGPU ${megabytes} MB`,
        description: `num_heads=1, framebuffer=${megabytes}M, max_resolution=1920x1200`,
        deviceApi: 'vfio-pci',
        demand: { memory: megabytes },
      })),
      capacity: { rule: 'pools', totals: { memory: 1024 } },
      whenFull: 'ENOSPC',
      sketch: { pool: 1024 },
    },
  ],
}
