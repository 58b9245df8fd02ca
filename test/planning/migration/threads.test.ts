import { expect } from 'chai'
import { parseCompatibilityJson, parseCompatibilityText } from '../../../lib/planning/migration/index.js'
import { parseCompatibilityFields, parseCompatiblePatterns } from '../../../lib/machine/migration/compatibility-text.js'
import type { Compatibility } from '../../../lib/machine/migration/compatibility.js'
import { judge, type End } from './hosts.js'

const FIRST = `SELF:
\tdevice_type=pci
\tdevice_id=8086591d
\tmdev_type=i915-GVTg_V5_2
\taggregator=1
\tpv_mode="none+ppgtt+context"
\tinterface_version=3
COMPATIBLE:
\tdevice_type=pci
\tdevice_id=8086591d
\tmdev_type=i915-GVTg_V5_{val1:int:1,2,4,8}
\taggregator={val1}/2
\tpv_mode={val2:string:"none+ppgtt","none+context","none+ppgtt+context"}
\tinterface_version={val3:int:2,3}
COMPATIBLE:
\tdevice_type=pci
\tdevice_id=8086591d
\tmdev_type=i915-GVTg_V5_{val1:int:1,2,4,8}
\taggregator={val1}/2
\tpv_mode=""  #"" meaning empty, could be absent in a compatible device
\tinterface_version=1
`

const SECOND = `SELF:
\tdevice_type=pci
\tdevice_id=8086591d
\tmdev_type=i915-GVTg_V5_4
\taggregator=2
\tinterface_version=1
COMPATIBLE:
\tdevice_type=pci
\tdevice_id=8086591d
\tmdev_type=i915-GVTg_V5_{val1:int:1,2,4,8}
\taggregator={val1}/2
\tinterface_version=1
`

function told(text: string): Compatibility {
  const { value, diagnostics } = parseCompatibilityText(text)
  expect(diagnostics).to.deep.equal([])
  return value ?? {}
}

/** A device that tells only what it is. */
function self(fields: string): End {
  const own = Object.fromEntries(fields.split(' ').map((field) => field.split('=') as [string, string]))
  const base = { device_type: 'pci', device_id: '8086591d', ...own }
  return { type: own['mdev_type'] ?? own['type'] ?? '', told: { self: base } }
}

describe('the compatibility model of the threads', () => {
  const first: End = { type: 'i915-GVTg_V5_2', told: told(FIRST) }
  const second: End = { type: 'i915-GVTg_V5_4', told: told(SECOND) }

  describe('one file (July 2020)', () => {
    it('UUID2 goes to UUID1, and UUID1 does not go to UUID2', () => {
      const there = judge(second, first)
      expect(there.verdict).to.equal('compatible')
      expect(there.devices[0]?.compared.map(({ field, source, target }) => [field, source, target])).to.deep.equal([
        ['device_api', 'vfio-pci', 'vfio-pci'],
        ['device_type', 'pci', 'pci'],
        ['device_id', '8086591d', '8086591d'],
        ['mdev_type', 'i915-GVTg_V5_4', 'i915-GVTg_V5_{val1:int:1,2,4,8}'],
        ['aggregator', '2', '{val1}/2'],
        ['pv_mode', undefined, ''],
        ['interface_version', '1', '1'],
      ])
      const back = judge(first, second)
      expect(back.verdict).to.equal('incompatible')
      expect(back.devices[0]?.reasons.map(({ field, source, target }) => [field, source, target])).to.deep.equal([
        ['pv_mode', 'none+ppgtt+context', undefined],
        ['interface_version', '3', '1'],
      ])
    })

    it('has the opposite verdicts where the source lists', () => {
      expect(judge(second, first, 'source-lists').verdict).to.equal('incompatible')
      expect(judge(first, second, 'source-lists').verdict).to.equal('compatible')
    })

    const cases: readonly (readonly [string, 'compatible' | 'incompatible', readonly string[]])[] = [
      ['mdev_type=i915-GVTg_V5_8 aggregator=4 pv_mode=none+context interface_version=2', 'compatible', []],
      // The nearest set: 8/2 is 4.
      [
        'mdev_type=i915-GVTg_V5_8 aggregator=2 pv_mode=none+context interface_version=2',
        'incompatible',
        ['aggregator'],
      ],
      ['mdev_type=i915-GVTg_V5_1 aggregator=1 pv_mode=none+ppgtt interface_version=3', 'incompatible', ['aggregator']],
      ['mdev_type=i915-GVTg_V5_1 aggregator=0 pv_mode=none+ppgtt interface_version=3', 'incompatible', ['aggregator']],
      [
        'mdev_type=i915-GVTg_V5_2 aggregator=1 pv_mode=none+ppgtt interface_version=1',
        'incompatible',
        ['interface_version'],
      ],
      ['mdev_type=i915-GVTg_V5_2 aggregator=1 pv_mode=none+ppgtt interface_version=3', 'compatible', []],
      ['mdev_type=i915-GVTg_V4_2 aggregator=1 pv_mode=none+ppgtt interface_version=3', 'incompatible', ['mdev_type']],
      ['mdev_type=i915-GVTg_V5_2 aggregator=1 interface_version=1', 'compatible', []],
      ['mdev_type=i915-GVTg_V5_2 aggregator=1 interface_version=1 extra=x', 'incompatible', ['extra']],
    ]
    for (const [fields, verdict, why] of cases) {
      it(`${fields} -> UUID1: ${verdict}`, () => {
        const result = judge(self(fields), first)
        expect(result.verdict).to.equal(verdict)
        expect(result.devices[0]?.reasons.map(({ field }) => field)).to.deep.equal(why)
      })
    }

    it('says what the variables stood for', () => {
      const [reason] = judge(self(cases[1]?.[0] ?? ''), first).devices[0]?.reasons ?? []
      expect(reason?.message).to.equal(
        "The source's device has aggregator '2'; the target lists aggregator '{val1}/2 (val1=8)' in the nearest of its 2 sets.",
      )
    })
  })

  describe('two files (5 August 2020), whose mail lets the source list', () => {
    const fields = (type: string, aggregator: string) =>
      `device_type=vfio_pci\nmdev_type=${type}\ndevice_id=8086591d\naggregator=${aggregator}\nsoftware_version=1.0.0\n`
    const accepts = parseCompatiblePatterns(fields('i915-GVTg_V5_{val1:int:2,4,8}', '{val1}/2')).value ?? {}
    const end = (suffix: number, aggregator: number): End => ({
      type: `i915-GVTg_V5_${suffix}`,
      told: { self: parseCompatibilityFields(fields(`i915-GVTg_V5_${suffix}`, String(aggregator))).value ?? {} },
    })

    for (const suffix of [1, 2, 4, 8]) {
      for (const aggregator of [0, 1, 2, 4, 8]) {
        const expected = suffix > 1 && aggregator === suffix / 2 ? 'compatible' : 'incompatible'
        it(`V5_${suffix} with ${aggregator}: ${expected}`, () => {
          const source: End = { ...end(4, 2), told: { ...end(4, 2).told, accepts: [{ fields: accepts }] } }
          expect(judge(source, end(suffix, aggregator), 'source-lists').verdict).to.equal(expected)
        })
      }
    }

    it('compares the version as any other field', () => {
      const source: End = { ...end(4, 2), told: { ...end(4, 2).told, accepts: [{ fields: accepts }] } }
      const other = { ...end(4, 2), told: { self: { ...end(4, 2).told?.self, software_version: '1.1.0' } } }
      expect(judge(source, other, 'source-lists').devices[0]?.reasons[0]?.message).to.equal(
        "The target's device has software_version '1.1.0'; the source lists software_version '1.0.0'.",
      )
    })
  })

  it('multi-line attributes (19 August 2020)', () => {
    const own = (aggregator: string) => ({
      type: 'i915-GVTg_V5_4',
      told: {
        self:
          parseCompatibilityFields(
            `software_version=0.1.0\ndevice_api=vfio_pci\ntype=i915-GVTg_V5_4\npci_id=80865963\naggregator=${aggregator}`,
          ).value ?? {},
      },
    })
    const fields =
      parseCompatiblePatterns(
        'software_version=0.1.0\ndevice_api=vfio_pci\ntype=i915-GVTg_V5_{val1:int:1,2,4,8}\npci_id=80865963\naggregator={val1}/2',
      ).value ?? {}
    const target: End = { type: 'i915-GVTg_V5_2', told: { accepts: [{ fields }] } }
    expect(judge(own('2'), target).verdict).to.equal('compatible')
    expect(judge(own('1'), target).verdict).to.equal('incompatible')
  })

  describe('attributes of the type (26 August 2020)', () => {
    const source: End = {
      type: 'i915-GVTg_V5_4',
      told: {
        softwareVersion: '1.0.0',
        lists: { type: ['i915-GVTg_V5_8', 'i915-GVTg_V4_8'], pci_ids: ['5931', '591b'], aggregator: ['2'] },
        attributes: { aggregator: '2' },
      },
    }
    const target = (type: string, told: Compatibility): End => ({ type, told: { softwareVersion: '1.0.0', ...told } })
    const lists = { pci_ids: ['5931', '591b', '591d'], aggregator: ['1', '2'] }

    it('takes a type that the source names, and one that names all that the source names', () => {
      const named = target('i915-GVTg_V5_8', { lists })
      expect(judge(source, named, undefined, 'listed').verdict).to.equal('compatible')
      expect(judge(source, named).verdict).to.equal('incompatible')
      const naming = { ...lists, type: ['i915-GVTg_V4_8', 'i915-GVTg_V5_8', 'i915-GVTg_V5_4'] }
      expect(judge(source, target('i915-GVTg_V4_4', { lists: naming }), undefined, 'listed').verdict).to.equal(
        'compatible',
      )
      expect(judge(source, target('i915-GVTg_V4_4', { lists }), undefined, 'listed').verdict).to.equal('incompatible')
    })

    it('wants all ids of the source', () => {
      const [reason] =
        judge(source, target('i915-GVTg_V5_4', { lists: { ...lists, pci_ids: ['591b'] } })).devices[0]?.reasons ?? []
      expect(reason).to.include({
        field: 'compatible_pci_ids',
        source: '5931, 591b',
        target: '591b',
        message: "The target's compatible_pci_ids lacks 5931 of the source's 5931, 591b.",
      })
    })

    it('sets the aggregator where the lists do not say enough, and cannot promise that it is taken', () => {
      const told = { lists: { ...lists, aggregator: ['1'] }, attributes: { aggregator: '1' } }
      const [device] = judge(source, target('i915-GVTg_V5_4', told)).devices
      expect(device?.verdict).to.equal('undecided')
      expect(device?.target?.attributes).to.deep.equal([{ name: 'aggregator', value: '2' }])
      const fixed = { lists: { ...lists, aggregator: ['1'] } }
      expect(judge(source, target('i915-GVTg_V5_4', fixed)).verdict).to.equal('incompatible')
    })
  })

  it('the last form (9 September 2020): versions, supersets, and what is to be copied', () => {
    const source: End = {
      type: 't',
      told: {
        softwareVersion: '1.1.7',
        lists: { type: ['u'], fps: ['30'] },
        dynamicResources: ['aggregator', 'fps'],
        attributes: { aggregator: '4', fps: '30' },
      },
    }
    const target: End = { type: 't', told: { softwareVersion: '1.1.0', lists: { fps: ['30', '60'] } } }
    const [device] = judge(source, target).devices
    expect(device?.verdict).to.equal('compatible')
    expect(device?.target?.attributes).to.deep.equal([
      { name: 'aggregator', value: '4' },
      { name: 'fps', value: '30' },
    ])
    expect(judge(source, { ...target, type: 'u' }).verdict).to.equal('incompatible')
    const untold: End = { type: 't', told: { ...source.told, attributes: { fps: '30' } } }
    expect(judge(untold, target).devices[0]?.reasons[0]?.message).to.equal(
      'The attribute aggregator has to be copied from the source, and its value is not known.',
    )
  })

  describe('versions (14 and 30 July 2020)', () => {
    const cases: readonly (readonly [string, string, 'compatible' | 'incompatible'])[] = [
      ['2.0.1', '2.1.1', 'compatible'],
      ['2.1.1', '2.0.1', 'incompatible'],
      ['2.0.0', '3.0.0', 'incompatible'],
      ['2.0.1', '2.0.0', 'compatible'],
      // Features are added: none, none+ppgtt, none+ppgtt+context.
      ['0.0.0', '0.1.0', 'compatible'],
      ['0.1.0', '0.0.0', 'incompatible'],
      ['0.1.0', '0.2.0', 'compatible'],
      // One is removed: none+context is 1.0.0.
      ['0.1.0', '1.0.0', 'incompatible'],
      ['0.2.0', '1.0.0', 'incompatible'],
      ['1.0.0', '1.0.0', 'compatible'],
    ]
    for (const [from, to, verdict] of cases) {
      it(`${from} -> ${to}: ${verdict}`, () => {
        for (const direction of ['target-accepts', 'source-lists'] as const) {
          const result = judge(
            { type: 't', told: { softwareVersion: from } },
            { type: 't', told: { softwareVersion: to } },
            direction,
          )
          expect(result.verdict).to.equal(verdict)
        }
      })
    }

    it('are compared where the type is the same one', () => {
      const told = { softwareVersion: '2.0.1' }
      expect(
        judge({ type: 't', told }, { type: 'u', told }).devices[0]?.reasons.map(({ field }) => field),
      ).to.deep.equal(['mdev_type'])
    })

    it('a list lets in what the rule keeps out: without ppgtt only 0.0.0 and 1.0.0 fit', () => {
      const target: End = { type: 't', told: { ranges: { interface_version: '0.0.0,1.0.0' } } }
      const verdicts = ['0.0.0', '0.1.0', '0.2.0', '1.0.0'].map(
        (version) => judge({ type: 't', told: { self: { interface_version: version } } }, target).verdict,
      )
      expect(verdicts).to.deep.equal(['compatible', 'incompatible', 'incompatible', 'compatible'])
    })

    it('ranges: 2.0.2-2.0.4,2.1.0-', () => {
      const range = { interface_version: '2.0.2-2.0.4,2.1.0-' }
      const own: Compatibility = { self: { interface_version: '2.1.3' }, ranges: range }
      const fits = ['2.0.2', '2.0.3', '2.0.4', '2.1.0', '2.1.3', '2.99.0']
      const others = ['2.0.1', '2.0.5', '1.1.0', '3.0.0', '3.1.0']
      for (const version of [...fits, ...others]) {
        const other: Compatibility = { self: { interface_version: version } }
        const expected = fits.includes(version) ? 'compatible' : 'incompatible'
        expect(judge({ type: 't', told: other }, { type: 't', told: own }).verdict, version).to.equal(expected)
        expect(judge({ type: 't', told: own }, { type: 't', told: other }, 'source-lists').verdict, version).to.equal(
          expected,
        )
      }
    })
  })

  describe('JSON (14 July 2020)', () => {
    const json = (minor: number, device = '0x5678') => `[
      { // the device
        "device_api":"vfio-pci", "vendor":"vendor-driver-name", "version":{"major":0,"minor":${minor}},
        "vfio-pci":{"vendor":0x1234,"device":${device}, }
        "mdev_attrs":[{"attribute0":"VALUE"}],
      }
    ]`
    const end = (text: string): End => ({ type: 't', told: parseCompatibilityJson(text).value ?? {} })

    it('is compared by its ids and by the rule for versions', () => {
      expect(judge(end(json(0)), end(json(1))).verdict).to.equal('compatible')
      expect(judge(end(json(1)), end(json(1))).verdict).to.equal('compatible')
      const [reason] = judge(end(json(1)), end(json(0))).devices[0]?.reasons ?? []
      expect([reason?.field, reason?.source, reason?.target]).to.deep.equal(['software_version', '0.1', '0.0'])
      expect(judge(end(json(1)), end(json(1, '0x5679'))).devices[0]?.reasons[0]).to.include({
        field: 'vfio-pci.device',
        source: '0x5678',
        target: '0x5679',
      })
    })

    it('says with which attributes the target is made', () => {
      expect(judge(end(json(0)), end(json(1))).devices[0]?.target?.attributes).to.deep.equal([
        { name: 'attribute0', value: 'VALUE' },
      ])
    })

    it('goes to one of several descriptions', () => {
      const one = json(1).trim().slice(1, -1)
      const other = json(1, '0x9999').trim().slice(1, -1)
      expect(judge(end(json(1)), end(`[${other}, ${one}]`)).verdict).to.equal('compatible')
    })
  })

  describe('opaque versions (2019)', () => {
    const end = (migrationVersion?: string): End => ({
      type: 'i915-GVTg_V5_8',
      told: migrationVersion === undefined ? {} : { migrationVersion },
    })
    const version = 'i915-v1-8086-591d-i915-GVTg_V5_8-1'

    it('fit where they are the same, and are for the driver to judge where they are not', () => {
      expect(judge(end(version), end(version)).verdict).to.equal('compatible')
      const result = judge(end(version), end('i915-v1-8086-591d-i915-GVTg_V5_8-2'))
      expect(result.verdict).to.equal('undecided')
      expect(result.questions.map(({ target, version: asked }) => [target.slice(0, 5), asked])).to.deep.equal([
        ['mdev_', version],
      ])
    })

    it('without the file a device does not migrate; of a driver that was not asked nothing is known', () => {
      expect(judge(end(version), end()).verdict).to.equal('incompatible')
      expect(judge(end(), end(version)).verdict).to.equal('incompatible')
      expect(judge(end(version), { type: 'i915-GVTg_V5_8' }).verdict).to.equal('undecided')
    })
  })

  it('claims nothing where no driver tells anything', () => {
    const result = judge({ type: 't' }, { type: 't' })
    expect(result.verdict).to.equal('undecided')
    expect(result.devices[0]?.reasons.map(({ message }) => message)).to.deep.equal(['The driver tells no version.'])
  })
})
