import type { HostDevice, HostPciNode, HostSnapshot, HostType } from '../../machine/snapshot/host-snapshot.js'
import { formatPciAddress, type PciAddress } from '../../libvirt/pci-address.js'
import { nodeDeviceName } from '../../libvirt/names.js'

const parent = { parent: '0000:06:00.0', parentName: 'pci_0000_06_00_0', backend: 'mdev' } as const

const type = (id: string, availableInstances: number): HostType => ({
  ...parent,
  id,
  deviceApi: 'vfio-pci',
  availableInstances,
})

const device: HostDevice = {
  id: '4b20d080-1b54-4048-85b3-a6a62d165c01',
  uuid: '4b20d080-1b54-4048-85b3-a6a62d165c01',
  name: 'mdev_4b20d080_1b54_4048_85b3_a6a62d165c01_0000_06_00_0',
  ...parent,
  type: 'nvidia-231',
  deviceApi: 'vfio-pci',
  active: true,
  defined: false,
}

/** A host for the examples of rules: one GPU with one device, room for seven more of its type and none of another. */
export const exampleHost: HostSnapshot = {
  version: 1,
  nodes: [],
  types: [type('nvidia-231', 7), type('nvidia-232', 0)],
  devices: [device],
  problems: [],
}

/** A second device of that host, of another driver's making: its directory has no type yet. */
export const exampleHalfMade: HostSnapshot = {
  ...exampleHost,
  devices: [
    {
      id: '4b20d080-1b54-4048-85b3-a6a62d165c02',
      uuid: '4b20d080-1b54-4048-85b3-a6a62d165c02',
      name: 'mdev_4b20d080_1b54_4048_85b3_a6a62d165c02_0000_06_00_0',
      ...parent,
      active: true,
      defined: false,
    },
  ],
}

type PciNodeParts = Pick<
  HostPciNode,
  'driver' | 'backend' | 'physFunction' | 'virtFunctions' | 'bridge' | 'iommuGroup' | 'numaNode'
>

function pciNode(address: PciAddress, vendor: number, product: number, parts: PciNodeParts): HostPciNode {
  const id = formatPciAddress(address)
  return {
    kind: 'pci',
    id,
    name: nodeDeviceName('pci', id),
    path: `/sys/devices/pci0000:00/${id}`,
    parentName: 'computer',
    address,
    vendor: { id: vendor },
    product: { id: product },
    ...parts,
  }
}

const at = (bus: number, slot: number, fn: number): PciAddress => ({ domain: 0, bus, slot, function: fn })
const NVIDIA = 0x10de
const INTEL = 0x8086

const gpuGroup = { number: 30, addresses: [at(0x06, 0, 0), at(0x06, 0, 1)] }
const vfs = [at(0x41, 0, 4), at(0x41, 0, 5)]

/**
 * A host with PCI functions for the examples of rules: the GPU of `exampleHost` with its sound, a bridge, a network card of its
 * own IOMMU group, and a GPU with two virtual functions on which the vendor's driver makes vGPUs without mediated devices.
 */
export const examplePciHost: HostSnapshot = {
  ...exampleHost,
  numaNodes: [
    { id: 0, cpus: '0-11,24-35' },
    { id: 1, cpus: '12-23,36-47' },
  ],
  nodes: [
    pciNode(at(0, 3, 0), INTEL, 0x6f08, { driver: 'pcieport', bridge: 'pci-bridge', numaNode: 0 }),
    pciNode(at(0x06, 0, 0), NVIDIA, 0x1eb8, {
      driver: 'nvidia',
      backend: 'mdev',
      iommuGroup: gpuGroup,
      numaNode: 0,
    }),
    pciNode(at(0x06, 0, 1), NVIDIA, 0x10f8, { driver: 'snd_hda_intel', iommuGroup: gpuGroup, numaNode: 0 }),
    pciNode(at(0x3b, 0, 0), INTEL, 0x1572, {
      driver: 'i40e',
      iommuGroup: { number: 40, addresses: [at(0x3b, 0, 0)] },
      numaNode: 1,
    }),
    pciNode(at(0x41, 0, 0), NVIDIA, 0x26b9, {
      driver: 'nvidia',
      virtFunctions: { maxCount: 2, addresses: vfs },
      iommuGroup: { number: 50, addresses: [at(0x41, 0, 0)] },
      numaNode: 0,
    }),
    ...vfs.map((address, index) =>
      pciNode(address, NVIDIA, 0x26b9, {
        driver: 'nvidia',
        backend: 'nvidia-vf',
        physFunction: at(0x41, 0, 0),
        iommuGroup: { number: 51 + index, addresses: [address] },
        numaNode: 0,
      }),
    ),
  ],
}

/** `examplePciHost` with a definition of a device that does not run. */
export const exampleDefinedHost: HostSnapshot = {
  ...examplePciHost,
  devices: [
    {
      ...device,
      id: '4b20d080-1b54-4048-85b3-a6a62d165c02',
      uuid: '4b20d080-1b54-4048-85b3-a6a62d165c02',
      name: 'mdev_4b20d080_1b54_4048_85b3_a6a62d165c02_0000_06_00_0',
      active: false,
      defined: true,
    },
  ],
}
