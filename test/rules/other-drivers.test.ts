import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { checkDomain, type CheckOptions } from '../../lib/rules/check-domain.js'
import { checkDomains } from '../../lib/rules/check-domains.js'
import { exampleHost } from '../../lib/rules/examples/example-host.js'
import { verdict } from '../../lib/rules/verdict.js'

const pci = (parts: { readonly driver?: string; readonly source?: string; readonly bus?: string } = {}): string =>
  `<hostdev mode='subsystem' type='pci' managed='yes'>${parts.driver ?? ''}<source${parts.source ?? ''}><address domain='0x0000' bus='${parts.bus ?? '0x06'}' slot='0x00' function='0x0'/></source></hostdev>`
const block = `<hostdev mode='capabilities' type='storage'><source><block>/dev/sdf1</block></source></hostdev>`

const guest = (type: string, devices: string): string =>
  `<domain type='${type}'><name>g</name><devices>${devices}</devices></domain>`

function codes(text: string, options: CheckOptions = {}): string[] {
  return checkDomain(parseDomain(text), options).diagnostics.map(({ code }) => code)
}

/** Types that libvirt knows and QEMU does not run. */
const OTHERS = ['bhyve', 'lxc', 'openvz', 'parallels', 'phyp', 'uml', 'vbox', 'vmware', 'vz', 'xen']

/** What QEMU's driver refuses, and others have. */
const OF_OTHERS: readonly (readonly [name: string, devices: string, code: string])[] = [
  ['write filtering', pci({ source: ` writeFiltering='no'` }), 'hostdev/write-filtering'],
  ["Xen's driver", pci({ driver: `<driver name='xen'/>` }), 'hostdev/driver-unsupported'],
  ['a block device for a container', block, 'hostdev/mode-capabilities'],
]

describe('a domain that another driver than QEMU runs', () => {
  for (const [name, devices, code] of OF_OTHERS) {
    it(`may have ${name}`, () => {
      for (const type of OTHERS) {
        const text = guest(type, devices)
        expect(codes(text), type).to.deep.equal([])
        expect(verdict(parseDomain(text)), type).to.deep.equal({
          define: 'undecided',
          defineValidate: 'undecided',
          start: 'undecided',
        })
      }
      for (const type of ['qemu', 'kvm', 'hvf']) expect(codes(guest(type, devices)), type).to.deep.equal([code])
    })

    it(`is judged as QEMU's where it is told to be, or its type is none or of more than one driver: ${name}`, () => {
      expect(codes(guest('xen', devices), { driver: 'qemu' })).to.deep.equal([code])
      for (const type of ['hyperv', 'foo']) expect(codes(guest(type, devices)), type).to.deep.equal([code])
      expect(codes(guest('xen', devices).replace(` type='xen'`, ''))).to.deep.equal([code])
    })
  }

  it('is refused what the parser and the schema refuse', () => {
    const unknown = guest('xen', pci({ bus: '0x106' }))
    expect(codes(unknown)).to.deep.equal(['read/value-invalid'])
    expect(verdict(parseDomain(unknown)).define).to.equal('refuses')
    const odd = guest('lxc', block.replace(' type=', ` odd='1' type=`))
    expect(codes(odd)).to.deep.equal(['read/part-unknown'])
    expect(verdict(parseDomain(odd))).to.deep.equal({
      define: 'undecided',
      defineValidate: 'refuses',
      start: 'undecided',
    })
  })

  it('is not judged by what QEMU looks for on a host', () => {
    const text = guest('xen', pci({ bus: '0x77' }))
    expect(codes(text.replace('xen', 'kvm'), { host: exampleHost })).to.deep.equal(['host/pci-missing'])
    expect(codes(text, { host: exampleHost })).to.deep.equal([])
    const layers = checkDomain(parseDomain(text)).notRun.flatMap(({ refusedBy = [] }) => refusedBy)
    expect(layers).to.deep.equal([])
  })

  it('is not judged so together with others', () => {
    const files = ['xen', 'kvm'].map((type) => ({
      file: `${type}.xml`,
      document: parseDomain(guest(type, pci()).replace('<name>g<', `<name>${type}<`)),
    }))
    const told = (order: typeof files) =>
      checkDomains(order).map(({ diagnostics }) => diagnostics.map(({ code }) => code))
    expect(told(files)).to.deep.equal([[], ['domains/pci-shared']])
    expect(told(files.toReversed())).to.deep.equal([[], []])
  })
})
