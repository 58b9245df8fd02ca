import { Errno } from '../../port/errno.js'
import type { TreeFile } from '../../tree/file-tree.js'
import type { SimulatedType } from '../mdev-driver.js'
import type { Personality, PersonalityParent } from '../personality.js'
import type { SimulatedPciFunction } from '../simulated-pci.js'

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

const types: readonly SimulatedType[] = TYPES.map(([id, name, heads, limit, megabytes, resolution, instances]) => ({
  id: `nvidia-${id}`,
  name,
  description:
    `num_heads=${heads}, frl_config=${limit}, framebuffer=${megabytes}M, max_resolution=${resolution}, ` +
    `max_instance=${instances}`,
  deviceApi: 'vfio-pci',
  maxInstances: instances,
}))

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
  pciFunctions: [
    rootPort({ domain: 0, bus: 0x00, slot: 0x03, function: 0 }, 0x06, 0, 12, 0),
    card({ domain: 0, bus: 0x06, slot: 0x00, function: 0 }, { domain: 0, bus: 0x00, slot: 0x03, function: 0 }, 0, 30),
    rootPort({ domain: 0, bus: 0x80, slot: 0x03, function: 0 }, 0x86, 1, 44, 8),
    card({ domain: 0, bus: 0x86, slot: 0x00, function: 0 }, { domain: 0, bus: 0x80, slot: 0x03, function: 0 }, 1, 58),
  ],
  parents: [parent('0000:06:00.0'), parent('0000:86:00.0')],
}

function rootPort(
  address: SimulatedPciFunction['address'],
  secondaryBus: number,
  numaNode: number,
  iommuGroup: number,
  port: number,
): SimulatedPciFunction {
  return {
    address,
    class: 0x060400,
    vendor: 0x8086,
    device: 0x6f08,
    revision: 0x01,
    driver: 'pcieport',
    numaNode,
    iommuGroup,
    secondaryBus,
    link: { port, speed: 3, width: 16 },
  }
}

function card(
  address: SimulatedPciFunction['address'],
  bridge: SimulatedPciFunction['address'],
  numaNode: number,
  iommuGroup: number,
): SimulatedPciFunction {
  return {
    address,
    bridge,
    class: 0x030200,
    vendor: 0x10de,
    device: 0x1eb8,
    subsystemVendor: 0x10de,
    subsystemDevice: 0x12a2,
    revision: 0xa1,
    driver: 'nvidia',
    numaNode,
    iommuGroup,
    link: { port: 0, speed: 3, width: 16 },
  }
}

function parent(device: string): PersonalityParent {
  return {
    device,
    driver: 'nvidia-vgpu-vfio',
    module: 'nvidia_vgpu_vfio',
    types,
    capacity: { rule: 'one-type' },
    whenFull: 'EINVAL',
    attributes: () => ({ 'nvidia/vgpu_params': parameters(), 'nvidia/vm_name': { mode: 0o444, show: () => '\n' } }),
  }
}

/** `key=value,key=value`; what is written replaces what was there. */
function parameters(): TreeFile {
  let text = ''
  return {
    mode: 0o644,
    show: () => `${text}\n`,
    store(bytes) {
      const written = new TextDecoder().decode(bytes).replace(/\n$/, '')
      if (written.length > 128) throw new Errno('E2BIG')
      if (written !== '' && !/^[\w.]+=[^,=\s]+(,[\w.]+=[^,=\s]+)*$/.test(written)) throw new Errno('EINVAL')
      text = written
    },
  }
}
