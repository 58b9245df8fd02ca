import type { TreeFile } from '../../tree/file-tree.js'
import type { SimulatedType } from '../mdev-driver.js'
import { vgpuParameters } from '../vgpu-parameters.js'

/** What one type of NVIDIA's mediated vGPUs is. */
export interface NvidiaType {
  /** The number behind `nvidia-`. */
  id: number
  name: string
  heads: number
  /** Frames per second at most. */
  limit: number
  /** Framebuffer in MB. */
  megabytes: number
  resolution: string
  /** How many fit on an empty card. */
  instances: number
}

/** A type as the vendor's driver registers it with the mdev core. */
export function nvidiaMdevType(type: NvidiaType): SimulatedType {
  const { id, name, heads, limit, megabytes, resolution, instances } = type
  return {
    id: `nvidia-${id}`,
    name,
    description:
      `num_heads=${heads}, frl_config=${limit}, framebuffer=${megabytes}M, max_resolution=${resolution}, ` +
      `max_instance=${instances}`,
    deviceApi: 'vfio-pci',
    demand: { framebuffer: megabytes },
    maxInstances: instances,
  }
}

/** The vendor's files of a mediated vGPU. */
export function nvidiaMdevFiles(): Record<string, TreeFile> {
  let text = ''
  return {
    'nvidia/vgpu_params': {
      mode: 0o644,
      show: () => `${text}\n`,
      store(bytes) {
        text = vgpuParameters(bytes)
      },
    },
    'nvidia/vm_name': { mode: 0o444, show: () => '\n' },
  }
}
