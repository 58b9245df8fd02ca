import type { Personality } from '../personality.js'
import type { NvidiaCard } from './nvidia-card.js'
import { nvidiaCard } from './nvidia-card.js'
import { nvidiaSriovParents } from './nvidia-sriov.js'
import { nvidiaMdevType } from './nvidia-types.js'

/** id, series, GB of framebuffer, resolution */
const TYPES: readonly (readonly [number, string, number, string])[] = [
  [742, 'B', 1, '5120x2880'],
  [743, 'B', 2, '5120x2880'],
  [744, 'Q', 1, '5120x2880'],
  [745, 'Q', 2, '7680x4320'],
  [746, 'Q', 4, '7680x4320'],
  [747, 'Q', 8, '7680x4320'],
  [748, 'Q', 16, '7680x4320'],
  [749, 'A', 1, '1280x1024'],
  [750, 'A', 2, '1280x1024'],
  [751, 'A', 4, '1280x1024'],
  [752, 'A', 8, '1280x1024'],
  [753, 'A', 16, '1280x1024'],
  [754, 'C', 4, '4096x2400'],
  [755, 'C', 8, '4096x2400'],
  [756, 'C', 16, '4096x2400'],
]

const CARD: NvidiaCard = {
  port: { domain: 0, bus: 0x00, slot: 0x03, function: 0 },
  portGroup: 7,
  portNumber: 0,
  bus: 0x08,
  device: 0x25b6,
  subsystemDevice: 0x157e,
  group: 38,
  numaNode: 0,
  speed: 4,
  width: 8,
  virtFunctions: { count: 16, firstGroup: 90 },
}

const types = TYPES.map(([id, series, gigabytes, resolution]) =>
  nvidiaMdevType({
    id,
    name: `NVIDIA A2-${gigabytes}${series}`,
    heads: series === 'B' || series === 'Q' ? 4 : 1,
    limit: series === 'B' ? 45 : 60,
    megabytes: gigabytes * 1024,
    resolution,
    instances: 16 / gigabytes,
  }),
)

/** An NVIDIA A2 with its 16 virtual functions on, addressed as on a machine that was recorded. */
export const nvidiaA2: Personality = {
  name: 'nvidia-a2',
  summary: 'An NVIDIA A2: 16 virtual functions with one device each, all of one framebuffer size.',
  firstIommuGroup: 106,
  numaNodes: [{ id: 0, cpus: '0-5,12-17' }],
  pciFunctions: nvidiaCard(CARD),
  parents: nvidiaSriovParents(CARD, types),
}
