import type { Personality } from '../personality.js'
import type { NvidiaCard } from './nvidia-card.js'
import { nvidiaCard } from './nvidia-card.js'
import { nvidiaSriovParents } from './nvidia-sriov.js'
import { nvidiaMdevType } from './nvidia-types.js'

/** The sizes of each series in GB, in the order of their ids, which have no gaps. */
const SERIES: readonly (readonly [string, readonly number[]])[] = [
  ['B', [1, 2]],
  ['Q', [1, 2, 3, 4, 6, 8, 12, 16, 24, 48]],
  ['A', [1, 2, 3, 4, 6, 8, 12, 16, 24, 48]],
]
const FIRST_ID = 555
const GIGABYTES = 48
const VIRTUAL_FUNCTIONS = 32

const CARD: NvidiaCard = {
  port: { domain: 0, bus: 0x40, slot: 0x01, function: 0 },
  portGroup: 21,
  portNumber: 8,
  bus: 0x41,
  device: 0x2235,
  subsystemDevice: 0x145a,
  group: 42,
  numaNode: 0,
  speed: 4,
  width: 16,
  virtFunctions: { count: VIRTUAL_FUNCTIONS, firstGroup: 120 },
}

const types = SERIES.flatMap(([series, sizes]) => sizes.map((gigabytes) => ({ series, gigabytes }))).map(
  ({ series, gigabytes }, index) =>
    nvidiaMdevType({
      id: FIRST_ID + index,
      name: `NVIDIA A40-${gigabytes}${series}`,
      heads: series === 'A' ? 1 : 4,
      limit: series === 'B' ? 45 : 60,
      megabytes: gigabytes * 1024,
      resolution: series === 'A' ? '1280x1024' : series === 'B' || gigabytes === 1 ? '5120x2880' : '7680x4320',
      instances: Math.min(VIRTUAL_FUNCTIONS, Math.floor(GIGABYTES / gigabytes)),
    }),
)

/** An NVIDIA A40 with its 32 virtual functions on. */
export const nvidiaA40: Personality = {
  name: 'nvidia-a40',
  summary: 'An NVIDIA A40: 32 virtual functions with one device each, all of one framebuffer size.',
  firstIommuGroup: 160,
  numaNodes: [
    { id: 0, cpus: '0-15,32-47' },
    { id: 1, cpus: '16-31,48-63' },
  ],
  pciFunctions: nvidiaCard(CARD),
  parents: nvidiaSriovParents(CARD, types),
}
