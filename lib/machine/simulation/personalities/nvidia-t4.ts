import type { Personality, PersonalityParent } from '../personality.js'
import type { SimulatedPciFunction } from '../simulated-pci.js'
import { nvidiaCard } from './nvidia-card.js'
import { nvidiaMdevFiles, nvidiaMdevType } from './nvidia-types.js'

/** id, name, heads, frame rate limit, MB of framebuffer, resolution, instances on an empty card */
const TYPES: readonly (readonly [number, string, number, number, number, string, number])[] = [
  [222, 'GRID T4-1B', 4, 45, 1024, '5120x2880', 16],
  [223, 'GRID T4-2B', 4, 45, 2048, '5120x2880', 8],
  [224, 'GRID T4-2B4', 4, 45, 2048, '5120x2880', 8],
  [225, 'GRID T4-1A', 1, 60, 1024, '1280x1024', 16],
  [226, 'GRID T4-2A', 1, 60, 2048, '1280x1024', 8],
  [227, 'GRID T4-4A', 1, 60, 4096, '1280x1024', 4],
  [228, 'GRID T4-8A', 1, 60, 8192, '1280x1024', 2],
  [229, 'GRID T4-16A', 1, 60, 16384, '1280x1024', 1],
  [230, 'GRID T4-1Q', 4, 60, 1024, '5120x2880', 16],
  [231, 'GRID T4-2Q', 4, 60, 2048, '7680x4320', 8],
  [232, 'GRID T4-4Q', 4, 60, 4096, '7680x4320', 4],
  [233, 'GRID T4-8Q', 4, 60, 8192, '7680x4320', 2],
  [234, 'GRID T4-16Q', 4, 60, 16384, '7680x4320', 1],
  [252, 'GRID T4-1B4', 4, 45, 1024, '5120x2880', 16],
  [319, 'GRID T4-4C', 1, 60, 4096, '4096x2160', 4],
  [320, 'GRID T4-8C', 1, 60, 8192, '4096x2160', 2],
  [321, 'GRID T4-16C', 1, 60, 16384, '4096x2160', 1],
]

const types = TYPES.map(([id, name, heads, limit, megabytes, resolution, instances]) =>
  nvidiaMdevType({ id, name, heads, limit, megabytes, resolution, instances }),
)

/**
 * Two Tesla T4 on a machine with two sockets. One type per card at a time: what the vendor documents for cards before SR-IOV;
 * recent drivers may also let other series of the same size in.
 */
export const nvidiaT4: Personality = {
  name: 'nvidia-t4',
  summary: 'Two NVIDIA T4 cards, each with one type at a time.',
  firstIommuGroup: 60,
  numaNodes: [
    { id: 0, cpus: '0-11,24-35' },
    { id: 1, cpus: '12-23,36-47' },
  ],
  pciFunctions: [...card({ bus: 0x00, behind: 0x06, numaNode: 0 }), ...card({ bus: 0x80, behind: 0x86, numaNode: 1 })],
  parents: [parent('0000:06:00.0'), parent('0000:86:00.0')],
}

/** A card behind a root port of the socket that has root bus `bus`. */
function card({ bus, behind, numaNode }: { bus: number; behind: number; numaNode: number }): SimulatedPciFunction[] {
  return nvidiaCard({
    port: { domain: 0, bus, slot: 0x03, function: 0 },
    portGroup: numaNode === 0 ? 12 : 44,
    portNumber: numaNode === 0 ? 0 : 8,
    bus: behind,
    device: 0x1eb8,
    subsystemDevice: 0x12a2,
    group: numaNode === 0 ? 30 : 58,
    numaNode,
    speed: 3,
    width: 16,
  })
}

function parent(device: string): PersonalityParent {
  return {
    device,
    driver: 'nvidia-vgpu-vfio',
    module: 'nvidia_vgpu_vfio',
    types,
    capacity: { rule: 'one-type' },
    whenFull: 'EINVAL',
    attributes: nvidiaMdevFiles,
  }
}
