import type { HostNode, HostSnapshot, HostType } from '../lib/machine/snapshot/host-snapshot.js'
import { detailsOfType } from '../lib/machine/description/details-of-type.js'
import type { Wanted, WantedDevices } from '../lib/planning/plan/index.js'
import { formatPciAddress } from '../lib/libvirt/pci-address.js'

/** Framebuffer in MiB, and how many fit on a card. */
const SIZES: readonly (readonly [number, number])[] = [
  [1024, 16],
  [2048, 8],
  [4096, 4],
  [8192, 2],
  [16_384, 1],
]
const SERIES = ['A', 'B', 'Q'] as const

/** One machine with many cards, each with virtual functions that all offer 15 types of five sizes; every third has devices. */
export function fleetSnapshot(cards: number, virtualFunctions: number): HostSnapshot {
  const snapshot: HostSnapshot = { version: 1, nodes: [], types: [], devices: [], problems: [] }
  const types = SERIES.flatMap((series, row) =>
    SIZES.map(
      (
        [megabytes, most],
        column,
      ): Omit<HostType, 'parent' | 'parentName' | 'availableInstances'> & { megabytes: number; most: number } => {
        const id = `nvidia-${700 + row * SIZES.length + column}`
        const name = `NVIDIA A2-${megabytes / 1024}${series}`
        const description = `num_heads=4, frl_config=60, framebuffer=${megabytes}M, max_resolution=4096x2160, max_instance=${most}`
        const details = detailsOfType({ id, backend: 'mdev', name, description })
        return {
          backend: 'mdev',
          id,
          name,
          description,
          deviceApi: 'vfio-pci',
          ...(details && { details }),
          megabytes,
          most,
        }
      },
    ),
  )
  for (let card = 0; card < cards; card++) {
    const physFunction = { domain: card >> 8, bus: card & 0xff, slot: 0, function: 0 }
    const used = card % 3 === 0 ? types[card % types.length] : undefined
    for (let number = 0; number < virtualFunctions; number++) {
      const address = { ...physFunction, slot: 1 + (number >> 3), function: number & 7 }
      const parent = formatPciAddress(address)
      const parentName = `pci_${parent.replaceAll(/[:.]/g, '_')}`
      const node: HostNode = {
        ...{ kind: 'pci', id: parent, name: parentName, path: `/sys/devices/${parent}`, parentName: 'computer' },
        ...{ backend: 'mdev', driver: 'nvidia', address, physFunction, numaNode: card & 1 },
        ...{ vendor: { id: 0x10de }, product: { id: 0x25b6 } },
      }
      snapshot.nodes.push(node)
      for (const { megabytes, most, ...type } of types) {
        const left = used === undefined ? 1 : Number(number > 0 && megabytes === used.megabytes && most > 1)
        snapshot.types.push({ parent, parentName, ...type, availableInstances: left })
      }
      if (used !== undefined && number === 0) {
        const uuid = `00000000-0000-4000-8000-${String(card).padStart(12, '0')}`
        snapshot.devices.push({
          ...{ id: uuid, uuid, name: `mdev_${uuid}`, parent, parentName, backend: 'mdev', type: used.id },
          ...{ active: true, defined: false },
        })
      }
    }
  }
  return snapshot
}

/** So many requests for single devices: by type, by name and by need, some on a NUMA node, some of a guest. */
export function wishes(requests: number): Wanted {
  const kinds: WantedDevices[] = [
    { type: 'nvidia-710' },
    { name: 'A2-2B' },
    { need: { framebuffer: '>= 3 GiB', series: 'Q' } },
    { need: { framebuffer: '>= 2 GiB, <= 4 GiB' } },
    { type: 'nvidia-700', numaNode: 1 },
    { name: 'NVIDIA A2-1A', uuids: 'slots' },
  ]
  const devices = Array.from({ length: requests }, (_, number): WantedDevices => {
    const kind = kinds[number % kinds.length] ?? {}
    const group = `11111111-1111-4111-8111-${String(number).padStart(12, '0')}`
    return kind.uuids === 'slots' ? { ...kind, group } : kind
  })
  return { version: 1, devices }
}
