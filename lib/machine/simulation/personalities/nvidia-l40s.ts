import { formatPciAddress } from '../../../libvirt/pci-address.js'
import type { CapacityRule } from '../../capacity/capacity-rules.js'
import type { SimulatedType } from '../mdev-driver.js'
import type { Personality } from '../personality.js'
import type { NvidiaCard } from './nvidia-card.js'
import { nvidiaCard, virtFunctionAddresses } from './nvidia-card.js'

const GIGABYTES = 48
const VIRTUAL_FUNCTIONS = 32
const SIZES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 48]

const CARD: NvidiaCard = {
  port: { domain: 0, bus: 0x25, slot: 0x01, function: 0 },
  portGroup: 11,
  portNumber: 4,
  bus: 0x26,
  device: 0x26b9,
  subsystemDevice: 0x1851,
  group: 50,
  numaNode: 0,
  speed: 4,
  width: 16,
  virtFunctions: { count: VIRTUAL_FUNCTIONS, firstGroup: 130 },
}

const types: readonly SimulatedType[] = [
  type(1145, 'B', 1),
  type(1146, 'B', 2),
  ...SIZES.map((gigabytes, index) => type(1147 + index, 'Q', gigabytes)),
  ...SIZES.map((gigabytes, index) => type(1157 + index, 'A', gigabytes)),
  type(2164, 'B', 3),
]

/** How NVIDIA's framework on virtual functions lets the devices of a card share it. */
export interface NvidiaL40sOptions {
  /**
   * Whether sizes may be mixed, as `nvidia-smi vgpu -shm 1` switches it once the virtual functions are on; no where absent: the
   * first device decides the size of all.
   */
  heterogeneous?: boolean
}

/** An NVIDIA L40S with its 32 virtual functions on, on a kernel without mediated devices of NVIDIA. */
export function nvidiaL40sWith({ heterogeneous = false }: NvidiaL40sOptions = {}): Personality {
  const capacity: CapacityRule = heterogeneous
    ? { rule: 'pools', totals: { framebuffer: GIGABYTES * 1024 }, perParent: 1 }
    : { rule: 'one-size', size: 'framebuffer', perParent: 1 }
  return {
    name: heterogeneous ? 'nvidia-l40s-heterogeneous' : 'nvidia-l40s',
    summary: heterogeneous
      ? 'An NVIDIA L40S that mixes sizes: 32 virtual functions that become vGPUs, without mediated devices.'
      : 'An NVIDIA L40S: 32 virtual functions that become vGPUs of one size, without mediated devices.',
    firstIommuGroup: 170,
    numaNodes: [
      { id: 0, cpus: '0-31' },
      { id: 1, cpus: '32-63' },
    ],
    pciFunctions: nvidiaCard(CARD),
    parents: virtFunctionAddresses(CARD).map((address) => ({
      device: formatPciAddress(address),
      backend: 'nvidia-vf',
      driver: 'nvidia',
      types,
      hardware: formatPciAddress({ domain: 0, bus: CARD.bus, slot: 0, function: 0 }),
      capacity,
      whenFull: 'EINVAL',
    })),
  }
}

export const nvidiaL40s = nvidiaL40sWith()
export const nvidiaL40sHeterogeneous = nvidiaL40sWith({ heterogeneous: true })

function type(id: number, series: string, gigabytes: number): SimulatedType {
  return {
    id: String(id),
    name: `NVIDIA L40S-${gigabytes}${series}`,
    deviceApi: 'vfio-pci',
    demand: { framebuffer: gigabytes * 1024 },
    maxInstances: Math.min(VIRTUAL_FUNCTIONS, Math.floor(GIGABYTES / gigabytes)),
  }
}
