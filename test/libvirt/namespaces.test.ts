import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { parseNodeDevice } from '../../lib/libvirt/node-device.js'
import type { Document } from '../../lib/shape/document.js'

/** What is said of a namespace, and where. */
function told<T>({ text, diagnostics }: Document<T>): string[] {
  return diagnostics
    .filter(({ message }) => /namespace|knows no/.test(message))
    .map(({ message, span: { start, end }, effect }) => `${text.slice(start, end)}: ${message} ${effect ?? ''}`.trim())
}

function inDevices(devices: string): Document<unknown> {
  return parseDomain(`<domain xmlns:x='urn:x'><devices>${devices}</devices></domain>`)
}

describe('what is in a namespace', () => {
  const cases: readonly [text: string, told: readonly string[]][] = [
    [
      "<x:hostdev type='pci'/>",
      ['x:hostdev: libvirt drops <x:hostdev> inside <devices>, which is in a namespace. dropped'],
    ],
    [
      "<hostdev xmlns='urn:y' type='pci'/>",
      ['hostdev: libvirt drops <hostdev> inside <devices>, which is in a namespace. dropped'],
    ],
    [
      "<interface type='user' x:foo='1'><mac x:address='zz'/><x:foo x:bar='1'><a/></x:foo></interface>",
      [
        "x:foo='1': libvirt's schema knows no attribute 'x:foo' of <interface>.",
        "x:address='zz': libvirt's schema knows no attribute 'x:address' of <mac>.",
        'x:foo: libvirt drops <x:foo> inside <interface>, which is in a namespace. dropped',
      ],
    ],
    ["<disk xml:lang='en'/>", ["xml:lang='en': libvirt's schema knows no attribute 'xml:lang' of <disk>."]],
    [
      "<interface type='hostdev' x:managed='yes'><source><address type='pci' bus='6' slot='1'/></source></interface>",
      [
        "x:managed='yes': libvirt reads the attribute 'x:managed' of <interface> as 'managed'; only its schema minds the namespace.",
      ],
    ],
    [
      "<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='802.1Qbh'><x:parameters profileid='a'/></virtualport></interface>",
      [
        'x:parameters: libvirt reads <x:parameters> inside <virtualport> as <parameters>; only its schema minds the namespace.',
      ],
    ],
    [
      "<hostdev type='pci'><source><address bus='6' slot='1'/></source><alias x:name='ua-a'/></hostdev>",
      ["x:name='ua-a': libvirt knows no attribute 'x:name' of <alias> and drops it. dropped"],
    ],
  ]
  for (const [text, expected] of cases) {
    it(`is told in a domain: ${text}`, () => expect(told(inDevices(text))).to.deep.equal(expected))
  }

  it('is told of all devices of a domain', () => {
    const document = parseDomain("<domain><devices xmlns='urn:x'><hostdev type='foo'/></devices><devices/></domain>")
    expect(told(document)).to.deep.equal([
      'devices: libvirt drops <devices> inside <domain>, which is in a namespace. dropped',
    ])
  })

  it('is not told of what libvirt allows outside of the devices', () => {
    const document = parseDomain(
      "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><metadata><x:a xmlns:x='urn:x' x:b='1'/></metadata><devices/><qemu:commandline/></domain>",
    )
    expect(document.diagnostics).to.deep.equal([])
  })

  const nodeDevices: readonly [text: string, draft: unknown][] = [
    [
      "<capability x:type='net'><interface>e</interface><link x:speed='10' x:state='up'/></capability>",
      { type: 'net', interface: 'e', link: { speed: 10, state: 'up' }, features: [] },
    ],
    [
      "<capability type='mdev'><type id='t' x:id='u'/><iommuGroup x:number='4'/></capability>",
      { type: 'mdev', typeId: 't' },
    ],
  ]
  for (const [text, draft] of nodeDevices) {
    it(`is read as libvirt does in a node device: ${text}`, () => {
      const document = parseNodeDevice(`<device xmlns:x='urn:x'><name>n</name>${text}</device>`)
      expect(document.draft.capabilities?.[0]).to.deep.include(draft)
    })
  }
})
