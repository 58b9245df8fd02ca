import { expect } from 'chai'
import { differencesOfHostdevs } from '../../lib/libvirt/differences.js'
import { formatHostdev, parseHostdev, type Hostdev } from '../../lib/libvirt/hostdev.js'

const usb = (address: string, before = ''): string =>
  `<hostdev mode='subsystem' type='usb' managed='no'>\n  <source>\n${before}    <address ${address}/>\n  </source>\n</hostdev>\n`
const IDS = `    <vendor id='0x1234'/>\n    <product id='0xbeef'/>\n`

function sourceOf(text: string): unknown {
  const { value } = parseHostdev(text)
  return value?.type === 'usb' ? value.source : undefined
}

describe('a USB device by its port', () => {
  const read: readonly [string, string, unknown][] = [
    ['alone', usb(`bus='2' port='3'`), { address: { bus: 2, port: '3' } }],
    ['behind hubs', usb(`bus='2' port='1.2.5'`), { address: { bus: 2, port: '1.2.5' } }],
    ['beside its number', usb(`bus='2' device='7' port='3'`), { address: { bus: 2, device: 7, port: '3' } }],
    ['beside a number of zero', usb(`bus='0' device='0' port='3'`), { address: { bus: 0, device: 0, port: '3' } }],
    ['with its ids', usb(`bus='2' port='3'`, IDS), { vendor: 0x1234, product: 0xbeef, address: { bus: 2, port: '3' } }],
  ]
  for (const [name, text, source] of read) {
    it(`is read and written the same: ${name}`, () => {
      const { diagnostics, value } = parseHostdev(text)
      expect(diagnostics).to.deep.equal([])
      expect(sourceOf(text)).to.deep.equal(source)
      expect(value && formatHostdev(value)).to.equal(text)
    })
  }

  const refused: readonly [string, string, string][] = [
    ['a port that is none', `bus='2' port='1.'`, `read/value-invalid | 1. | schema`],
    ['an empty port', `bus='2' port=''`, `read/value-invalid | port='' | schema`],
    ['neither a number nor a port', `bus='2'`, `read/value-missing | address | schema parse`],
    ['no bus', `port='3'`, `read/value-missing | address | schema parse`],
    ['a number that is none', `bus='2' device='x' port='3'`, `read/value-invalid | x | schema parse`],
  ]
  for (const [name, address, told] of refused) {
    it(`is no device: ${name}`, () => {
      const text = usb(address)
      const { diagnostics, value } = parseHostdev(text)
      expect(
        diagnostics.map(({ code, span, refusedBy }) =>
          [code, text.slice(span.start, span.end), refusedBy.join(' ')].join(' | '),
        ),
      ).to.deep.equal([told])
      expect(value).to.equal(undefined)
    })
  }

  it('is another one in another port', () => {
    const at = (port: string): Hostdev => parseHostdev(usb(`bus='2' port='${port}'`)).unwrap()
    expect(differencesOfHostdevs(at('3'), at('3'))).to.deep.equal([])
    expect(differencesOfHostdevs(at('3'), at('3.1')).map(({ path }) => path)).to.deep.equal([
      ['source', 'address', 'port'],
    ])
  })

  it('is not written without a number and a port', () => {
    expect(() => formatHostdev({ type: 'usb', source: { address: { bus: 2 } } })).to.throw(
      TypeError,
      'source.address.device: The USB address has neither the number of a device nor a port.',
    )
  })
})
