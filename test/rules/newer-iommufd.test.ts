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
