import { expect } from 'chai'
import { parseDomain } from '../../../lib/libvirt/domain.js'
import type { HostCompatibility } from '../../../lib/machine/migration/compatibility.js'
import type { HostSnapshot } from '../../../lib/machine/snapshot/host-snapshot.js'
import { checkMigration, settleMigration, type MigrationOptions } from '../../../lib/planning/migration/index.js'
import { guest, host, mdev, mdevXml, offer, PARENT, pciFunction, pciXml, UUID1, UUID2, UUID3 } from './hosts.js'

const told: HostCompatibility = { version: 1, types: { [`${PARENT}/t`]: { softwareVersion: '1.0' } } }

function check(xml: string, source: HostSnapshot, target: HostSnapshot, more: Partial<MigrationOptions> = {}) {
  return checkMigration({
    domain: parseDomain(xml),
    source,
    target,
    sourceCompatibility: told,
    targetCompatibility: told,
    ...more,
  })
}

const messages = (result: ReturnType<typeof check>) =>
  result.devices.flatMap(({ reasons }) => reasons.map(({ message }) => message))

describe('checkMigration', () => {
  const one = guest(mdevXml(UUID1))
  const source = host({ devices: [mdev(UUID1, 't')] })

  describe('the place of a mediated device', () => {
    it('is the device of the same UUID', () => {
      const target = host({ devices: [mdev(UUID2, 't'), mdev(UUID1, 't')], types: [offer('t', 3)] })
      const result = check(one, source, target)
      expect(result).to.deep.include({
        verdict: 'compatible',
        uuids: [{ source: UUID1, target: UUID1 }],
        notes: [`Which devices of the target are in use was not said; taken to be free: ${UUID1}.`],
      })
      expect(check(one, source, target, { targetInUse: [] }).notes).to.deep.equal([])
      expect(result.devices[0]?.target).to.deep.equal({ use: 'existing', id: UUID1, parent: PARENT, type: 't' })
      expect(result.domain?.text).to.equal(one)
    })

    it('is one that is made under the same UUID, rather than a free one', () => {
      const result = check(one, source, host({ devices: [mdev(UUID2, 't')], types: [offer('t', 1)] }))
      expect(result.devices[0]?.target).to.deep.equal({ use: 'make', id: UUID1, parent: PARENT, type: 't' })
      expect(result.domain?.text).to.equal(one)
    })

    it('is a definition of the same UUID, which is started', () => {
      const defined = mdev(UUID1, 't', { active: false, defined: true })
      const result = check(one, source, host({ devices: [defined], types: [offer('t', 1)] }))
      expect(result.devices[0]?.target?.use).to.equal('start')
    })

    it('is a free one where none can be made, and the domain names that', () => {
      const result = check(one, source, host({ devices: [mdev(UUID2, 't')], types: [offer('t', 0)] }))
      expect(result.devices[0]?.target).to.deep.include({ use: 'existing', id: UUID2 })
      expect(result.domain?.text).to.equal(guest(mdevXml(UUID2)))
      const made = host({ devices: [mdev(UUID2, 't')], types: [offer('t', 9)] })
      expect(check(one, source, made, { make: false }).devices[0]?.target).to.deep.include({ id: UUID2 })
    })

    it('is made under another UUID where its own is taken, the same one each time', () => {
      const target = host({ devices: [mdev(UUID1, 'u')], types: [offer('t', 1)] })
      const result = check(one, source, target)
      const made = result.devices[0]?.target?.id ?? ''
      expect(made)
        .to.match(/^[0-9a-f-]{36}$/)
        .and.not.equal(UUID1)
      expect(check(one, source, target).uuids).to.deep.equal([{ source: UUID1, target: made }])
      expect(result.domain?.text).to.equal(guest(mdevXml(made)))
      const given = check(one, source, target, { newUuid: (from, attempt) => (attempt === 0 ? from : UUID3) })
      expect(given.uuids).to.deep.equal([{ source: UUID1, target: UUID3 }])
      const pair = check(
        guest(mdevXml(UUID1), mdevXml(UUID3)),
        host({ devices: [mdev(UUID1, 't'), mdev(UUID3, 't')] }),
        host({ devices: [mdev(UUID1, 'u')], types: [offer('t', 2)] }),
        { newUuid: (_, attempt) => (attempt === 0 ? UUID3 : UUID2) },
      )
      expect(pair.uuids.map(({ target: to }) => to)).to.deep.equal([UUID2, UUID3])
      expect(() => check(one, source, target, { newUuid: () => UUID1 })).to.throw(RangeError, 'is taken')
      expect(() => check(one, source, target, { newUuid: () => 'x' })).to.throw(RangeError, 'is no UUID')
    })

    it('is none that is in use', () => {
      const target = host({ devices: [mdev(UUID1, 't')], types: [offer('t', 1)] })
      for (const name of [UUID1, UUID1.toUpperCase(), target.devices[0]?.name ?? '']) {
        const [device] = check(one, source, target, { targetInUse: [name] }).devices
        expect(device?.target?.use, name).to.equal('make')
        expect(device?.target?.id, name).not.to.equal(UUID1)
      }
    })

    it('is shared out so that as many as can be have one', () => {
      const both = guest(mdevXml(UUID1), mdevXml(UUID2))
      const types = [offer('t', 1), offer('t', 1, { parent: 'mtty' })]
      const everywhere: HostCompatibility = {
        version: 1,
        types: { ...told.types, 'mtty/t': { softwareVersion: '1.0' } },
      }
      const twice = host({ devices: [mdev(UUID1, 't'), mdev(UUID2, 't')] })
      const result = check(both, twice, host({ types }), { targetCompatibility: everywhere })
      expect(result.verdict).to.equal('compatible')
      expect(result.devices.map(({ target }) => target?.parent)).to.deep.equal([PARENT, 'mtty'])
      const short = check(both, twice, host({ types: types.slice(0, 1) }))
      expect(short).to.include({ verdict: 'incompatible', domain: undefined })
      expect(messages(short)).to.deep.equal([
        `All of the target that would do is given to other devices of the guest: ${PARENT}/t.`,
      ])
    })

    it('is rather one that is known to fit than one that keeps the UUID', () => {
      const target = host({ types: [offer('t', 1, { parent: 'mtty' })], devices: [mdev(UUID2, 't')] })
      const result = check(one, source, target)
      expect(result.verdict).to.equal('compatible')
      expect(result.uuids).to.deep.equal([{ source: UUID1, target: UUID2 }])
    })

    it('is not certain where the target does not tell how many more it can make', () => {
      const { availableInstances: _, ...untold } = offer('t', 1)
      const result = check(one, source, host({ types: [untold] }))
      expect(result.verdict).to.equal('undecided')
      expect(messages(result)).to.deep.equal([`The target does not tell how many more can be made of ${PARENT}/t.`])
    })

    it('is made of as many instances', () => {
      const of4 = host({ devices: [mdev(UUID1, 't', { aggregation: 4 })] })
      const plain = check(one, of4, host({ types: [offer('t', 9)] }))
      expect(messages(plain)).to.deep.equal(["The target's aggregation is up to 1, the source's is 4."])
      const target = host({ types: [offer('t', 9, { aggregation: { form: 'aggregate', maximum: 8 } })] })
      expect(check(one, of4, target).devices[0]?.target?.aggregation).to.equal(4)
      const few = host({ types: [offer('t', 9, { aggregation: { form: 'aggregate', maximum: 2 } })] })
      expect(check(one, of4, few).verdict).to.equal('incompatible')
      expect(check(one, of4, host({ devices: [mdev(UUID2, 't')] })).verdict).to.equal('incompatible')
      expect(check(one, of4, host({ devices: [mdev(UUID2, 't', { aggregation: 4 })] })).verdict).to.equal('compatible')
    })

    it('is not certain where types are mixed on a parent of which nothing more is known', () => {
      const both = guest(mdevXml(UUID1), mdevXml(UUID2))
      const from = host({ devices: [mdev(UUID1, 't'), mdev(UUID2, 'u')] })
      const everything = { version: 1 as const, types: { ...told.types, [`${PARENT}/u`]: { softwareVersion: '1.0' } } }
      const result = check(both, from, host({ types: [offer('t', 1), offer('u', 1)] }), {
        sourceCompatibility: everything,
        targetCompatibility: everything,
      })
      expect(result.verdict).to.equal('undecided')
      const message = `Whether 1 of t and 1 of u can be made on ${PARENT} is not known: How the types of ${PARENT} share its hardware is not known.`
      expect(messages(result)).to.deep.equal([message, message])
    })
  })

  describe('a device that is still to be made', () => {
    const target = host({ types: [offer('t', 1)] })
    const ask = (own: HostCompatibility) => check(one, source, target, { sourceCompatibility: own })

    it('has its attributes set, and cannot promise to take them', () => {
      const lists = { aggregator: ['2'] }
      const known = { softwareVersion: '1.0', lists, attributes: { aggregator: '2' } }
      const result = ask({ version: 1, devices: { [UUID1]: known } })
      expect(result.verdict).to.equal('undecided')
      expect(result.devices[0]?.target?.attributes).to.deep.equal([{ name: 'aggregator', value: '2' }])
      expect(messages(result)).to.deep.equal([
        "The target's device has to take 2 for aggregator; whether it does is not known.",
      ])
      const unknown = ask({ version: 1, devices: { [UUID1]: { softwareVersion: '1.0', lists } } })
      expect(messages(unknown)).to.deep.equal(["The target's driver tells no compatible_aggregator."])
    })

    it('may have an opaque version that its type does not have', () => {
      const result = ask({ version: 1, devices: { [UUID1]: { softwareVersion: '1.0', migrationVersion: 'a' } } })
      expect(result.verdict).to.equal('undecided')
      expect(messages(result)).to.deep.equal(["The target's driver tells no migration_version; the source's is 'a'."])
    })
  })

  describe('the reasons', () => {
    const cases: readonly (readonly [string, HostSnapshot, Partial<MigrationOptions>, readonly string[]])[] = [
      ['nothing there', host({}), {}, ['The target has no free type t; what it has: none at all.']],
      [
        'another type',
        host({ types: [offer('u', 1), offer('v', 1)] }),
        {},
        ['The target has no free type t; what it has: u, v.'],
      ],
      [
        'nothing left',
        host({ types: [offer('t', 0)] }),
        {},
        [`The target has nothing left of what would do: ${PARENT}/t.`],
      ],
      [
        'another device API',
        host({ types: [offer('t', 1, { deviceApi: 'vfio-ccw' })] }),
        {},
        ["The target's device_api of type t is vfio-ccw, the source's is vfio-pci."],
      ],
      [
        'an older version',
        host({ types: [offer('t', 1)] }),
        { sourceCompatibility: { version: 1, devices: { [UUID1]: { softwareVersion: '1.2.3' } } } },
        ["The target's software_version is 1.0; its minor version is lower than the source's, 1.2.3."],
      ],
      [
        'no version there',
        host({ types: [offer('t', 1)] }),
        { targetCompatibility: { version: 1 } },
        ["The target's driver tells no software_version; the other one's is 1.0."],
      ],
      [
        'a version that is none',
        host({ types: [offer('t', 1)] }),
        { targetCompatibility: { version: 1, types: { [`${PARENT}/t`]: { softwareVersion: 'new' } } } },
        ["The target's software_version 'new' is not of the form major.minor[.bugfix]."],
      ],
      [
        'nothing in the list of sets',
        host({ types: [offer('t', 1)] }),
        {
          sourceCompatibility: { version: 1, devices: { [UUID1]: { self: { a: '1' } } } },
          targetCompatibility: { version: 1, types: { [`${PARENT}/t`]: { accepts: [] } } },
        },
        ["The target lists no device that the source's could be."],
      ],
      [
        'a list of versions that is none, and versions that are none',
        host({ types: [offer('t', 1)] }),
        {
          sourceCompatibility: { version: 1, devices: { [UUID1]: { self: { a: '1.0', b: 'x' } } } },
          targetCompatibility: {
            version: 1,
            types: { [`${PARENT}/t`]: { ranges: { a: '1', b: '1.0-', c: '1.0' } } },
          },
        },
        [
          "The target's list of versions cannot be read: '1' is neither a version such as 2.1.3 nor a range such as 2.0.2-2.0.4 or 2.1.0-.",
          "The source's b 'x' is not of the form major.minor[.bugfix].",
          "The source's driver does not tell its c; the target accepts 1.0.",
        ],
      ],
      [
        'a pattern that is none',
        host({ types: [offer('t', 1)] }),
        {
          sourceCompatibility: { version: 1, devices: { [UUID1]: { self: { a: '1' } } } },
          targetCompatibility: { version: 1, types: { [`${PARENT}/t`]: { accepts: [{ fields: { a: '{' } }] } } },
        },
        ["A set of compatible devices could not be judged: a: '{' is not followed by the name of a variable."],
      ],
      [
        'one side only',
        host({ types: [offer('t', 1)] }),
        {
          sourceCompatibility: { version: 1, devices: { [UUID1]: { self: { a: '1' } } } },
          targetCompatibility: { version: 1 },
        },
        ["The target's driver does not tell what it is compatible with."],
      ],
    ]
    for (const [name, target, more, expected] of cases) {
      it(name, () => {
        expect(messages(check(one, source, target, more))).to.deep.equal(expected)
      })
    }

    it('a guest that the source does not know', () => {
      const result = check(guest(mdevXml(UUID2), mdevXml('x')), source, host({ types: [offer('t', 9)] }))
      expect(result).to.include({ verdict: 'undecided', domain: undefined })
      expect(messages(result)).to.deep.equal([
        `The source has no mediated device ${UUID2}, so nothing is known of it.`,
        'The host device names no UUID.',
      ])
    })

    it('a device that is named twice', () => {
      const result = check(
        guest(mdevXml(UUID1), mdevXml(UUID1.toUpperCase())),
        source,
        host({ types: [offer('t', 9)] }),
      )
      expect(messages(result)).to.deep.equal([`The guest names the same device ${UUID1} more than once.`])
      expect(result.domain).to.equal(undefined)
    })

    it('what is no domain, and one without host devices', () => {
      expect(check('<domain', source, host({}))).to.deep.include({ verdict: 'undecided', domain: undefined })
      expect(check('<network/>', source, host({})).notes).to.deep.equal([
        'The domain cannot be read: The root element is <network>, not <domain>.',
      ])
      expect(check(guest(), source, host({}))).to.deep.include({
        verdict: 'compatible',
        notes: ['The guest has no host devices, so nothing was compared.'],
      })
    })

    it('a host device of another kind stays as it is and is not judged', () => {
      const usb = `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1'/><product id='0x2'/></source></hostdev>`
      const xml = guest(usb, mdevXml(UUID1))
      const result = check(xml, source, host({ devices: [mdev(UUID2, 't')] }))
      expect(result.verdict).to.equal('undecided')
      expect(messages(result)).to.deep.equal(['Host devices of type usb are not compared.'])
      expect(result.domain?.text).to.equal(xml.replace(UUID1, UUID2))
    })
  })

  describe('PCI functions', () => {
    const from = host({ nodes: [pciFunction('0000:41:00.0', 0x8086, 0x1572, { driver: 'vfio-pci' })] })
    const xml = guest(pciXml('0x41'))

    it('are compared by their ids, and nothing is claimed without a version', () => {
      const target = host({
        nodes: [
          pciFunction('0000:42:00.0', 0x8086, 0x1573),
          pciFunction('0000:43:00.1', 0x8086, 0x1572, { driver: 'vfio-pci' }),
        ],
      })
      const result = check(xml, from, target)
      expect(result.verdict).to.equal('undecided')
      expect(result.devices[0]?.compared.filter(({ outcome }) => outcome === 'fits')).to.deep.equal([
        { field: 'device_api', source: 'vfio-pci', target: 'vfio-pci', outcome: 'fits' },
        { field: 'pci_id', source: '8086:1572', target: '8086:1572', outcome: 'fits' },
      ])
      expect(result.addresses).to.deep.equal([{ source: '0000:41:00.0', target: '0000:43:00.1' }])
      expect(result.domain?.text).to.equal(guest(pciXml('0x43', '0x1')))
      const version = (id: string): HostCompatibility => ({ version: 1, devices: { [id]: { softwareVersion: '2.1' } } })
      const known = { sourceCompatibility: version('0000:41:00.0'), targetCompatibility: version('0000:43:00.1') }
      expect(check(xml, from, target, known).verdict).to.equal('compatible')
    })

    it('of another kind do not fit', () => {
      const result = check(xml, from, host({ nodes: [pciFunction('0000:41:00.0', 0x8086, 0x1573)] }))
      expect(result.verdict).to.equal('incompatible')
      expect(messages(result)).to.deep.equal(['The target has no free function 8086:1572; what it has: 8086:1573.'])
    })

    it('that are bridges, parents of devices or in use are not taken', () => {
      const same = (id: string, more = {}) => pciFunction(id, 0x8086, 0x1572, more)
      const target = host({
        nodes: [
          same('0000:41:00.0', { bridge: 'pci-bridge' }),
          same('0000:42:00.0'),
          same('0000:43:00.0', {
            virtFunctions: { addresses: [{ domain: 0, bus: 0x42, slot: 0, function: 0 }] },
          }),
          same('0000:44:00.0'),
          same('0000:45:00.0', { driver: 'i40e' }),
        ],
        devices: [mdev(UUID1, 't', { parent: '0000:42:00.0' })],
      })
      const result = check(xml, from, target, { targetInUse: ['44:00.0'] })
      expect(result.devices[0]?.target?.id).to.equal('0000:45:00.0')
      expect(messages(result)).to.deep.equal([
        "The target's function is bound to i40e; whether the host itself uses it is not known.",
      ])
    })

    it('of interfaces, too', () => {
      const card = `<interface type='hostdev'><source><address type='pci' domain='0x0000' bus='0x41' slot='0x00' function='0x0'/></source></interface>`
      const target = host({ nodes: [pciFunction('0000:43:00.1', 0x8086, 0x1572)] })
      const result = check(guest(card), from, target)
      expect(result.devices[0]?.path).to.deep.equal(['interfaces', 0])
      expect(result.domain?.text).to.equal(
        guest(card.replace("bus='0x41'", "bus='0x43'").replace("function='0x0'", "function='0x1'")),
      )
    })

    it('that the source does not have', () => {
      expect(messages(check(guest(pciXml('0x99')), from, host({})))).to.deep.equal([
        'The source has no PCI function 0000:99:00.0, so nothing is known of it.',
      ])
    })
  })

  describe("NVIDIA's vGPUs on virtual functions", () => {
    const vf = (id: string) => pciFunction(id, 0x10de, 0x26b9, { driver: 'nvidia', backend: 'nvidia-vf' })
    const vgpu = (address: string, type: string) => ({
      ...mdev(UUID1, type, { parent: address, backend: 'nvidia-vf' }),
      id: address,
      name: `pci_${address.replaceAll(/[:.]/g, '_')}`,
      address,
    })
    const withoutUuid = ({ uuid: _, ...rest }: ReturnType<typeof vgpu>) => rest
    const kind = (parent: string, id: string, name: string, left = 1) =>
      offer(id, left, { parent, backend: 'nvidia-vf', name })
    const from = host({
      nodes: [vf('0000:41:00.4')],
      devices: [withoutUuid(vgpu('0000:41:00.4', '1150'))],
      types: [kind('0000:41:00.4', '1150', 'NVIDIA L40S-4Q', 0)],
    })
    const xml = guest(pciXml('0x41', '0x4').replace("'yes'", "'no'"))

    it('are compared by type, name and ids, and made on a free function', () => {
      const target = host({
        nodes: [vf('0000:51:00.4'), vf('0000:51:00.5')],
        devices: [withoutUuid(vgpu('0000:51:00.4', '1151'))],
        types: [kind('0000:51:00.5', '1150', 'NVIDIA L40S-4Q'), kind('0000:51:00.5', '1151', 'NVIDIA L40S-6Q')],
      })
      const result = check(xml, from, target)
      expect(result.verdict).to.equal('undecided')
      expect(result.devices[0]?.target).to.deep.equal({
        use: 'make',
        id: '0000:51:00.5',
        parent: '0000:51:00.5',
        type: '1150',
      })
      expect(result.devices[0]?.compared.map(({ field }) => field)).to.deep.equal([
        'device_api',
        'pci_id',
        'mdev_type',
        'name',
        'software_version',
      ])
      expect(result.domain?.text).to.equal(guest(pciXml('0x51', '0x5').replace("'yes'", "'no'")))
    })

    it('fit under the name of another release, with what is told of the type and of the device', () => {
      const target = host({
        nodes: [vf('0000:51:00.4')],
        devices: [withoutUuid(vgpu('0000:51:00.4', '1150'))],
        types: [kind('0000:51:00.4', '1150', 'GRID L40S-4Q', 0)],
      })
      const of = (address: string): HostCompatibility => ({
        version: 1,
        types: { [`${address}/1150`]: { softwareVersion: '1.0', lists: { a: ['1'] } } },
        devices: { [address]: { lists: { b: ['1'] } } },
      })
      const result = check(xml, from, target, {
        sourceCompatibility: of('0000:41:00.4'),
        targetCompatibility: of('0000:51:00.4'),
      })
      expect(result.verdict).to.equal('compatible')
      expect(result.devices[0]?.compared.map(({ field }) => field)).to.deep.equal([
        'device_api',
        'pci_id',
        'mdev_type',
        'name',
        'software_version',
        'compatible_a',
        'compatible_b',
      ])
    })

    it('do not fit where the number means another type', () => {
      const target = host({
        nodes: [vf('0000:51:00.5')],
        types: [kind('0000:51:00.5', '1150', 'NVIDIA L40-4Q')],
      })
      expect(messages(check(xml, from, target))).to.deep.equal([
        "The target's name is NVIDIA L40-4Q, the source's is NVIDIA L40S-4Q.",
      ])
    })

    it('are not known where there is none on the function', () => {
      expect(messages(check(xml, { ...from, devices: [] }, host({})))).to.deep.equal([
        "The source's function 0000:41:00.4 has no vGPU on it.",
      ])
    })

    it('take one function each', () => {
      const two = host({
        nodes: [vf('0000:41:00.4'), vf('0000:41:00.5')],
        devices: ['0000:41:00.4', '0000:41:00.5'].map((id) => withoutUuid(vgpu(id, '1150'))),
      })
      const target = host({
        nodes: [vf('0000:51:00.4')],
        types: [kind('0000:51:00.4', '1150', 'NVIDIA L40S-4Q', 16)],
      })
      const result = check(guest(pciXml('0x41', '0x4'), pciXml('0x41', '0x5')), two, target)
      expect(result.devices.map(({ verdict }) => verdict)).to.deep.equal(['undecided', 'incompatible'])
    })
  })

  it('is settled by asking the drivers, until one takes it', async () => {
    const version = (text: string) => ({ migrationVersion: text })
    const target = host({ devices: [mdev(UUID2, 't'), mdev(UUID3, 't')] })
    const asked: string[] = []
    const options: MigrationOptions = {
      domain: parseDomain(one),
      source,
      target,
      sourceCompatibility: { version: 1, devices: { [UUID1]: version('old') } },
      targetCompatibility: { version: 1, devices: { [UUID2]: version('a'), [UUID3]: version('b') } },
    }
    const result = await settleMigration(options, async ({ id = '', version: text }) => {
      asked.push(`${id} ${text}`)
      return id === UUID3
    })
    expect(asked).to.deep.equal([`${UUID2} old`, `${UUID3} old`])
    expect(result).to.deep.include({ verdict: 'compatible', questions: [], uuids: [{ source: UUID1, target: UUID3 }] })
    const refused = await settleMigration(options, async () => false)
    expect(refused.verdict).to.equal('incompatible')
    expect(messages(refused)[0]).to.equal("The target's driver refused the source's migration_version 'old'.")
  })

  it('does not take long where there is much', () => {
    const uuid = (n: number) => `00000000-0000-0000-0000-${n.toString(16).padStart(12, '0')}`
    const many = (count: number, from: number) => Array.from({ length: count }, (_, n) => mdev(uuid(from + n), 't'))
    const started = performance.now()
    const text = guest(...many(60, 0).map(({ id }) => mdevXml(id)))
    const everything = host({ devices: many(4000, 1000), types: [offer('t', 10)] })
    const result = check(text, host({ devices: many(60, 0) }), everything)
    expect(result.verdict).to.equal('compatible')
    expect(result.uuids.filter((each) => each.source === each.target).length).to.equal(10)
    const huge = guest(...many(1200, 0).map(({ id }) => mdevXml(id)))
    expect(messages(check(huge, host({ devices: many(1200, 0) }), everything))[0]).to.equal(
      'There are too many devices and places to pair them.',
    )
    expect(performance.now() - started).to.be.below(4000)
  }).timeout(8000)
})
