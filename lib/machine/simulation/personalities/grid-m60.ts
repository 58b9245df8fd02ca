import type { SimulatedType } from '../mdev-driver.js'
import type { Personality, PersonalityParent } from '../personality.js'
import type { SimulatedPciFunction } from '../simulated-pci.js'

/** id, name, instances on an empty GPU, heads, frame rate limit, MB of framebuffer, resolution: the table of the patch's cover letter */
const TYPES: readonly (readonly [number, string, number, number, number, number, string])[] = [
  [11, 'GRID M60-0B', 16, 2, 45, 512, '2560x1600'],
  [12, 'GRID M60-0Q', 16, 2, 60, 512, '2560x1600'],
  [13, 'GRID M60-1B', 8, 2, 45, 1024, '2560x1600'],
  [14, 'GRID M60-1Q', 8, 2, 60, 1024, '2560x1600'],
  [15, 'GRID M60-2B', 4, 2, 45, 2048, '2560x1600'],
  [16, 'GRID M60-2Q', 4, 4, 60, 2048, '2560x1600'],
  [17, 'GRID M60-4Q', 2, 4, 60, 4096, '3840x2160'],
  [18, 'GRID M60-8Q', 1, 4, 60, 8192, '3840x2160'],
]

const types: readonly SimulatedType[] = TYPES.map(([id, name, instances, heads, limit, megabytes, resolution]) => ({
  id: String(id),
  name,
  description: `num_heads=${heads}, frl_config=${limit}, framebuffer=${megabytes}M, max_resolution=${resolution}`,
  deviceApi: 'vfio-pci',
  demand: { framebuffer: megabytes },
  maxInstances: instances,
}))

const ROOT = { domain: 0, bus: 0x80, slot: 0x02, function: 0 }
const UPSTREAM = { domain: 0, bus: 0x84, slot: 0x00, function: 0 }
const FIRST = { domain: 0, bus: 0x85, slot: 0x08, function: 0 }
const SECOND = { domain: 0, bus: 0x85, slot: 0x10, function: 0 }

/**
 * A Tesla M60, a board with two GPUs, under patch v6 of mediated devices (3 August 2016): types are a table in one file, devices
 * are numbered below the UUID of their guest, and start together. One type at a time on each GPU.
 */
export const gridM60: Personality = {
  name: 'grid-m60',
  summary: 'An NVIDIA GRID M60 under the first proposal of 2016: a table of types, guests with numbered devices.',
  kernel: '5.10',
  firstIommuGroup: 70,
  pciFunctions: [
    { ...bridge(ROOT, 0x84), vendor: 0x8086, device: 0x6f04 },
    { ...bridge(UPSTREAM, 0x85), bridge: ROOT },
    { ...bridge(FIRST, 0x86), bridge: UPSTREAM },
    { ...bridge(SECOND, 0x87), bridge: UPSTREAM },
    gpu(0x86, FIRST, 40),
    gpu(0x87, SECOND, 41),
  ],
  parents: [parent('0000:86:00.0'), parent('0000:87:00.0')],
}

function bridge(address: SimulatedPciFunction['address'], secondaryBus: number): SimulatedPciFunction {
  return {
    address,
    class: 0x060400,
    vendor: 0x10b5,
    device: 0x8747,
    revision: 0xca,
    driver: 'pcieport',
    iommuGroup: 30 + (secondaryBus - 0x84),
    secondaryBus,
    link: { port: 0, speed: 3, width: 16 },
  }
}

function gpu(bus: number, above: SimulatedPciFunction['address'], iommuGroup: number): SimulatedPciFunction {
  return {
    address: { domain: 0, bus, slot: 0, function: 0 },
    bridge: above,
    class: 0x030000,
    vendor: 0x10de,
    device: 0x13f2,
    subsystemVendor: 0x10de,
    subsystemDevice: 0x115e,
    revision: 0xa1,
    driver: 'nvidia',
    iommuGroup,
    link: { port: 0, speed: 3, width: 16 },
  }
}

function parent(device: string): PersonalityParent {
  return {
    device,
    backend: 'flat',
    driver: 'nvidia',
    module: 'nvidia_vgpu_vfio',
    types,
    capacity: { rule: 'one-type' },
    whenFull: 'EINVAL',
  }
}
