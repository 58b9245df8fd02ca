import { expect } from 'chai'
import {
  differencesOfHostdevs,
  differencesOfNodeDevices,
  sameHostdev,
  sameNodeDevice,
} from '../../lib/libvirt/differences.js'
import { parseHostdev } from '../../lib/libvirt/hostdev.js'
import { parseNodeDevice, type NodeDevice } from '../../lib/libvirt/node-device.js'

const UUID = '53764d0e-85a0-42b4-af5c-2046b460b1dc'

const mdevDevice = (parts: string) => `<capability type='mdev'><type id='t'/>${parts}</capability>`
const pci = (parts: string) =>
  `<capability type='pci'><domain>0</domain><bus>1</bus><slot>2</slot><function>3</function><product id='1'/><vendor id='2'/>${parts}</capability>`
const type = (id: string, instances: number) =>
  `<type id='${id}'><deviceAPI>vfio-pci</deviceAPI><availableInstances>${instances}</availableInstances></type>`
const types = (...inside: string[]) => pci(`<capability type='mdev_types'>${inside.join('')}</capability>`)
const group = (...slots: string[]) =>
  pci(`<iommuGroup number='1'>${slots.map((slot) => `<address slot='${slot}'/>`).join('')}</iommuGroup>`)
const functions = (...slots: string[]) =>
  pci(`<capability type='virt_functions'>${slots.map((slot) => `<address slot='${slot}'/>`).join('')}</capability>`)
const net = (parts: string) => `<capability type='net'><interface>e</interface>${parts}</capability>`
const storage = (parts: string) => `<capability type='storage'><block>/dev/sda</block>${parts}</capability>`
const device = (...inside: string[]) => `<device>${inside.join('')}</device>`

const mdev = (parts: string, attributes = `model='vfio-pci'`, uuid = UUID) =>
  `<hostdev type='mdev' ${attributes}><source><address uuid='${uuid}'/></source>${parts}</hostdev>`
const usb = (source: string, attributes = '') =>
  `<hostdev type='usb'><source${attributes}><vendor id='1'/><product id='2'/>${source}</source></hostdev>`
const scsi = (source: string, parts = '') => `<hostdev type='scsi'><source${source}</source>${parts}</hostdev>`
const address = (parts: string) => mdev(`<address type='pci'${parts}/>`)

const DRM = `<capability type='drm'><type>render</type></capability>`

/** Two texts of the same device. */
const ALIKE: readonly (readonly [name: string, a: string, b: string])[] = [
  [
    'the order of children',
    device(`<name>n</name><parent>p</parent>`, DRM),
    device(DRM, `<parent>p</parent><name>n</name>`),
  ],
  ['the order of mdev types', device(types(type('a', 1), type('b', 2))), device(types(type('b', 2), type('a', 1)))],
  [
    'the order of device files',
    device(`<devnode type='dev'>/d</devnode><devnode type='link'>/l</devnode><devnode type='link'>/m</devnode>${DRM}`),
    device(`<devnode type='link'>/m</devnode><devnode type='link'>/l</devnode><devnode type='dev'>/d</devnode>${DRM}`),
  ],
  ['the order of the members of a group', device(group('1', '2')), device(group('0x2', '0x1'))],
  ['a group without members and none', device(pci(`<iommuGroup number='1'/>`)), device(pci(''))],
  [
    'the order of network features, and one of them twice',
    device(net(`<feature name='tx'/><feature name='rx'/><feature name='tx'/>`)),
    device(net(`<feature name='rx'/><feature name='tx'/>`)),
  ],
  ['a link of which nothing is known and none', device(net(`<link speed='0'/>`)), device(net(''))],
  ['the order of capabilities', device(net(''), pci('')), device(pci(''), net(''))],
  ['no IOMMU group and the number 0', device(mdevDevice('')), device(mdevDevice(`<iommuGroup number='0'/>`))],
  [
    'the spelling of a UUID',
    device(mdevDevice(`<uuid>${UUID.toUpperCase()}</uuid>`)),
    device(mdevDevice(`<uuid>${UUID.replaceAll('-', '')}</uuid>`)),
  ],
  ['no NUMA node', device(pci(`<numa node='-1'/>`)), device(pci(''))],
  [
    'no firmware',
    device(`<capability type='system'><hardware><uuid>${UUID}</uuid></hardware></capability>`),
    device(`<capability type='system'><hardware><uuid>${UUID}</uuid></hardware><firmware/></capability>`),
  ],
  ['blocks of zero', device(storage('<size>1</size><num_blocks>0</num_blocks>')), device(storage('<size>1</size>'))],
  ['mode and managed', mdev(''), mdev('', `mode='subsystem' managed='no' model='vfio-pci'`)],
  ['the spelling of the UUID of a host device', mdev(''), mdev('', `model='vfio-pci'`, UUID.toUpperCase())],
  ['hexadecimal, octal and decimal', address(` bus='0x0a' slot='010'`), address(` bus='10' slot='8' domain='0'`)],
  ['an address of zeros and one without parts', address(` domain='0' bus='0' slot='0' function='0'`), address('')],
  [
    'parts of a drive address that are missing',
    mdev(`<address type='drive'/>`),
    mdev(`<address type='drive' controller='0' bus='0' target='0' unit='0'/>`),
  ],
  ['a bus of a USB address that is missing', mdev(`<address type='usb'/>`), mdev(`<address type='usb' bus='0'/>`)],
  ['an option ROM and an ACPI index of which nothing is said', mdev('<rom/><acpi/>'), mdev('')],
  ['a USB address of zeros', usb(`<address bus='0' device='0'/>`), usb('')],
  ['the startup policy', usb('', ` startupPolicy='mandatory'`), usb('')],
  [
    'the protocol of a SCSI adapter, and a unit',
    scsi(`><adapter name='a'/><address bus='0' target='0' unit='0x10'/>`),
    scsi(` protocol='adapter'><address bus='0' target='0' unit='16'/><adapter name='a'/>`),
  ],
]

/** Two texts of devices that are not the same: what is told. */
const UNLIKE: readonly (readonly [a: string, b: string, told: readonly string[]])[] = [
  [
    device(types(type('a', 1), type('b', 2))),
    device(types(type('b', 3), type('c', 1))),
    [
      'capabilities[0].mdevTypes[0] is {"id":"a","deviceApi":"vfio-pci","availableInstances":1} in the first and absent in the second.',
      'capabilities[0].mdevTypes[1].availableInstances is 2 in the first and 3 in the second.',
      'capabilities[0].mdevTypes[1] is absent in the first and {"id":"c","deviceApi":"vfio-pci","availableInstances":1} in the second.',
    ],
  ],
  [
    device(mdevDevice(`<attr name='a' value='1'/><attr name='b' value='2'/>`)),
    device(mdevDevice(`<attr name='b' value='2'/><attr name='a' value='1'/>`)),
    [
      "capabilities[0].attributes[0].name is 'a' in the first and 'b' in the second.",
      "capabilities[0].attributes[0].value is '1' in the first and '2' in the second.",
      "capabilities[0].attributes[1].name is 'b' in the first and 'a' in the second.",
      "capabilities[0].attributes[1].value is '2' in the first and '1' in the second.",
    ],
  ],
  [
    device(functions('1', '2')),
    device(functions('2', '1')),
    [
      'capabilities[0].virtFunctions.addresses[0].slot is 1 in the first and 2 in the second.',
      'capabilities[0].virtFunctions.addresses[1].slot is 2 in the first and 1 in the second.',
    ],
  ],
  [
    device(net('')),
    device(`<capability type='ap_matrix'/>`),
    [
      `capabilities[0] is {"type":"net","interface":"e","features":[]} in the first and absent in the second.`,
      'capabilities[0] is absent in the first and {"type":"ap_matrix"} in the second.',
    ],
  ],
  [
    device(`<parent wwnn='a' wwpn='b'/>`, DRM),
    device(`<parent wwnn='a' wwpn='c'/>`, DRM),
    ["parentWwpn is 'b' in the first and 'c' in the second."],
  ],
  [mdev(''), mdev('', `model='vfio-pci' managed='yes'`), ['managed is absent in the first and true in the second.']],
  [mdev(''), mdev('', `model='vfio-pci' display='off'`), ["display is absent in the first and 'off' in the second."]],
  [
    mdev(''),
    mdev('', `model='vfio-ap'`, UUID.replace('5', '6')),
    [
      "model is 'vfio-pci' in the first and 'vfio-ap' in the second.",
      `uuid is '${UUID}' in the first and '${UUID.replace('5', '6')}' in the second.`,
    ],
  ],
  [mdev(''), usb(''), ["type is 'mdev' in the first and 'usb' in the second."]],
  [
    mdev(`<address type='unassigned'/>`),
    address(''),
    ["address.type is 'unassigned' in the first and 'pci' in the second."],
  ],
  [address(''), address(` slot='5'`), ['address.slot is absent in the first and 5 in the second.']],
  [mdev(`<rom bar='on'/>`), mdev(''), ["rom.bar is 'on' in the first and absent in the second."]],
]

function messages(a: string, b: string): string[] {
  const found = a.startsWith('<device>')
    ? differencesOfNodeDevices(parseNodeDevice(a).unwrap(), parseNodeDevice(b).unwrap())
    : differencesOfHostdevs(parseHostdev(a).unwrap(), parseHostdev(b).unwrap())
  return found.map(({ message }) => message)
}

describe('two devices', () => {
  for (const [name, a, b] of ALIKE) {
    it(`are the same but for ${name}`, () => {
      expect(messages(a, b)).to.deep.equal([])
      expect(messages(b, a)).to.deep.equal([])
    })
  }

  for (const [a, b, told] of UNLIKE) {
    it(`are not the same: ${told.join(' ')}`, () => {
      expect(messages(a, b)).to.deep.equal(told)
      expect(messages(b, a)).to.have.length(told.length)
    })
  }

  it('are compared by a word, too', () => {
    const one = parseNodeDevice(device(pci(''))).unwrap()
    expect(sameNodeDevice(one, structuredClone(one))).to.equal(true)
    expect(sameNodeDevice(one, { ...one, name: 'n' })).to.equal(false)
    const other = parseHostdev(mdev('')).unwrap()
    expect(sameHostdev(other, structuredClone(other))).to.equal(true)
    expect(sameHostdev(other, { ...other, alias: 'ua-a' })).to.equal(false)
  })

  it('of a guest of QEMU: no display is display off, where the model has one', () => {
    const [silent, off, on] = [``, ` display='off'`, ` display='on'`].map((each) => {
      return (model: string) => parseHostdev(mdev('', `model='${model}'${each}`)).unwrap()
    })
    if (silent === undefined || off === undefined || on === undefined) throw new Error('one is missing')
    expect(sameHostdev(silent('vfio-pci'), off('vfio-pci'), { qemu: true })).to.equal(true)
    expect(sameHostdev(silent('vfio-pci'), off('vfio-pci'))).to.equal(false)
    expect(sameHostdev(silent('vfio-pci'), on('vfio-pci'), { qemu: true })).to.equal(false)
    expect(sameHostdev(silent('vfio-ap'), off('vfio-ap'), { qemu: true })).to.equal(false)
    const stick = parseHostdev(usb('')).unwrap()
    expect(differencesOfHostdevs(stick, silent('vfio-pci'), { qemu: true }).map(({ path }) => path)).to.deep.equal([
      ['type'],
    ])
  })

  it('that libvirt would refuse are not compared', () => {
    const wrong: NodeDevice = { devnodes: [], capabilities: [{ type: 'storage', block: '/dev/sda' }] }
    expect(() => sameNodeDevice(wrong, wrong)).to.throw(TypeError, 'capabilities[0].size')
  })
})
