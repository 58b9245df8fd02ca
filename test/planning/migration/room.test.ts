import { expect } from 'chai'
import { parseDomain } from '../../../lib/libvirt/domain.js'
import { simulateHost } from '../../../lib/machine/sim.js'
import type { HostSnapshot } from '../../../lib/machine/snapshot/host-snapshot.js'
import { checkMigration, type HostCompatibility, type MigrationResult } from '../../../lib/planning/migration/index.js'
import { guest, host, mdev, mdevXml, offer, pciFunction, pciXml, PARENT, UUID1, UUID2, UUID3 } from './hosts.js'

const uuids = [UUID1, UUID2, UUID3]

/** Everything on a machine tells the same version. */
function toldBy({ types, devices }: HostSnapshot): HostCompatibility {
  const version = { softwareVersion: '1.0' }
  return {
    version: 1,
    types: Object.fromEntries(types.map(({ parent, id }) => [`${parent}/${id}`, version])),
    devices: Object.fromEntries(devices.map(({ id }) => [id, version])),
  }
}

function migrate(source: HostSnapshot, target: HostSnapshot, text: string): MigrationResult {
  return checkMigration({
    domain: parseDomain(text),
    source,
    target,
    sourceCompatibility: toldBy(source),
    targetCompatibility: toldBy(target),
  })
}

/** A guest with one device of each of these types. */
function migrateTypes(target: HostSnapshot, ...types: readonly string[]): MigrationResult {
  const source = host({ devices: types.map((type, index) => mdev(uuids[index] ?? '', type)) })
  return migrate(source, target, guest(...types.map((_, index) => mdevXml(uuids[index] ?? ''))))
}

/** A host device that is the PCI function of an address. */
function functionXml(address: string): string {
  const [, bus = '', slot = '', fn = ''] = /:(\w+):(\w+)\.(\d)$/.exec(address) ?? []
  return pciXml(`0x${bus}`, `0x${fn}`).replace("slot='0x00'", `slot='0x${slot}'`)
}

const reasons = ({ devices }: MigrationResult) =>
  devices.flatMap((device) => device.reasons.map(({ message }) => message))

describe('the room for several devices of a guest', () => {
  it('is that of the card where types share its memory', async () => {
    const target = await simulateHost('i915-gvtg').snapshot()
    expect(migrateTypes(target, 'i915-GVTg_V5_4').verdict).to.equal('compatible')
    expect(migrateTypes(target, 'i915-GVTg_V5_8').verdict).to.equal('compatible')
    const both = migrateTypes(target, 'i915-GVTg_V5_4', 'i915-GVTg_V5_8')
    expect(both).to.include({ verdict: 'incompatible', domain: undefined })
    expect(reasons(both)).to.deep.equal([
      'All of the target that would do is given to other devices of the guest: 0000:00:02.0/i915-GVTg_V5_4.',
      '0000:00:02.0 has 96 of 160 low left, and i915-GVTg_V5_4 takes 128.',
    ])
  })

  it('is on two cards where a card takes one type', async () => {
    const machine = simulateHost('nvidia-t4')
    const target = await machine.snapshot()
    const result = migrateTypes(target, 'nvidia-230', 'nvidia-232')
    expect(result.verdict).to.equal('compatible')
    expect(new Set(result.devices.map((device) => device.target?.parent)).size).to.equal(2)
    await machine.create({ parent: '0000:86:00.0', type: 'nvidia-234', uuid: UUID3 })
    expect(migrateTypes(await machine.snapshot(), 'nvidia-230', 'nvidia-232').verdict).to.equal('incompatible')
  })

  it('is not certain where it depends on the release of the driver', async () => {
    const machine = simulateHost('nvidia-t4')
    await machine.create({ parent: '0000:86:00.0', type: 'nvidia-234', uuid: UUID3 })
    // Two types of one size, which older drivers do not mix.
    const result = migrateTypes(await machine.snapshot(), 'nvidia-223', 'nvidia-226')
    expect(result.verdict).to.equal('undecided')
    expect(reasons(result)[0]).to.equal(
      "Whether 1 of nvidia-223 and 1 of nvidia-226 can be made on 0000:06:00.0 is likely, and not certain: NVIDIA's drivers let the devices of a card have one framebuffer size, older ones only one type.",
    )
  })

  it('counts what is started from definitions, too', async () => {
    const target = await simulateHost('i915-gvtg').snapshot()
    const defined = mdev(UUID1, 'i915-GVTg_V5_4', { active: false, defined: true, parent: '0000:00:02.0' })
    const result = migrateTypes({ ...target, devices: [defined] }, 'i915-GVTg_V5_4', 'i915-GVTg_V5_8')
    expect(result.verdict).to.equal('incompatible')
    expect(result.devices.map((device) => device.target?.use)).to.deep.equal(['start', undefined])
  })

  it('counts the instances that a device is made of', () => {
    const target = (left: number) =>
      host({
        types: ['t', 'u'].map((id) => offer(id, left, { aggregation: { form: 'aggregate', maximum: 8 } })),
      })
    const source = host({
      devices: [mdev(UUID1, 't', { aggregation: 4 }), mdev(UUID2, 't', { aggregation: 4 })],
    })
    const both = guest(mdevXml(UUID1), mdevXml(UUID2))
    expect(migrate(source, target(8), both).verdict).to.equal('undecided')
    expect(reasons(migrate(source, target(8), both))[0]).to.equal(
      `Whether 2 of t (4 instances each) can be made on ${PARENT} is not known: How the types of ${PARENT} share its hardware is not known.`,
    )
    expect(migrate(source, target(7), both).devices.map(({ verdict }) => verdict)).to.deep.equal([
      'undecided',
      'incompatible',
    ])
    expect(reasons(migrate(source, target(3), guest(mdevXml(UUID1))))).to.deep.equal([
      `The target has nothing left of what would do: ${PARENT}/t.`,
    ])
  })

  it('is that of the card for functions that become the devices', async () => {
    const target = await simulateHost('nvidia-l40s').snapshot()
    const [largest, ...others] = target.types.filter(({ name }) => name?.endsWith('-48Q'))
    if (largest === undefined) throw new Error('There is no such type.')
    const machine = simulateHost('nvidia-l40s')
    await machine.create({ parent: largest.parent, type: largest.id })
    const source = await machine.snapshot()
    const [first = expect.fail()] = source.devices
    const one = migrate(source, target, guest(functionXml(first.id)))
    expect(one).to.deep.include({ verdict: 'compatible', addresses: [{ source: first.id, target: first.id }] })
    // A second one that takes all the memory, as if it came from another card.
    const { parent = '' } = others[0] ?? {}
    const second = { ...first, id: parent, address: parent, parent, name: `pci_${parent.replaceAll(/[:.]/g, '_')}` }
    const two = { ...source, devices: [first, second] }
    const onOneCard = { ...target, types: target.types.filter((type) => type.parent.startsWith(first.id.slice(0, 7))) }
    const result = migrate(two, onOneCard, guest(functionXml(first.id), functionXml(second.id)))
    expect(result.devices.filter((device) => device.target !== undefined).length).to.equal(1)
    expect(result.verdict).to.equal('incompatible')
  })

  it('is not on a function that is given to the guest as a whole', () => {
    const gpu = (id: string) => pciFunction(id, 0x10de, 0x2237, { driver: 'vfio-pci', backend: 'mdev' })
    const cards = ['0000:41:00.0', '0000:42:00.0']
    const source = host({
      nodes: cards.map(gpu),
      devices: [mdev(UUID1, 't', { parent: '0000:42:00.0' })],
    })
    const text = guest(pciXml('0x41'), mdevXml(UUID1))
    const target = (...ids: readonly string[]) =>
      host({ nodes: ids.map(gpu), types: ids.map((parent) => offer('t', 4, { parent })) })
    const apart = migrate(source, target(...cards), text)
    expect(apart.devices.map((device) => device.target?.parent)).to.have.members(cards)
    const one = migrate(source, target('0000:41:00.0'), text)
    expect(one.devices.filter((device) => device.target !== undefined).length).to.equal(1)
    expect(one.verdict).to.equal('incompatible')
  })

  it('does not give one UUID to two devices', () => {
    const source = host({ devices: [mdev(UUID1, 't'), mdev(UUID2, 't')] })
    const both = guest(mdevXml(UUID1), mdevXml(UUID2))
    const defined = (parent: string) => mdev(UUID3, 't', { parent, active: false, defined: true })
    const types = [offer('t', 1), offer('t', 1, { parent: 'q' })]
    const target = host({ types, devices: [defined(PARENT), defined('q')] })
    const twice = checkMigration({ domain: parseDomain(both), source, target, make: false })
    expect(twice.devices.flatMap((device) => device.target?.id ?? [])).to.deep.equal([UUID3])
    expect(twice.verdict).to.equal('incompatible')
    // A definition cannot be started while its UUID is another device's.
    const running = host({
      types: [offer('u', 1), offer('t', 1)],
      devices: [mdev(UUID1, 'u'), mdev(UUID1, 't', { parent: PARENT, active: false, defined: true })],
    })
    expect(migrate(source, running, guest(mdevXml(UUID1))).devices[0]?.target?.use).to.equal('make')
  })

  it('is told as not known where there are too many ways to share it out', async () => {
    const target = await simulateHost('nvidia-t4').snapshot()
    const all = [...new Set(target.types.map(({ id }) => id))].slice(0, 12)
    const uuid = (index: number) => `4b20d080-1b54-4048-85b3-a6a62d1650${index.toString(16).padStart(2, '0')}`
    const source = host({ devices: all.map((type, index) => mdev(uuid(index), type)) })
    const result = migrate(source, target, guest(...all.map((_, index) => mdevXml(uuid(index)))))
    expect(result.verdict).to.equal('undecided')
    expect(reasons(result)).to.include(
      'A place for it beside the other devices was not found; there are too many ways to try them all.',
    )
  })
})
