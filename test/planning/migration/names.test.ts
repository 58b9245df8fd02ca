import { expect } from 'chai'
import { parseDomain } from '../../../lib/libvirt/domain.js'
import type { HostSnapshot } from '../../../lib/machine/snapshot/host-snapshot.js'
import { checkMigration, type HostCompatibility, type MigrationOptions } from '../../../lib/planning/migration/index.js'
import { guest, host, mdev, mdevXml, offer, pciFunction, pciXml, UUID1, UUID2 } from './hosts.js'

function check(xml: string, source: HostSnapshot, target: HostSnapshot, more: Partial<MigrationOptions> = {}) {
  return checkMigration({ domain: parseDomain(xml), source, target, ...more })
}

describe('the names of devices', () => {
  const source = host({ devices: [mdev(UUID1, 't')] })
  const one = guest(mdevXml(UUID1))

  it('that are in use on the target and nowhere there are told', () => {
    const target = host({ devices: [mdev(UUID2, 't')] })
    const { notes } = check(one, source, target, { targetInUse: [UUID2.toUpperCase(), '0000:99:00.0', 'typo'] })
    expect(notes).to.deep.equal([
      'The target has nothing of the name of what was said to be in use there: 0000:99:00.0, typo.',
    ])
  })

  it('of a function keep a vGPU from being made on it, whichever of them is given', () => {
    const function4 = '0000:41:00.4'
    const nodes = [pciFunction(function4, 0x10de, 0x26b9, { driver: 'nvidia', backend: 'nvidia-vf' })]
    const types = [offer('1150', 1, { parent: function4, backend: 'nvidia-vf' })]
    const { uuid: _, ...vgpu } = mdev(UUID1, '1150', { parent: function4, backend: 'nvidia-vf' })
    const from = host({ nodes, devices: [{ ...vgpu, id: function4, address: function4 }] })
    for (const name of [function4, '41:00.4', 'pci_0000_41_00_4']) {
      const result = check(guest(pciXml('0x41', '0x4')), from, host({ nodes, types }), { targetInUse: [name] })
      expect(result.verdict, name).to.equal('incompatible')
    }
  })

  it('of a virtual function keep its card from being taken as a whole', () => {
    const card = pciFunction('0000:41:00.0', 0x8086, 0x1572, {
      virtFunctions: { addresses: [{ domain: 0, bus: 0x41, slot: 0, function: 4 }] },
    })
    const nodes = [card, pciFunction('0000:41:00.4', 0x8086, 0x154c)]
    const result = check(guest(pciXml('0x41')), host({ nodes }), host({ nodes }), { targetInUse: ['0000:41:00.4'] })
    expect(result.verdict).to.equal('incompatible')
  })

  it('under which something is told may be spelled in any way, and be those of libvirt', () => {
    const told = (name: string): HostCompatibility => ({ version: 1, devices: { [name]: { softwareVersion: '1.0' } } })
    for (const name of [UUID1, UUID1.toUpperCase(), mdev(UUID1, 't').name]) {
      const more = { sourceCompatibility: told(name), targetCompatibility: told(name) }
      expect(check(one, source, source, more).verdict, name).to.equal('compatible')
    }
    const nodes = [pciFunction('0000:41:00.0', 0x8086, 0x1572)]
    for (const name of ['0000:41:00.0', '41:00.0', 'pci_0000_41_00_0']) {
      const more = { sourceCompatibility: told(name), targetCompatibility: told(name) }
      expect(check(guest(pciXml('0x41')), host({ nodes }), host({ nodes }), more).verdict, name).to.equal('compatible')
    }
  })

  it('are not made up where a guest names no address', () => {
    const nodes = [pciFunction('0000:00:00.0', 0x8086, 0x1237)]
    for (const inside of ['', '<source/>', '<source><address/></source>', "<source><address bus='x'/></source>"]) {
      const xml = guest(`<hostdev mode='subsystem' type='pci'>${inside}</hostdev>`)
      const [device] = check(xml, host({ nodes }), host({ nodes })).devices
      expect(
        device?.reasons.map(({ message }) => message),
        inside,
      ).to.deep.equal(['The host device names no PCI address.'])
      expect(device?.target).to.equal(undefined)
    }
  })

  it('of types are those that any card of the machine tells', () => {
    const vf = (id: string) => pciFunction(id, 0x10de, 0x26b9, { driver: 'nvidia', backend: 'nvidia-vf' })
    const { uuid: _, ...vgpu } = mdev(UUID1, '1150', { parent: '0000:41:00.4', backend: 'nvidia-vf' })
    // The card of the vGPU is full and lists nothing any more.
    const from = host({
      nodes: [vf('0000:41:00.4'), vf('0000:81:00.4')],
      devices: [{ ...vgpu, id: '0000:41:00.4', address: '0000:41:00.4' }],
      types: [offer('1150', 1, { parent: '0000:81:00.4', backend: 'nvidia-vf', name: 'NVIDIA L40S-4Q' })],
    })
    const target = host({
      nodes: [vf('0000:51:00.4')],
      types: [offer('1150', 1, { parent: '0000:51:00.4', backend: 'nvidia-vf', name: 'NVIDIA L40-4Q' })],
    })
    const [device] = check(guest(pciXml('0x41', '0x4')), from, target).devices
    expect(device?.reasons[0]?.message).to.equal("The target's name is NVIDIA L40-4Q, the source's is NVIDIA L40S-4Q.")
  })
})
