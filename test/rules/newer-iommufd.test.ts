import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { checkDomain } from '../../lib/rules/check-domain.js'

describe('iommufd of a domain', () => {
  const text = "<domain type='kvm'><iommufd enabled='yes' fdgroup='g'/><devices/></domain>"
  const told = (libvirt?: string): string[] => {
    const document = parseDomain(text)
    const { diagnostics } = checkDomain(document, libvirt === undefined ? {} : { libvirt })
    return diagnostics.map(({ code, refusedBy, effect, span }) =>
      [code, refusedBy.join(' '), effect, document.text.slice(span.start, span.end)].join(' | '),
    )
  }

  it('is dropped by a libvirt that does not know it', () => {
    expect(told('12.1')).to.deep.equal(['hostdev/newer-libvirt | schema | dropped | iommufd'])
  })

  it('is known to a newer one', () => {
    expect(told('12.2')).to.deep.equal([])
    expect(told()).to.deep.equal([])
  })
})

describe('the driver of an interface that is a host device', () => {
  const text = `<domain type='kvm'><devices><interface type='hostdev'><source><address type='pci' bus='0x06' slot='0x02' function='0x0'/></source><driver model='vfio-pci-igb' iommufd='yes'/></interface></devices></domain>`
  const told = (libvirt?: string): string[] => {
    const { diagnostics } = checkDomain(parseDomain(text), libvirt === undefined ? {} : { libvirt })
    return diagnostics.filter(({ severity }) => severity !== 'info').map(({ message }) => message)
  }

  it('has parts that an older libvirt drops', () => {
    expect(told('9.0')).to.deep.equal([
      'libvirt knows the driver model of such a device from 10.0 on.',
      'libvirt knows iommufd of such a device from 12.1 on.',
    ])
    expect(told('10.0')).to.deep.equal(['libvirt knows iommufd of such a device from 12.1 on.'])
    expect(told('12.1')).to.deep.equal([])
    expect(told()).to.deep.equal([])
  })
})
