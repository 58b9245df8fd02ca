import { expect } from 'chai'
import type { Layer } from '../../lib/diagnostic.js'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { parseNodeDevice } from '../../lib/libvirt/node-device.js'
import { simulateHost } from '../../lib/machine/sim.js'
import { checkDomain, type CheckOptions } from '../../lib/rules/check-domain.js'
import { knownDevice } from '../../lib/rules/known-device.js'
import { exampleHost } from '../../lib/rules/examples/example-host.js'

const A = '4b20d080-1b54-4048-85b3-a6a62d165c0a'
const B = '4b20d080-1b54-4048-85b3-a6a62d165c0b'

const hostdev = (uuid: string, attributes = '') =>
  `<hostdev mode='subsystem' type='mdev' model='vfio-pci'${attributes}><source><address uuid='${uuid}'/></source></hostdev>`
const guest = (...devices: string[]) =>
  `<domain type='kvm'><name>g</name><devices>${devices.join('')}</devices></domain>`
const codes = (text: string, options?: CheckOptions) =>
  checkDomain(parseDomain(text), options).diagnostics.map(({ code }) => code)

describe('checkDomain', () => {
  it('tells every fault in one run, in the order of the text', () => {
    const text = guest(
      `<hostdev type='mdev' display='on'><source><address uuid='${A}'/></source></hostdev>`,
      hostdev('nonsense', " ramfb='on'"),
      hostdev(A.toUpperCase(), " ramfb='on'"),
      `<hostdev type='mdev' model='vfio-foo'/>`,
    )
    expect(codes(text)).to.deep.equal([
      'hostdev/model-missing',
      'hostdev/display-without-graphics',
      'hostdev/ramfb-without-display',
      'hostdev/uuid-invalid',
      'hostdev/ramfb-multiple',
      'hostdev/ramfb-without-display',
      'hostdev/uuid-duplicate',
      'hostdev/uuid-missing',
      'hostdev/model-unknown',
    ])
  })

  it('finds a UUID twice in any spelling, and says where it stood first', () => {
    for (const spelling of [A.toUpperCase(), A.replaceAll('-', ''), ` ${A}`, A.replaceAll('-', ' ')]) {
      const document = parseDomain(guest(hostdev(A), hostdev(spelling)))
      const found = checkDomain(document).diagnostics.filter(({ code }) => code === 'hostdev/uuid-duplicate')
      expect(found, spelling).to.have.length(1)
      const [place] = found[0]?.related ?? []
      expect(place && document.text.slice(place.span.start, place.span.end)).to.equal(A)
    }
  })

  it('says nothing of a text that is no XML but why', () => {
    expect(codes('<domain><devices></domain>')).to.deep.equal(['xml/tag-mismatch'])
  })

  it('does not let one rule hide another: a missing device of a type that is not offered', () => {
    const devices = [{ uuid: A, type: 'nvidia-999' }]
    expect(codes(guest(hostdev(A)), { host: exampleHost, devices })).to.deep.equal([
      'host/device-missing',
      'host/type-missing',
    ])
  })

  it('lists what it could not judge', () => {
    const { notRun } = checkDomain(parseDomain(guest(hostdev(A))), { host: exampleHost })
    expect(notRun.map(({ code }) => code)).to.deep.equal(['host/type-missing', 'host/type-exhausted'])
    for (const { why } of notRun) expect(why).to.contain(A)
  })

  it('says how the missing device is made where that is possible', () => {
    const devices = [{ uuid: A, type: 'nvidia-231' }]
    const [missing] = checkDomain(parseDomain(guest(hostdev(A))), { host: exampleHost, devices }).diagnostics
    expect(missing?.help).to.equal(`Make it first: nodedev create --parent 0000:06:00.0 --type nvidia-231 --uuid ${A}`)
  })

  it('asks the named parent, and says who else offers the type', () => {
    const devices = [{ uuid: A, type: 'nvidia-231', parent: 'pci_0000_07_00_0' }]
    const found = checkDomain(parseDomain(guest(hostdev(A))), { host: exampleHost, devices }).diagnostics
    expect(found.map(({ code }) => code)).to.deep.equal(['host/device-missing', 'host/type-missing'])
    expect(found[1]?.help).to.contain('0000:06:00.0')
  })

  it('knows the type of a device that is only defined on the host', () => {
    const [device] = exampleHost.devices
    if (device === undefined) throw new Error('The example host has a device.')
    const defined = { ...device, id: A, uuid: A, type: 'nvidia-232', active: false, defined: true }
    const host = { ...exampleHost, devices: [device, defined] }
    expect(codes(guest(hostdev(A)), { host })).to.deep.equal(['host/device-missing', 'host/type-exhausted'])
  })

  it('counts the devices of one domain together', () => {
    const host = { ...exampleHost, types: exampleHost.types.map((type) => ({ ...type, availableInstances: 1 })) }
    const devices = [A, B].map((uuid) => ({ uuid, type: 'nvidia-231' }))
    const found = checkDomain(parseDomain(guest(hostdev(A), hostdev(B))), { host, devices }).diagnostics
    expect(found.map(({ code, path }) => [code, path[1]])).to.deep.equal([
      ['host/device-missing', 0],
      ['host/device-missing', 1],
      ['host/type-exhausted', 1],
    ])
  })

  it('does not take an unreadable fact for a fault', () => {
    const [first, ...rest] = exampleHost.types
    if (first === undefined) throw new Error('The example host has types.')
    const { availableInstances: _, deviceApi: __, ...unread } = first
    const host = { ...exampleHost, types: [unread, ...rest] }
    const devices = [{ uuid: A, type: first.id }]
    const { diagnostics, notRun } = checkDomain(parseDomain(guest(hostdev(A))), { host, devices })
    expect(diagnostics.map(({ code }) => code)).to.deep.equal(['host/device-missing'])
    expect(notRun.map(({ code }) => code)).to.deep.equal(['host/type-exhausted'])
  })

  it('follows a host that changes', async () => {
    const host = simulateHost('nvidia-t4')
    const [type] = (await host.snapshot()).types
    if (type === undefined) throw new Error('The simulated host offers types.')
    const text = guest(hostdev(A))
    expect(codes(text, { host: await host.snapshot() })).to.deep.equal(['host/device-missing'])
    await host.create({ parent: type.parent, type: type.id, uuid: A })
    expect(codes(text, { host: await host.snapshot() })).to.deep.equal([])
    const other = (await host.snapshot()).types.find((each) => each.parent === type.parent && each.id !== type.id)
    const known = knownDevice(
      parseNodeDevice(
        `<device><parent>${type.parentName}</parent><capability type='mdev'><type id='${other?.id ?? ''}'/><uuid>${B}</uuid></capability></device>`,
      ).unwrap(),
    )
    // One type a GPU at a time: the others have no instance left now.
    expect(codes(guest(hostdev(B)), { host: await host.snapshot(), devices: known ? [known] : [] })).to.deep.equal([
      'host/device-missing',
      'host/type-exhausted',
    ])
    await host.destroy(A)
    expect(codes(guest(hostdev(B)), { host: await host.snapshot(), devices: known ? [known] : [] })).to.deep.equal([
      'host/device-missing',
    ])
  })

  describe('for the test driver', () => {
    // refused by the parser and QEMU's driver; by QEMU's alone; by nobody
    const text = guest(
      `<hostdev type='mdev' display='on'><source><address uuid='${A}'/></source></hostdev>`,
      `<hostdev type='mdev' model='vfio-ap' display='on'><source><address uuid='${B}'/></source></hostdev>`,
    )
    const layers = (options: CheckOptions, document = text): [string, readonly Layer[]][] =>
      checkDomain(parseDomain(document), options).diagnostics.map(({ code, refusedBy }) => [code, refusedBy])

    it("leaves out what only QEMU's refuses", () => {
      const atQemu = layers({ driver: 'qemu', host: exampleHost })
      expect(atQemu).to.deep.include(['hostdev/display-without-graphics', ['define']])
      expect(atQemu).to.deep.include(['host/device-missing', ['start']])
      expect(layers({ driver: 'test', host: exampleHost })).to.deep.equal(
        atQemu.filter(([, refusedBy]) => !refusedBy.includes('define') && !refusedBy.includes('start')),
      )
    })

    it('is where the domain is of its type', () => {
      const ofTest = text.replace("type='kvm'", "type='test'")
      expect(layers({}, ofTest)).to.deep.equal(layers({ driver: 'test' }))
      expect(layers({ driver: 'qemu' }, ofTest)).to.deep.equal(layers({}))
    })

    it('asks for no host where only a start would tell', () => {
      const why = 'No host was given to check against.'
      const codesNotRun = (options: CheckOptions) =>
        checkDomain(parseDomain(text), options)
          .notRun.filter((each) => each.why === why)
          .map(({ code }) => code)
      expect(codesNotRun({})).to.include.members(['host/device-missing', 'host/numa-far'])
      expect(codesNotRun({ driver: 'test' }))
        .to.include('host/numa-far')
        .and.not.to.include('host/device-missing')
    })
  })
})
