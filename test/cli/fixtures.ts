export const UUID = '4b20d080-1b54-4048-85b3-a6a62d165c01'
export const OTHER = '4b20d080-1b54-4048-85b3-a6a62d165c02'
export const NAME = 'mdev_4b20d080_1b54_4048_85b3_a6a62d165c01_0000_06_00_0'

export const guest = `<domain type='kvm'>\r
  <name>one</name>\r
  <!-- kept -->\r
  <devices>\r
    <emulator>/usr/bin/qemu-system-x86_64</emulator>\r
  </devices>\r
</domain>\r
`

/** The same with a device, as `attach` writes it. */
export const guestWith = guest.replace(
  '</emulator>\r\n',
  `</emulator>\r
    <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci'>\r
      <source>\r
        <address uuid='${UUID}'/>\r
      </source>\r
    </hostdev>\r
`,
)

export const nodedev = (uuid: string | undefined, type = 'nvidia-231') => `<device>
  <parent>pci_0000_06_00_0</parent>
  <capability type='mdev'>
    <type id='${type}'/>${uuid === undefined ? '' : `\n    <uuid>${uuid}</uuid>`}
  </capability>
</device>
`

export const hostdev = (uuid: string) => `<hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci'>
  <source>
    <address uuid='${uuid}'/>
  </source>
</hostdev>
`

/** A snapshot of a machine whose names try to reach the terminal. */
export const hostileSnapshot = {
  version: 1,
  nodes: [],
  types: [
    {
      parent: 'pa\u001b]0;owned\u0007rent',
      parentName: 'p\u202eq',
      backend: 'mdev',
      id: 'ty\u009bpe\n2',
      name: 'na\u200bme\u001b[2J',
      deviceApi: 'vfio-pci',
      availableInstances: 1,
    },
  ],
  devices: [
    {
      id: 'dev\u001b[31m',
      name: 'n\u001b[0m',
      parent: '__proto__',
      parentName: 'constructor',
      backend: 'mdev',
      active: true,
      defined: false,
    },
  ],
  problems: [{ file: 'sys/\u001b[1m', message: 'The file\u2028is odd.' }],
}
