import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { checkDomain } from '../../lib/rules/check-domain.js'
import { applyEdits } from '../../lib/xml/edits.js'

const domain = (devices: readonly string[], beside = ''): string =>
  `<domain type='kvm'>${beside}<devices>${devices.join('\n')}</devices></domain>`

function errorsOf(text: string) {
  return checkDomain(parseDomain(text)).diagnostics.filter(({ severity }) => severity === 'error')
}

describe('very many findings', () => {
  it('of devices that are all the same are told one by one', () => {
    const mdev = `<hostdev mode='subsystem' type='mdev' model='vfio-ap'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`
    const pci = `<hostdev mode='subsystem' type='pci'><source><address domain='0' bus='1' slot='2' function='0'/></source></hostdev>`
    for (const device of [mdev, pci]) {
      const duplicates = errorsOf(domain(Array.from({ length: 3000 }, () => device))).filter(({ code }) =>
        code.endsWith('-duplicate'),
      )
      expect(duplicates).to.have.length(2999)
      expect(new Set(duplicates.map(({ span }) => span.start))).to.have.property('size', 2999)
    }
  })

  it('in a very long text do not all have a fix at once', () => {
    const devices = Array.from(
      { length: 6 },
      (_, slot) =>
        `<hostdev mode='subsystem' type='pci'><driver name='kvm'/><source><address domain='0' bus='1' slot='${slot}' function='0'/></source></hostdev>`,
    )
    const text = domain(devices, `<!--${'x'.repeat(4 * 1024 * 1024)}-->`)
    const found = errorsOf(text)
    expect(found.map(({ fix }) => fix !== undefined)).to.deep.equal([true, true, true, false, false, false])
    const mended = applyEdits(
      text,
      found.flatMap(({ fix = [] }) => fix),
    )
    expect(errorsOf(mended).map(({ fix }) => fix !== undefined)).to.deep.equal([true, true, true])
  })
})
