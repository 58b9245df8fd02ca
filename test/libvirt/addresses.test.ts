import { expect } from 'chai'
import { formatCcwAddress, parseCcwAddress } from '../../lib/libvirt/ccw-address.js'
import { formatHostdev, parseHostdev } from '../../lib/libvirt/hostdev.js'
import { parseNodeDevice } from '../../lib/libvirt/node-device.js'
import { formatPciAddress, parsePciAddress } from '../../lib/libvirt/pci-address.js'

describe('PCI addresses', () => {
  for (const text of [
    '0000:41:00.4',
    '41:00.4',
    '00000000:41:00.4',
    '0000:41:0.4',
    'pci_0000_41_00_4',
    '0000_41_00_4',
  ]) {
    it(`reads ${text}`, () => {
      expect(parsePciAddress(text)).to.deep.equal({ domain: 0, bus: 0x41, slot: 0, function: 4 })
    })
  }
  it('reads a wide domain, upper case and the highest of each part', () => {
    expect(parsePciAddress('10000:E1:1F.7')).to.deep.equal({ domain: 0x10000, bus: 0xe1, slot: 0x1f, function: 7 })
    expect(parsePciAddress('pci_12345678_ff_1f_7')?.domain).to.equal(0x12345678)
  })
  for (const text of [
    '',
    '0000:41:00',
    '0000:41:20.0',
    '0000:41:00.8',
    '0000:100:00.0',
    'matrix',
    '0000:41:00.4\n',
    '0_41_00_4',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(parsePciAddress(text)).to.equal(undefined)
    })
  }
  it('writes them as the kernel does', () => {
    expect(formatPciAddress({ domain: 0, bus: 0x41, slot: 0, function: 4 })).to.equal('0000:41:00.4')
    expect(formatPciAddress({ domain: 0x10000, bus: 0xe1, slot: 1, function: 0 })).to.equal('10000:e1:01.0')
  })
})

describe('channel addresses', () => {
  for (const text of ['0.1.0052', '0_1_0052', 'css_0_1_0052', 'ccw_0_1_0052']) {
    it(`reads ${text}`, () => {
      expect(parseCcwAddress(text)).to.deep.equal({ cssid: 0, ssid: 1, devno: 0x52 })
    })
  }
  it('reads the highest of each part', () => {
    expect(parseCcwAddress('FE.3.FFFF')).to.deep.equal({ cssid: 0xfe, ssid: 3, devno: 0xffff })
  })
  for (const text of ['', '0.4.0052', 'ff.0.0052', '0.0.52', '0.0.00052', '0000:00:02.0', 'ap_0_0_0052']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(parseCcwAddress(text)).to.equal(undefined)
    })
  }
  it('writes them as the kernel does', () => {
    expect(formatCcwAddress({ cssid: 0xfe, ssid: 0, devno: 0x52 })).to.equal('fe.0.0052')
  })
})

describe('numbers in the attributes of a PCI address', () => {
  const bus = (text: string) => {
    const document = parseHostdev(
      `<hostdev type='pci'><source><address domain='0' bus='${text}' slot='0x1' function='0x0'/></source></hostdev>`,
    )
    return {
      value: document.value?.type === 'pci' ? document.value.source.bus : undefined,
      codes: document.diagnostics.map(({ code }) => code),
    }
  }
  const spelled = ['read/value-spelling']
  const table: readonly (readonly [string, number, readonly string[]])[] = [
    ['0x1f', 0x1f, []],
    ['31', 31, []],
    ['0xFF', 0xff, []],
    ['010', 8, []],
    ['0X1f', 0x1f, spelled],
    [' 0x1f', 0x1f, spelled],
    ['+1', 1, []],
  ]
  for (const [text, value, codes] of table) {
    it(`reads '${text}' as ${value}`, () => {
      expect(bus(text)).to.deep.equal({ value, codes })
    })
  }
  for (const text of ['ff', '31 ', '-1', '0x100', '256', '0x', '08', '1.0', '0b1']) {
    it(`refuses '${text}'`, () => {
      expect(bus(text)).to.deep.equal({ value: undefined, codes: ['read/value-invalid'] })
    })
  }
  it('takes parts that are left out for zero', () => {
    const { value, diagnostics } = parseHostdev(`<hostdev type='pci'><source><address bus='0x41'/></source></hostdev>`)
    expect(value).to.deep.include({ source: { domain: 0, bus: 0x41, slot: 0, function: 0 } })
    expect(diagnostics).to.deep.equal([])
  })
})

describe('numbers of channel devices', () => {
  const read = (cssid: string, devno: string) => {
    const text = `<device><capability type='ccw'><cssid>${cssid}</cssid><ssid>0</ssid><devno>${devno}</devno></capability></device>`
    const { value, diagnostics } = parseNodeDevice(text)
    const capability = value?.capabilities[0]
    const codes = diagnostics.map(({ code }) => code)
    return capability?.type === 'ccw' ? [capability.cssid, capability.devno, codes] : codes
  }
  it('are of base 0, the device number of base 16', () => {
    expect(read('0x10', '0x52')).to.deep.equal([0x10, 0x52, []])
    expect(read('16', '52')).to.deep.equal([16, 0x52, []])
  })
  it("are read beyond the schema's ranges, as libvirt's parser reads them", () => {
    expect(read('0xff', '0x10000')).to.deep.equal([0xff, 0x10000, ['read/value-spelling', 'read/value-spelling']])
  })
  it('are refused where they are no numbers', () => {
    expect(read('x', '-1')).to.deep.equal(['read/value-invalid', 'read/value-invalid'])
  })
})

describe('guest addresses', () => {
  const read = (address: string) => {
    const text = `<hostdev type='mdev' model='vfio-ap'><source><address uuid='53764d0e85a042b4af5c2046b460b1dc'/></source>${address}</hostdev>`
    return parseHostdev(text)
  }
  const codes = (address: string) => read(address).diagnostics.map(({ code }) => code)

  it('need a type that libvirt knows', () => {
    expect(codes(`<address/>`)).to.deep.equal(['address/type-missing'])
    expect(codes(`<address type='none'/>`)).to.deep.equal(['address/type-unknown'])
  })
  it('have parts in their ranges', () => {
    expect(codes(`<address type='pci' slot='0x20' function='8'/>`)).to.deep.equal([
      'read/value-invalid',
      'read/value-invalid',
    ])
    expect(codes(`<address type='ccw' cssid='0xff' ssid='4' devno='0x10000'/>`)).to.have.length(3)
    expect(codes(`<address type='pci'><zpci uid='0x10000' fid='0x100000000'/></address>`)).to.have.length(2)
  })
  it('of zeros are written without their parts', () => {
    const zeros = read(`<address type='pci' domain='0' bus='0x0' slot='00' function='0'/>`).unwrap()
    expect(formatHostdev(zeros)).to.contain(`\n  <address type='pci'/>\n`)
    const some = read(`<address type='pci' slot='3'/>`).unwrap()
    expect(formatHostdev(some)).to.contain(
      `<address type='pci' domain='0x0000' bus='0x00' slot='0x03' function='0x0'/>`,
    )
  })
})
