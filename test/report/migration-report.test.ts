import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import fc from 'fast-check'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { checkMigration, compatibilitySchema, type HostCompatibility } from '../../lib/planning/migration/index.js'
import { migrationJson, migrationReport, migrationText } from '../../lib/report/migration-report.js'
import { migrationReportSchema } from '../../lib/report/migration-report-schema.js'
import { printable } from '../../lib/xml/visible.js'
import { guest, host, mdev, mdevXml, offer, PARENT, UUID1, UUID2, UUID3 } from '../planning/migration/hosts.js'
import '../seed.js'

function result(type: string, source: HostCompatibility, target: HostCompatibility) {
  return checkMigration({
    domain: parseDomain(guest(mdevXml(UUID1), mdevXml(UUID2), `<hostdev mode='subsystem' type='usb'/>`)),
    source: host({ devices: [mdev(UUID1, type), mdev(UUID2, 'gone')] }),
    target: host({ devices: [mdev(UUID3, type)], types: [offer('other', 1)] }),
    sourceCompatibility: source,
    targetCompatibility: target,
  })
}

const version = (id: string, softwareVersion: string): HostCompatibility => ({
  version: 1,
  devices: { [id]: { softwareVersion } },
})

describe('migrationText', () => {
  it('says what becomes of each device, why, and what that rests on', () => {
    expect(migrationText(result('t', version(UUID1, '1.0'), version(UUID3, '1.1')))).to.equal(
      `incompatible: the guest cannot go there as it is
DEVICE                                TYPE  VERDICT       DO   ON THE TARGET                         PARENT        TARGET TYPE
${UUID1}  t     compatible    use  ${UUID3}  ${PARENT}  t
${UUID2}  gone  incompatible
usb (hostdevs 2)                            undecided
  ${UUID2}: The target has no free type gone; what it has: t, other.
  usb (hostdevs 2): Host devices of type usb are not compared.
  Which devices of the target are in use was not said; taken to be free: ${UUID3}.
  ${UUID1}: compared and fitting: device_api, mdev_type, software_version.
`,
    )
  })

  it('tells what is to be asked, in few columns and in colours', () => {
    const opaque = (id: string, migrationVersion: string): HostCompatibility => ({
      version: 1,
      devices: { [id]: { migrationVersion } },
    })
    const asked = migrationText(
      checkMigration({
        domain: parseDomain(guest(mdevXml(UUID1))),
        source: host({ devices: [mdev(UUID1, 't')] }),
        target: host({ devices: [mdev(UUID1, 't')] }),
        sourceCompatibility: opaque(UUID1, 'a'),
        targetCompatibility: opaque(UUID1, 'b'),
      }),
      { width: 60, colour: true },
    )
    expect(asked).to.include("  Ask mdev_882cc4da_dede_11e7_9180_078a62063ab1_0000_00_02_0\n    whether it takes 'a'")
    expect(asked).to.match(/^\u001b\[1;33mundecided/)
  })

  it('lets nothing through to a terminal, whatever drivers say', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (first, second) => {
        const told = (id: string): HostCompatibility => ({
          version: 1,
          devices: {
            [id]: { self: { [first]: second }, accepts: [{ fields: { [second]: first } }], migrationVersion: second },
          },
        })
        const checked = result(first, told(UUID1), told(UUID3))
        const text = migrationText(checked)
        expect(printable(text.replaceAll('\n', ''))).to.equal(text.replaceAll('\n', ''))
        const json = migrationJson(checked)
        expect(printable(json.replaceAll('\n', ''))).to.equal(json.replaceAll('\n', ''))
        expect(JSON.parse(json)).to.deep.equal(JSON.parse(JSON.stringify(migrationReport(checked))))
        expect(isReport(JSON.parse(json)), JSON.stringify(isReport.errors)).to.equal(true)
      }),
      { numRuns: 200 },
    )
  })
})

const ajv = new Ajv2020({ strict: true })
const isReport = ajv.compile(migrationReportSchema)
const isCompatibility = ajv.compile(compatibilitySchema)

describe('compatibilitySchema', () => {
  it('takes what drivers tell, and keys that come later, and no other kinds of values', () => {
    const whole: HostCompatibility = {
      version: 1,
      devices: {
        [UUID1]: {
          self: { a: '1' },
          accepts: [{ fields: { a: '{v:int:1}' }, softwareVersion: '1.0', attributes: [{ name: 'b', value: '2' }] }],
          softwareVersion: '1.0',
          ranges: { a: '1.0-' },
          lists: { type: ['t'] },
          dynamicResources: ['b'],
          attributes: { b: '2' },
          migrationVersion: 'x',
        },
      },
      types: {},
    }
    expect(isCompatibility(whole), JSON.stringify(isCompatibility.errors)).to.equal(true)
    expect(isCompatibility({ version: 1, later: 1, devices: { a: { later: 2 } } })).to.equal(true)
    for (const wrong of [{}, { version: 2 }, { version: 1, devices: { a: { self: { a: 1 } } } }, [], null])
      expect(isCompatibility(wrong), JSON.stringify(wrong)).to.equal(false)
  })
})
