import type { HostDevice, HostSnapshot, HostType } from '../machine/host-snapshot.js'

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
