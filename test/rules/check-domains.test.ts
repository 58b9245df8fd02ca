import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { simulateHost } from '../../lib/machine/sim.js'
import { checkDomain, type CheckOptions } from '../../lib/rules/check-domain.js'
import { checkDomains } from '../../lib/rules/check-domains.js'
import { exampleHost, examplePciHost } from '../../lib/rules/examples/example-host.js'

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const mdev = (number: number): string =>
  `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='${uuid(number)}'/></source></hostdev>`
const pci = (bus: number, fn = 0): string =>
  `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='${bus}' slot='0' function='${fn}'/></source></hostdev>`
const guest = (name: string, ...devices: string[]) => ({
  file: `${name}.xml`,
  document: parseDomain(`<domain type='kvm'><name>${name}</name><devices>${devices.join('')}</devices></domain>`),
})
const known = (number: number, type: string, parent?: string) => ({
  uuid: uuid(number),
  type,
  ...(parent !== undefined && { parent }),
})
const together = (files: readonly ReturnType<typeof guest>[], options?: CheckOptions): string[][] =>
  checkDomains(files, options).map(({ diagnostics }) =>
    diagnostics.map(({ code }) => code).filter((code) => code.startsWith('domains/')),
  )

describe('checkDomains', () => {
  it('says of each domain what checkDomain says', () => {
    const files = [guest('a', mdev(1), mdev(1)), guest('b', pci(0x77)), guest('c')]
    const options = { host: examplePciHost }
    const results = checkDomains(files, options)
    expect(results.length).to.equal(3)
    for (const [index, { document }] of files.entries()) {
      expect(results[index]).to.deep.equal(checkDomain(document, options))
    }
    expect(checkDomains([])).to.deep.equal([])
  })

  it('tells what two domains share in the later one, with the place in the other', () => {
    const files = [guest('a', mdev(1)), guest('b', mdev(2), mdev(1)), guest('c', mdev(1))]
    expect(together(files)).to.deep.equal([[], ['domains/uuid-shared'], ['domains/uuid-shared']])
    const [shared] = checkDomains(files)[1]?.diagnostics ?? []
    const [place] = shared?.related ?? []
    expect(shared?.path).to.deep.equal(['hostdevs', 1, 'uuid'])
    expect(shared?.message).to.contain('a.xml')
    expect(place?.file).to.equal('a.xml')
    expect(place && files[0]?.document.text.slice(place.span.start, place.span.end)).to.equal(uuid(1))
  })

  it('leaves out for the test driver what only a start shows', () => {
    const files = [guest('a', mdev(1)), guest('b', mdev(1))]
    expect(together(files, { driver: 'test' })).to.deep.equal([[], []])
    const ofTest = files.map(({ file, document }) => ({ file, document: document.set(['type'], 'test') }))
    expect(together(ofTest)).to.deep.equal([[], []])
    expect(together(ofTest, { driver: 'qemu' })).to.deep.equal([[], ['domains/uuid-shared']])
  })

  it('takes two files of one domain for what they are', () => {
    const first = guest('a', mdev(1))
    expect(together([first, { ...first, file: 'copy.xml' }])).to.deep.equal([[], []])
  })

  it('knows a function in any spelling, and an IOMMU group', () => {
    expect(together([guest('a', pci(6)), guest('b', pci(6))], { host: examplePciHost })).to.deep.equal([
      [],
      ['domains/pci-shared'],
    ])
    expect(together([guest('a', pci(6)), guest('b', pci(6, 1))], { host: examplePciHost })).to.deep.equal([
      [],
      ['domains/iommu-group-divided'],
    ])
  })

  it('counts what all domains want of what the host has left', () => {
    const files = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => guest(`g${number}`, mdev(number)))
    const devices = files.map((_, index) => known(index + 1, 'nvidia-231'))
    const found = together(files, { host: exampleHost, devices })
    // Seven are left.
    expect(found.slice(0, 7).flat()).to.deep.equal([])
    expect(found.slice(7)).to.deep.equal([['domains/instances-short'], ['domains/instances-short']])
  })

  it('does not tell again what a domain shows by itself', () => {
    const devices = [known(1, 'nvidia-232')]
    const files = [guest('a', mdev(1)), guest('b')]
    expect(together(files, { host: exampleHost, devices })).to.deep.equal([[], []])
    expect(checkDomains(files, { host: exampleHost, devices })[0]?.diagnostics.map(({ code }) => code)).to.include(
      'host/type-exhausted',
    )
  })

  it('puts types of one size on one card, as what is there allows', async () => {
    const host = await simulateHost('nvidia-t4').snapshot()
    const devices = [known(1, 'nvidia-231'), known(2, 'nvidia-232'), known(3, 'nvidia-233'), known(4, 'nvidia-223')]
    // Two cards: 2 GB on the one, 4 GB on the other; 8 GB has no card left, 2 GB of another series fits beside the first.
    const files = [1, 2, 3, 4].map((number) => guest(`g${number}`, mdev(number)))
    expect(together(files, { host, devices })).to.deep.equal([[], [], ['domains/instances-short'], []])
    const [short] = (checkDomains(files, { host, devices })[2]?.diagnostics ?? []).filter(({ code }) =>
      code.startsWith('domains/'),
    )
    expect(short?.certainty).to.equal('likely')
    expect(short?.related?.map(({ file }) => file)).to.deep.equal(['g1.xml', 'g2.xml'])
  })

  it('lists what a host is needed for', () => {
    const [first] = checkDomains([guest('a'), guest('b')])
    expect(first?.notRun.map(({ code }) => code)).to.include('domains/instances-short')
  })
})
