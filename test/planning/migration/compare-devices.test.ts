import { expect } from 'chai'
import { parseDomain } from '../../../lib/libvirt/domain.js'
import type { Compatibility } from '../../../lib/machine/migration/compatibility.js'
import type { HostSnapshot } from '../../../lib/machine/snapshot/host-snapshot.js'
import { checkMigration, type MigrationDirection } from '../../../lib/planning/migration/index.js'
import { guest, host, judge, mdev, mdevXml, offer, of, PARENT, UUID1 } from './hosts.js'

describe('comparing devices', () => {
  /** From one device to what is told of a type of the target. */
  function toType(device: HostSnapshot, own: Compatibility, target: HostSnapshot, told: Compatibility, type = 't') {
    return checkMigration({
      domain: parseDomain(guest(mdevXml(UUID1))),
      source: device,
      target,
      sourceCompatibility: of(UUID1, own),
      targetCompatibility: { version: 1, types: { [`${PARENT}/${type}`]: told } },
      targetInUse: [],
    })
  }

  it('claims nothing from what is empty on both sides', () => {
    const empty: readonly Compatibility[] = [
      { migrationVersion: '' },
      { self: {}, accepts: [{ fields: {} }] },
      { lists: { a: [] } },
      {},
    ]
    for (const told of empty) {
      expect(judge({ type: 't', told }, { type: 't', told }).verdict, JSON.stringify(told)).to.equal('undecided')
    }
    const version = { self: {}, softwareVersion: '1.0', accepts: [{ fields: {}, softwareVersion: '1.0' }] }
    expect(judge({ type: 't', told: version }, { type: 't', told: version }).verdict).to.equal('compatible')
  })

  it('does not hold against a definition what only a device that runs can tell', () => {
    const source = host({ devices: [mdev(UUID1, 't')] })
    const defined = mdev(UUID1, 't', { active: false, defined: true })
    const target = host({ devices: [defined], types: [offer('t', 1)] })
    const version = { softwareVersion: '1.0' }
    for (const more of [{ migrationVersion: 'a' }, { lists: { aggregator: ['2'] } }]) {
      const result = toType(source, { ...version, ...more }, target, version)
      expect(result.verdict).to.equal('undecided')
      expect(result.devices[0]?.target?.use).to.equal('start')
    }
  })

  describe('lets a list of versions decide instead of the rule', () => {
    const cases: readonly (readonly [string, MigrationDirection, 'compatible' | 'incompatible'])[] = [
      ['0.0.0', 'target-accepts', 'compatible'],
      ['0.1.0', 'target-accepts', 'incompatible'],
      // The source has no list, so that the rule is asked.
      ['0.0.0', 'source-lists', 'incompatible'],
      ['1.0.0', 'source-lists', 'compatible'],
    ]
    for (const [version, direction, verdict] of cases) {
      it(`${version} -> 1.0.0, which takes 0.0.0 and 1.0.0, ${direction}: ${verdict}`, () => {
        const target = { softwareVersion: '1.0.0', ranges: { software_version: '0.0.0,1.0.0' } }
        const result = judge({ type: 't', told: { softwareVersion: version } }, { type: 't', told: target }, direction)
        expect(result.verdict).to.equal(verdict)
      })
    }
  })

  it('compares the version by the rule where the set that matches has none of its own', () => {
    const accepts = [{ fields: { mode: 'a' }, softwareVersion: '1.0' }, { fields: { mode: 'b' } }]
    const source = (version: string) => ({ type: 't', told: { self: { mode: 'b' }, softwareVersion: version } })
    const target = { type: 't', told: { accepts, softwareVersion: '2.1' } }
    expect(judge(source('2.0'), target).verdict).to.equal('compatible')
    expect(judge(source('3.0'), target).verdict).to.equal('incompatible')
  })

  describe('of several instances with a type that a set names', () => {
    const accepts = [{ fields: { mdev_type: 't{n:int:1,2,4}', aggregator: '{n}/1' } }]
    const own = { self: { mdev_type: 't4', aggregator: '4' } }
    const source = host({ devices: [mdev(UUID1, 't4', { aggregation: 4 })] })
    const target = (maximum: number) =>
      host({ types: [offer('t2', 9, { aggregation: { form: 'aggregate', maximum } })] })

    it('makes as many as the type tells of itself, and one where it tells nothing', () => {
      const made = (told: Compatibility) => toType(source, own, target(8), told, 't2').devices[0]?.target
      expect(made({ accepts, self: { mdev_type: 't2', aggregator: '2' } })).to.include({ type: 't2', aggregation: 2 })
      expect(made({ accepts })).to.include({ type: 't2' }).and.not.to.have.property('aggregation')
    })

    it('makes no more than the type can have', () => {
      const [device] = toType(
        source,
        own,
        target(2),
        { accepts, self: { mdev_type: 't2', aggregator: '4' } },
        't2',
      ).devices
      expect(device?.verdict).to.equal('incompatible')
      expect(device?.reasons[0]?.message).to.equal("The target's aggregation is up to 2, the source's is 4.")
    })
  })
})
