import type { NodeDevice } from '../../lib/index.js'

/** A parent with types whose names need escapes, and numbers that a parser may change. */
export const device: NodeDevice = {
  name: 'pci_0000_06_00_0',
  path: '/sys/devices/pci0000:00/0000:06:00.0',
  devnodes: [],
  parent: 'computer',
  driver: 'a&b',
  capabilities: [
    {
      type: 'pci',
      class: 0x030200,
      domain: 0,
      bus: 6,
      slot: 0,
      function: 0,
      product: { id: 0x1eb8, name: '007' },
      vendor: { id: 0x10de, name: `"A" <B> & 'C'` },
      mdevTypes: [
        { id: 'nvidia-222', name: '1.10', deviceApi: 'vfio-pci', availableInstances: 0 },
        { id: 'nvidia-223', name: '1e3', deviceApi: 'vfio-pci', availableInstances: 16 },
      ],
      iommuGroup: { number: 7, addresses: [{ domain: 0, bus: 6, slot: 0, function: 0 }] },
    },
  ],
}

export const domainText = `<domain type='kvm'>
  <name>guest</name>
  <devices>
    <disk type='file'/>
    <hostdev mode='subsystem' type='mdev' model='vfio-pci'>
      <source>
        <address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/>
      </source>
    </hostdev>
  </devices>
</domain>
`
