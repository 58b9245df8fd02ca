import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { formatHostdev, parseHostdev, type Hostdev } from '../../lib/libvirt/hostdev.js'
import { capabilityOf, formatNodeDevice, parseNodeDevice, type NodeDevice } from '../../lib/libvirt/node-device.js'
import type { Document } from '../../lib/shape/document.js'

const UUID = '53764d0e-85a0-42b4-af5c-2046b460b1dc'

/** The code of each diagnostic, with the text it points at and the layers that refuse it. */
function told({ diagnostics, text }: Document<NodeDevice> | Document<Hostdev>): string[] {
  return diagnostics.map(({ code, severity, span, refusedBy }) =>
    [code, severity, text.slice(span.start, span.end), refusedBy.join(' ')].join(' | '),
  )
}

/** Documents with faults: each `code | severity | the text that is meant | layers that refuse it`. */
const HOSTDEV_FAULTS: readonly (readonly [name: string, text: string, told: readonly string[]])[] = [
  ['no type', `<hostdev/>`, ['hostdev/type-missing | error | hostdev | schema parse']],
  ['an empty type', `<hostdev type=''/>`, [`hostdev/type-missing | error | type='' | schema parse`]],
  ['an unknown type', `<hostdev type='mdv'/>`, ['hostdev/type-unknown | error | mdv | schema parse']],
  ['another root', `<disk/>`, ['read/root-unexpected | error | disk | schema parse']],
  [
    'a mediated device without its parts',
    `<hostdev type='mdev'/>`,
    ['hostdev/model-missing | error | hostdev | schema parse', 'hostdev/uuid-missing | error | hostdev | schema parse'],
  ],
  [
    'an unknown model and a bad UUID',
    `<hostdev type='mdev' model='vfio-foo'><source><address uuid='xyz'/></source></hostdev>`,
    ['hostdev/model-unknown | error | vfio-foo | schema parse', 'hostdev/uuid-invalid | error | xyz | schema parse'],
  ],
  [
    'words that are not known',
    `<hostdev type='mdev' mode='foo' managed='bogus' model='vfio-pci' display='auto' ramfb='yes'><source><address uuid='${UUID}'/></source></hostdev>`,
    [
      'read/value-invalid | error | foo | schema parse',
      'read/value-changed | warning | bogus | schema',
      'read/value-invalid | error | auto | schema parse',
      'read/value-invalid | error | yes | schema parse',
    ],
  ],
  [
    'parts that belong to other types',
    `<hostdev type='mdev' model='vfio-pci' sgio='filtered' rawio='yes' foo='1'><source startupPolicy='optional'><address uuid='${UUID}' type='pci'/></source><source/><readonly/><driver name='vfio'/></hostdev>`,
    [
      `read/part-refused | error | sgio='filtered' | schema parse`,
      `read/part-refused | error | rawio='yes' | schema parse`,
      `read/part-unknown | warning | foo='1' | schema`,
      `read/part-refused | error | startupPolicy='optional' | schema parse`,
      `read/part-unknown | warning | type='pci' | schema`,
      'read/part-repeated | warning | source | schema',
      'read/part-dropped | warning | readonly | ',
      'read/part-unknown | warning | driver | schema',
    ],
  ],
  [
    'a startup policy on a PCI device, which the schema lets through',
    `<hostdev type='pci' model='x'><source startupPolicy='optional'><address bus='1' slot='0' function='0'/></source></hostdev>`,
    [
      `read/part-refused | error | model='x' | schema parse`,
      `read/part-refused | error | startupPolicy='optional' | parse`,
    ],
  ],
  [
    'a boot order and an ACPI index of zero',
    `<hostdev type='pci'><source><address bus='1' slot='0' function='0'/></source><boot order='0'/><acpi index='0'/></hostdev>`,
    ['read/value-invalid | error | 0 | schema parse', 'read/value-invalid | error | 0 | parse'],
  ],
  ['a USB device without a source', `<hostdev type='usb'/>`, ['read/value-missing | error | hostdev | schema parse']],
  [
    'a USB vendor of zero and an address without its device',
    `<hostdev type='usb'><source><vendor id='0'/><product id='0'/><address bus='1'/></source></hostdev>`,
    ['read/value-invalid | error | 0 | parse', 'read/value-missing | error | address | schema parse'],
  ],
  [
    'a SCSI source of an unknown protocol',
    `<hostdev type='scsi'><source protocol='fc'/></hostdev>`,
    ['read/type-unknown | error | fc | schema parse'],
  ],
  [
    'a SCSI source of an empty protocol',
    `<hostdev type='scsi'><source protocol=''/></hostdev>`,
    [`read/value-missing | error | protocol='' | schema parse`],
  ],
  [
    'a SCSI source without its parts',
    `<hostdev type='scsi'><source startupPolicy='optional'><address bus='0' target='0' unit='x'/></source></hostdev>`,
    [
      'read/value-missing | error | source | schema parse',
      `read/part-refused | error | startupPolicy='optional' | schema parse`,
      'read/value-invalid | error | x | schema parse',
    ],
  ],
  [
    'a malformed world wide name',
    `<hostdev type='scsi_host'><source protocol='vhost' wwpn='5123456789abcde0'/></hostdev>`,
    ['read/value-invalid | error | 5123456789abcde0 | schema parse'],
  ],
  [
    'a block device without the mode',
    `<hostdev type='storage'><source><block></block></source></hostdev>`,
    ['read/value-missing | error | hostdev | schema parse', 'read/value-missing | error | block | schema parse'],
  ],
]

describe('faults of host devices', () => {
  for (const [name, text, wanted] of HOSTDEV_FAULTS) {
    it(name, () => {
      const document = parseHostdev(text)
      expect(told(document)).to.deep.equal(wanted)
      expect(document.value === undefined).to.equal(wanted.some((each) => each.includes(' | error | ')))
    })
  }
  it('have the path of the value that is meant', () => {
    const text = `<domain><devices><hostdev type='pci'><source><address bus='0x41' slot='0x20' function='0'/></source></hostdev></devices></domain>`
    expect(parseDomain(text).diagnostics.map(({ path }) => path)).to.deep.equal([['hostdevs', 0, 'source', 'slot']])
  })
  it('of an interface of another type are not looked for', () => {
    const text = `<domain><devices><interface type='network'><address type='x'/></interface></devices></domain>`
    expect(parseDomain(text).diagnostics).to.deep.equal([])
  })
  it('of the source of an interface are told', () => {
    const text = `<domain><devices><interface type='hostdev'><source><address bus='1'/></source></interface></devices></domain>`
    expect(parseDomain(text).diagnostics.map(({ code }) => code)).to.deep.equal(['read/value-missing'])
  })
})

const NODE_DEVICE_FAULTS: readonly (readonly [name: string, capability: string, told: readonly string[]])[] = [
  ['no type', `<capability/>`, ['nodedev/capability-type-missing | error | capability | schema parse']],
  ['an unknown type', `<capability type='foo'/>`, ['nodedev/capability-type-unknown | error | foo | schema parse']],
  [
    'a type that stands inside others alone',
    `<capability type='vpd'/>`,
    ['nodedev/capability-type-unknown | error | vpd | schema parse'],
  ],
  [
    'a mediated device without a type',
    `<capability type='mdev'/>`,
    ['mdev/type-missing | error | capability | schema parse'],
  ],
  [
    'a mediated device whose type is empty',
    `<capability type='mdev'><type id=''/><uuid>xyz</uuid></capability>`,
    [`mdev/type-missing | error | id='' | parse`, 'mdev/uuid-invalid | error | xyz | schema parse'],
  ],
  [
    'attributes that libvirt skips',
    `<capability type='mdev'><type id='t'/><attr name='a'/><attr value='b'/><attr name='c' value=''/><start type='auto'/></capability>`,
    [
      'mdev/attribute-dropped | warning | attr | schema',
      'mdev/attribute-dropped | warning | attr | schema',
      `mdev/attribute-dropped | warning | value='' | `,
      'read/part-unknown | warning | start | schema',
    ],
  ],
  [
    'an IOMMU group that is no decimal number',
    `<capability type='mdev'><type id='t'/><iommuGroup number='0x1'/></capability>`,
    ['read/value-invalid | error | 0x1 | schema parse'],
  ],
  [
    'a PCI device without its parts',
    `<capability type='pci'><bus>0x1</bus><product id='12345'/></capability>`,
    [
      ...Array.from({ length: 4 }, () => 'read/value-missing | error | capability | schema parse'),
      'read/value-invalid | error | 0x1 | schema parse',
      'read/value-invalid | error | 12345 | schema parse',
    ],
  ],
  [
    'an unknown network feature',
    `<capability type='net'><interface>e</interface><feature name='x'/></capability>`,
    ['read/value-invalid | error | x | schema parse'],
  ],
  [
    'an unknown kind of network',
    `<capability type='net'><interface>e</interface><capability type='8'/></capability>`,
    ['read/value-invalid | error | 8 | schema parse'],
  ],
  [
    'an unknown capability of a SCSI host, of a target, of a disk',
    `<capability type='scsi_host'><capability type='x'/></capability><capability type='scsi_target'><target>t</target><capability type='x'/></capability><capability type='storage'><block>b</block><size>1</size><capability type='x'/></capability>`,
    Array.from({ length: 3 }, () => 'read/part-refused | error | capability | schema parse'),
  ],
  [
    'an unknown capability of a PCI device, which libvirt ignores',
    `<capability type='ap_matrix'><capability type='x'/></capability>`,
    ['read/part-unknown | warning | capability | schema'],
  ],
  [
    'a crypto domain above 255',
    `<capability type='ap_queue'><ap-adapter>256</ap-adapter><ap-domain>0x100</ap-domain></capability>`,
    ['read/value-spelling | info | 256 | schema', 'read/value-invalid | error | 0x100 | schema parse'],
  ],
  [
    'an unknown kind of DRM node',
    `<capability type='drm'><type>x</type></capability>`,
    ['read/value-invalid | error | x | schema parse'],
  ],
  [
    'a machine without a UUID',
    `<capability type='system'><hardware/></capability>`,
    ['read/value-missing | error | hardware | schema parse'],
  ],
]

describe('faults of node devices', () => {
  for (const [name, capability, wanted] of NODE_DEVICE_FAULTS) {
    it(name, () => {
      expect(told(parseNodeDevice(`<device>${capability}</device>`))).to.deep.equal(wanted)
    })
  }
  it('leave out the attributes that libvirt skips', () => {
    const text = `<device><capability type='mdev'><type id='t'/><attr name='a'/><attr name='b' value='1'/></capability></device>`
    const device = parseNodeDevice(text).unwrap()
    expect(capabilityOf(device, 'mdev')?.attributes).to.deep.equal([{ name: 'b', value: '1' }])
    expect(capabilityOf(device, 'pci')).to.equal(undefined)
  })
})

describe('parts of a node device that libvirt does not see', () => {
  it('are a link of no kind, and leave the rest', () => {
    const at = `<domain>0</domain><bus>1</bus><slot>2</slot><function>3</function><product id='0x1'/><vendor id='0x2'/>`
    const links = `<link width='1'/><link validity='foo' width='1'/><link validity='sta' width='2'/>`
    const document = parseNodeDevice(
      `<device><name>n</name><capability type='pci'>${at}<pci-express>${links}</pci-express></capability></device>`,
    )
    expect(document.diagnostics.map(({ severity, refusedBy }) => [severity, refusedBy])).to.deep.equal([
      ['warning', ['schema']],
      ['warning', ['schema']],
    ])
    expect(capabilityOf(document.unwrap(), 'pci')?.pciExpress?.links).to.deep.equal([{ validity: 'sta', width: 2 }])
  })

  it('are a driver without the name that the schema wants', () => {
    const told = (driver: string) =>
      parseNodeDevice(`<device><name>n</name>${driver}<capability type='ap_matrix'/></device>`).diagnostics.map(
        ({ code, severity, refusedBy }) => [code, severity, ...refusedBy].join(' '),
      )
    expect(told('<driver/>')).to.deep.equal(['read/value-implied info schema'])
    expect(told('<driver><name/></driver>')).to.deep.equal(['read/value-implied info'])
    expect(told('<driver><name>vfio</name></driver>')).to.deep.equal([])
  })
})

/** What libvirt writes otherwise than it read it: capability, and what it becomes. */
const WRITTEN_OTHERWISE: readonly (readonly [name: string, read: string, written: string])[] = [
  [
    'a machine without firmware',
    `<hardware><uuid>${UUID}</uuid></hardware>`,
    `    <hardware>\n      <uuid>${UUID}</uuid>\n    </hardware>\n    <firmware>\n    </firmware>`,
  ],
  [
    'network features, in an order of its own and once',
    `<interface>e</interface><link speed='0'/><feature name='tx'/><feature name='rx'/><feature name='tx'/>`,
    `    <interface>e</interface>\n    <feature name='rx'/>\n    <feature name='tx'/>`,
  ],
  ['a SCSI host without a unique id', `<host>1</host><unique_id>-1</unique_id>`, `    <host>1</host>`],
  [
    'counts of virtual adapters',
    `<host>1</host><capability type='vport_ops'/>`,
    `    <host>1</host>\n    <capability type='vport_ops'>\n      <max_vports>0</max_vports>\n      <vports>0</vports>\n    </capability>`,
  ],
  [
    'the size of a drive whose media can be changed',
    `<block>b</block><size>5</size><logical_block_size>1</logical_block_size><num_blocks>5</num_blocks><capability type='removable'><media_size>1</media_size><num_blocks>0</num_blocks></capability>`,
    `    <block>b</block>\n    <capability type='removable'>\n      <media_available>0</media_available>\n      <media_size>1</media_size>\n    </capability>`,
  ],
  [
    'blocks of zero',
    `<block>b</block><size>5</size><num_blocks>0</num_blocks>`,
    `    <block>b</block>\n    <size>5</size>`,
  ],
  [
    'parts of a PCI device that say nothing',
    `<domain>0</domain><bus>1</bus><slot>2</slot><function>3</function><product id='1'/><vendor id='0x2'/><capability type='virt_functions' maxCount='0'/><iommuGroup number='1'/><numa node='-1'/><pci-express><link validity='cap' port='-1' width='0x10'/></pci-express>`,
    `    <domain>0</domain>
    <bus>1</bus>
    <slot>2</slot>
    <function>3</function>
    <product id='0x0001'/>
    <vendor id='0x0002'/>
    <capability type='virt_functions'/>
    <pci-express>
      <link validity='cap' width='16'/>
    </pci-express>`,
  ],
  ['a mediated device without a group', `<type id='t'/>`, `    <type id='t'/>\n    <iommuGroup number='0'/>`],
]

describe('what libvirt writes otherwise than it reads', () => {
  const types = ['system', 'net', 'scsi_host', 'scsi_host', 'storage', 'storage', 'pci', 'mdev']
  WRITTEN_OTHERWISE.forEach(([name, read, written], index) => {
    it(name, () => {
      const type = types[index] ?? ''
      const { value, diagnostics } = parseNodeDevice(`<device><capability type='${type}'>${read}</capability></device>`)
      expect(diagnostics.filter(({ severity }) => severity === 'error')).to.deep.equal([])
      const wanted = `<device>\n  <capability type='${type}'>\n${written}\n  </capability>\n</device>\n`
      expect(value && formatNodeDevice(value)).to.equal(wanted)
    })
  })
  it('the attributes of a parent and the state of a subchannel are held and not written', () => {
    const text = `<device><parent wwnn='a' wwpn='b' fabric_wwn='c'/><capability type='css'><state>online</state><cssid>0</cssid><ssid>0</ssid><devno>1</devno></capability></device>`
    const device = parseNodeDevice(text).unwrap()
    expect(device).to.include({ parentWwnn: 'a', parentWwpn: 'b', parentFabricWwn: 'c' })
    expect(capabilityOf(device, 'css')?.state).to.equal('online')
    const written = formatNodeDevice(device)
    expect(written).not.to.contain('parent')
    expect(written).not.to.contain('state')
  })
  it('device files: the file in front of the links to it', () => {
    const text = `<device><devnode type='link'>/l</devnode><devnode type='dev'>/d</devnode><capability type='ap_matrix'/></device>`
    const written = formatNodeDevice(parseNodeDevice(text).unwrap())
    expect(written).to.contain(`<devnode type='dev'>/d</devnode>\n  <devnode type='link'>/l</devnode>`)
  })
  it('an inactive device: without path, device files and driver', () => {
    const device: NodeDevice = {
      name: 'n',
      path: '/sys/devices/n',
      devnodes: [{ type: 'dev', path: '/dev/n' }],
      parent: 'computer',
      driver: 'd',
      capabilities: [{ type: 'ap_matrix' }],
    }
    expect(formatNodeDevice(device, { inactive: true })).to.equal(`<device>
  <name>n</name>
  <parent>computer</parent>
  <capability type='ap_matrix'>
  </capability>
</device>
`)
    expect(device.driver).to.equal('d')
  })
  it('parts of a host device that say nothing', () => {
    const written = (text: string) => formatHostdev(parseHostdev(text).unwrap())
    expect(
      written(
        `<hostdev type='usb'><source autoAddress='no' missing='no'><vendor id='7531'/><product id='02'/><address bus='0' device='0'/></source></hostdev>`,
      ),
    ).to.equal(
      `<hostdev mode='subsystem' type='usb' managed='no'>\n  <source>\n    <vendor id='0x1d6b'/>\n    <product id='0x0002'/>\n  </source>\n</hostdev>\n`,
    )
    expect(
      written(
        `<hostdev type='scsi'><source protocol='adapter'><adapter name='a'/><address bus='0x1' target='010' unit='0x10'/></source></hostdev>`,
      ),
    ).to.equal(
      `<hostdev mode='subsystem' type='scsi' managed='no'>\n  <source>\n    <adapter name='a'/>\n    <address bus='1' target='8' unit='16'/>\n  </source>\n</hostdev>\n`,
    )
  })
})

describe('SCSI units', () => {
  const read = (unit: string) => {
    const text = `<hostdev type='scsi'><source><adapter name='a'/><address bus='0' target='0' unit='${unit}'/></source></hostdev>`
    const { value } = parseHostdev(text)
    return value?.type === 'scsi' && value.source.protocol === 'adapter' ? value.source.address.unit : undefined
  }
  const table: readonly (readonly [string, number | string | undefined])[] = [
    ['0', 0],
    ['00', 0],
    ['017', 15],
    ['0x10', 16],
    [' +5', 5],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['0xffffffffffffffff', '18446744073709551615'],
    ['18446744073709551616', undefined],
    ['-1', undefined],
    ['5 ', undefined],
    ['08', undefined],
  ]
  for (const [text, value] of table) {
    it(`'${text}' is ${value ?? 'none'}`, () => {
      expect(read(text)).to.equal(value)
    })
  }
  it('are written as numbers, or as texts of what numbers do not hold', () => {
    const write = (unit: number | string) =>
      formatHostdev({
        type: 'scsi',
        source: { protocol: 'adapter', adapter: 'a', address: { bus: 0, target: 0, unit } },
      })
    expect(write(7)).to.contain(`unit='7'`)
    expect(write('9007199254740992')).to.contain(`unit='9007199254740992'`)
    for (const wrong of [-1, 1.5, 2 ** 53, '7', '9007199254740991', '18446744073709551616', 'x']) {
      expect(() => write(wrong), String(wrong)).to.throw(TypeError, 'source.address.unit must be a SCSI unit')
    }
  })
})

describe('values that cannot be written', () => {
  const capabilities: NodeDevice['capabilities'] = [{ type: 'drm', node: 'render' }]
  it('are refused by their path before any text is made', () => {
    expect(() => formatNodeDevice({ devnodes: [], capabilities: [{ type: 'ap_card', adapter: -1 }] })).to.throw(
      TypeError,
      'capabilities[0].adapter must be an adapter from 0 to 0xff, not -1.',
    )
    expect(() => formatNodeDevice({ devnodes: [], capabilities, name: 'a\0' })).to.throw(TypeError, 'U+0000')
    expect(() => formatHostdev({ type: 'scsi_host', protocol: 'vhost', wwpn: 'x' })).to.throw(TypeError, 'wwpn must be')
    const index: unknown = { type: 'pci', devnodes: [] }
    expect(() => formatHostdev(index as Hostdev)).to.throw(TypeError)
    expect(() =>
      formatNodeDevice({
        devnodes: [],
        capabilities: [
          {
            type: 'pci',
            domain: 0,
            bus: 0,
            slot: 0,
            function: 0,
            product: { id: 1 },
            vendor: { id: 1 },
            vpd: { name: 'n', fields: [{ access: 'readonly', vendorFields: [{ index: 'AB', value: '' }] }] },
          },
        ],
      }),
    ).to.throw(TypeError, 'vendorFields[0].index must be one digit or capital letter')
  })
})

describe('edits', () => {
  it('set what libvirt reads and never writes', () => {
    const text = `<device>\n  <name>a</name>\n  <capability type='scsi_host'>\n  </capability>\n</device>\n`
    const next = parseNodeDevice(text).set(['name'], 'b').set(['parentFabricWwn'], '2002000573de9a81')
    expect(next.text).to.equal(
      text
        .replace('>a<', '>b<')
        .replace('\n  <capability', `\n  <parent fabric_wwn='2002000573de9a81'/>\n  <capability`),
    )
  })
  it('change a SCSI source whose protocol is left out', () => {
    const text = `<domain>\n  <devices>\n    <hostdev type="scsi">\n      <source>\n        <adapter name="a"/>\n        <address bus="0" target="0" unit="1"/>\n      </source>\n    </hostdev>\n  </devices>\n</domain>\n`
    const document = parseDomain(text)
    const [device] = document.unwrap().hostdevs
    if (device?.type !== 'scsi') throw new Error('no SCSI device')
    expect(document.set(['hostdevs', 0], device).text).to.equal(text)
    const next = document.set(['hostdevs', 0], {
      ...device,
      source: { protocol: 'adapter', adapter: 'b', address: { bus: 0, target: 0, unit: 2 } },
    })
    expect(next.text).to.equal(text.replace('name="a"', 'name="b"').replace('unit="1"', 'unit="2"'))
  })
})
