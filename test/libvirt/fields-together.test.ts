import { expect } from 'chai'
import { parseHostdev } from '../../lib/libvirt/hostdev.js'
import { parseNodeDevice } from '../../lib/libvirt/node-device.js'

const UUID = '53764d0e-85a0-42b4-af5c-2046b460b1dc'

const usb = (source: string) => `<hostdev type='usb'><source>${source}</source></hostdev>`
const mdev = (parts: string) =>
  `<hostdev type='mdev' model='vfio-ccw'><source><address uuid='${UUID}'/></source>${parts}</hostdev>`
const iscsi = (hosts: string) =>
  `<hostdev type='scsi'><source protocol='iscsi' name='iqn.1992-01.com.example:a/1'>${hosts}</source></hostdev>`
const login = (secret: string) => iscsi(`<host name='a'/><auth username='u'><secret type='iscsi' ${secret}/></auth>`)
const device = (capability: string, parent = '') => `<device>${parent}${capability}</device>`
const storage = (parts: string) => `<capability type='storage'><block>/dev/sda</block>${parts}</capability>`
const channel = (type: string, parts: string) =>
  `<capability type='${type}'><cssid>0</cssid><ssid>0</ssid><devno>1</devno>${parts}</capability>`
const pci = (parts: string) =>
  `<capability type='pci'><domain>0</domain><bus>0</bus><slot>1</slot><function>0</function><product id='1'/><vendor id='2'/>${parts}</capability>`
const drm = `<capability type='drm'><type>render</type></capability>`

/** What is said of parts that libvirt asks for together: `code | severity | path | what is meant | layers that refuse it`. */
const TABLE: readonly (readonly [name: string, text: string, told: readonly string[]])[] = [
  ['a USB vendor and product', usb(`<vendor id='1'/><product id='0'/>`), []],
  ['neither', usb(''), ['read/value-implied | info | source.address | source | schema']],
  [
    'a USB vendor without a product',
    usb(`<vendor id='0x1d6b'/>`),
    ['hostdev/usb-id-incomplete | error | source.product | source | schema parse'],
  ],
  [
    'a USB product without a vendor',
    usb(`<product id='2'/><address bus='1' device='2'/>`),
    ['hostdev/usb-id-incomplete | error | source.vendor | source | schema parse'],
  ],
  [
    'a USB vendor of zero with a product',
    usb(`<vendor id='0'/><product id='2'/>`),
    ['read/value-invalid | error | source.vendor | 0 | parse'],
  ],
  [
    'a USB vendor and product without numbers',
    usb(`<vendor/><product id=''/>`),
    [
      'read/value-missing | error | source.vendor | vendor | schema parse',
      `read/value-missing | error | source.product | id='' | schema parse`,
    ],
  ],
  ['a disabled ROM', mdev(`<rom enabled='no'/>`), []],
  ['an enabled ROM with all', mdev(`<rom enabled='yes' bar='off' file='/f'/>`), []],
  [
    'a disabled ROM with a bar',
    mdev(`<rom enabled='no' bar='off' file='/f'/>`),
    ['hostdev/rom-disabled | error | rom.bar | off | parse'],
  ],
  [
    'a disabled ROM with a file',
    mdev(`<rom enabled='no' file='/f'/>`),
    ['hostdev/rom-disabled | error | rom.file | /f | parse'],
  ],
  ['a channel address without parts', mdev(`<address type='ccw'/>`), []],
  ['a channel address', mdev(`<address type='ccw' cssid='0xfe' ssid='0' devno='1'/>`), []],
  [
    'a channel address without one part',
    mdev(`<address type='ccw' cssid='0xfe' devno='1'/>`),
    ['address/ccw-incomplete | error | address.ssid | address | schema parse'],
  ],
  [
    'a channel address of one part',
    mdev(`<address type='ccw' devno='1'/>`),
    ['address/ccw-incomplete | error | address.cssid | address | schema parse'],
  ],
  [
    'a channel address with a bad part',
    mdev(`<address type='ccw' cssid='0xff' devno='1'/>`),
    ['read/value-invalid | error | address.cssid | 0xff | schema parse'],
  ],
  ['an iSCSI device with a host', iscsi(`<host name='a'/>`), []],
  [
    'an iSCSI device with two hosts',
    iscsi(`<host name='a'/><host name='b'/>`),
    ['hostdev/iscsi-host-repeated | error | source | host | parse'],
  ],
  ['an iSCSI device without a host', iscsi(''), ['read/value-missing | error | source.host | source | schema parse']],
  ['an iSCSI secret by its UUID', login(`uuid='${UUID}'`), []],
  [
    'an iSCSI secret by its usage',
    login(`usage=''`),
    [`read/value-spelling | info | source.auth.secret.usage | usage='' | schema`],
  ],
  [
    'an iSCSI secret by neither',
    login(''),
    ['hostdev/iscsi-secret-unclear | error | source.auth.secret.uuid | secret | schema parse'],
  ],
  [
    'an iSCSI secret by both',
    login(`uuid='${UUID}' usage='u'`),
    ['hostdev/iscsi-secret-unclear | error | source.auth.secret.usage | u | schema parse'],
  ],
  ['storage with a size', device(storage('<size>0</size>')), []],
  ['storage with media', device(storage(`<capability type='removable'><media_size>1</media_size></capability>`)), []],
  [
    'storage without a size',
    device(storage('')),
    ['nodedev/storage-size-missing | error | capabilities.0.size | capability | schema parse'],
  ],
  [
    'storage with media without a size',
    device(storage(`<capability type='removable'/>`)),
    ['read/value-missing | error | capabilities.0.removable.mediaSize | capability | schema parse'],
  ],
  ['a parent by both its names', device(drm, `<parent wwnn='a' wwpn='b'/>`), []],
  [
    'a parent by its node name alone',
    device(drm, `<parent wwnn='a'/>`),
    ['nodedev/parent-wwn-incomplete | error | parentWwpn | parent | schema parse'],
  ],
  [
    'a parent by its port name alone',
    device(drm, `<parent wwpn='b'/>`),
    ['nodedev/parent-wwn-incomplete | error | parentWwnn | parent | schema parse'],
  ],
  ...['css', 'pci', 'ap_matrix'].map((type) => {
    const inner = '<capability/>'
    const text =
      type === 'pci'
        ? pci(inner)
        : type === 'css'
          ? channel(type, inner)
          : `<capability type='${type}'>${inner}</capability>`
    return [
      `a capability without a type inside ${type}`,
      device(text),
      ['read/part-refused | error | capabilities.0 | capability | schema parse'],
    ] as const
  }),
  [
    'a capability of an empty type inside pci, which libvirt ignores',
    device(pci(`<capability type=''/>`)),
    ['read/part-unknown | warning | capabilities.0 | capability | schema'],
  ],
  [
    'a capability without a type inside ccw, which libvirt ignores',
    device(channel('ccw', '<capability/>')),
    ['read/part-unknown | warning | capabilities.0 | capability | schema'],
  ],
  [
    'a physical function without its address',
    device(pci(`<capability type='phys_function'/>`)),
    ['read/value-missing | error | capabilities.0.physFunction | capability | parse'],
  ],
]

describe('parts that libvirt asks for together', () => {
  for (const [name, text, wanted] of TABLE) {
    it(name, () => {
      const { diagnostics, value } = text.startsWith('<device>') ? parseNodeDevice(text) : parseHostdev(text)
      const told = diagnostics.map(({ code, severity, path, span, refusedBy }) =>
        [code, severity, path.join('.'), text.slice(span.start, span.end), refusedBy.join(' ')].join(' | '),
      )
      expect(told).to.deep.equal(wanted)
      expect(value === undefined).to.equal(wanted.some((each) => each.includes(' | error | ')))
    })
  }

  it('are told with their values', () => {
    const messages = (text: string) => parseHostdev(text).diagnostics.map(({ message }) => message)
    expect(messages(usb(`<vendor id='0x1d6b'/>`))).to.deep.equal([
      'The USB source has the vendor 0x1d6b and no product.',
    ])
    expect(messages(usb(`<product id='2'/>`))).to.deep.equal(['The USB source has the product 0x0002 and no vendor.'])
    expect(messages(mdev(`<rom enabled='no' file='/f'/>`))).to.deep.equal([
      "The option ROM is disabled and has the file '/f'.",
    ])
    expect(messages(mdev(`<address type='ccw' devno='1'/>`))).to.deep.equal([
      'The channel address has no cssid and no ssid; it needs all three parts or none.',
    ])
    expect(messages(iscsi(`<host name='a'/><host name='b'/>`))).to.deep.equal([
      'libvirt refuses a second <host> inside <source>.',
    ])
    expect(parseNodeDevice(device(drm, `<parent wwpn='b'/>`)).diagnostics.map(({ message }) => message)).to.deep.equal([
      "The parent has the wwpn 'b' and no wwnn.",
    ])
  })
})
