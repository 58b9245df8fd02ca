import { expect } from 'chai'
import type { Diagnostic } from '../../lib/diagnostic.js'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { parseNodeDevice } from '../../lib/libvirt/node-device.js'
import { parseDefinition } from '../../lib/machine/definition/definition.js'
import { checkDefinition } from '../../lib/rules/check-definition.js'
import { checkDomain } from '../../lib/rules/check-domain.js'
import { checkNodeDevice } from '../../lib/rules/check-node-device.js'
import { definitionRules } from '../../lib/rules/lists/definition-rules.js'
import { domainRules } from '../../lib/rules/lists/domain-rules.js'
import { exampleDomain } from './example-domain.js'
import { exampleHost } from '../../lib/rules/examples/example-host.js'
import { nodeDeviceRules } from '../../lib/rules/lists/node-device-rules.js'
import { applyEdits } from '../../lib/xml/edits.js'
import { marked } from './marked.js'

/** A bad example: its text, and what is found in a text that is put in its place. */
interface Bad {
  readonly code: string
  readonly text: string
  readonly check: (text: string) => readonly Diagnostic[]
}

const bad: readonly Bad[] = [
  ...domainRules.flatMap(({ code, examples }) =>
    examples.bad.map((example): Bad => {
      const { host, known, libvirt } = example
      const options = { ...(host && { host }), ...(known && { devices: known }), ...(libvirt && { libvirt }) }
      const check = (text: string) => checkDomain(parseDomain(text), options).diagnostics
      return { code, text: exampleDomain(example).text, check }
    }),
  ),
  ...[...new Set([...nodeDeviceRules, ...definitionRules])].flatMap(({ code, examples }) =>
    examples.bad.map((example): Bad => {
      const { host, file, libvirt } = example
      const check = (text: string) =>
        text.startsWith('<')
          ? checkNodeDevice(parseNodeDevice(text), { ...(host && { host }), ...(libvirt && { libvirt }) }).diagnostics
          : checkDefinition(parseDefinition(text), { ...(host && { host }), ...(file && { file }) }).diagnostics
      return { code, text: marked(example.text).text, check }
    }),
  ),
]

const fixesOf = ({ code, text, check }: Bad) =>
  check(text).flatMap((found) => (found.code === code && found.fix !== undefined ? [found.fix] : []))

/** Every fix of a bad example: what it cuts out, and what it puts there. */
const expected: readonly (readonly [string, ...(readonly [string, string])[]])[] = [
  ['hostdev/uuid-invalid', ['{4b20d080-1b54-4048-85b3-a6a62d165c01}', '4b20d080-1b54-4048-85b3-a6a62d165c01']],
  ['hostdev/display-ignored', [`display='on' `, '']],
  ['hostdev/display-ignored', [` ramfb='on'`, '']],
  ['hostdev/address-type', [`address type='drive' controller='0'/><`, '']],
  ['hostdev/address-type', [`address type='pci' slot='0x05'/><`, '']],
  ['hostdev/address-dropped', [`address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0001'/><`, '']],
  ['hostdev/sgio-unfiltered', [` sgio='unfiltered'`, '']],
  ['hostdev/boot-refused', [`boot order='1'/><`, '']],
  ['hostdev/boot-refused', [`boot order='1'/><`, '']],
  ['hostdev/rom-without-pci', [`rom bar='off'/><`, '']],
  ['hostdev/acpi-index-without-pci', [`acpi index='7'/><`, '']],
  ['hostdev/write-filtering', [` writeFiltering='no'`, '']],
  ['hostdev/driver-unsupported', ['kvm', 'vfio']],
  ['hostdev/managed-ignored', ['yes', 'no']],
  ['hostdev/iommufd-on-mdev', [`driver iommufd='yes'/><`, '']],
  ['address/pci-duplicate', [`address type='pci' slot='1'/><`, '']],
  ['address/ccw-unavailable', [`address type='ccw'/><`, '']],
  ['address/zpci-unavailable', [`zpci uid='0x0001'/><`, '']],
  ['host/model-mismatch', ['ap', 'pci']],
  ['host/vgpu-managed', ['yes', 'no']],
  ['read/value-spelling', ['4b20d080 1b54-4048-85b3-a6a62d165c01', '4b20d080-1b54-4048-85b3-a6a62d165c01']],
  ['mdev/uuid-invalid', ['{4b20d080-1b54-4048-85b3-a6a62d165c01}', '4b20d080-1b54-4048-85b3-a6a62d165c01']],
  [
    'nodedev/part-order',
    [`<capability type='mdev'><type id='nvidia-231'/></capability>`, '<parent>pci_0000_06_00_0</parent>'],
    ['<parent>pci_0000_06_00_0</parent>', `<capability type='mdev'><type id='nvidia-231'/></capability>`],
  ],
  ['mdev/attribute-removes', [`attr name='remove' value='1'/><`, '']],
  ['mdev/attribute-removes', ['{ "remove": "1" }', '']],
  ['mdev/attribute-removes', [', { "remove": "1" }', '']],
  ['mdev/attribute-removes', ['{ "remove": "1" }, ', '']],
  ['mdev/parent-unknown', ['0000:06:00.', 'pci_0000_06_00_']],
  ['definition/key-repeated', ['"mdev_type": "nvidia-231", ', '']],
]

describe('fixes', () => {
  it('are there where one right answer exists, and cut out and put in no more than that', () => {
    const made = bad.flatMap((example) =>
      fixesOf(example).map((fix) => [
        example.code,
        ...fix.map(({ start, end, text }) => [example.text.slice(start, end), text]),
      ]),
    )
    expect(made).to.deep.equal(expected)
  })

  for (const [index, example] of bad.entries()) {
    const { code, text, check } = example
    const number = bad.slice(0, index).filter((each) => each.code === code).length + 1
    const fixes = fixesOf(example)
    if (fixes.length === 0) continue
    it(`of ${code} mend bad example ${number}, and bring no other fault`, () => {
      const before = check(text)
      for (const fix of fixes) {
        const after = check(applyEdits(text, fix))
        const count = (list: readonly Diagnostic[], of: string) => list.filter((each) => each.code === of).length
        expect(count(after, code)).to.be.lessThan(count(before, code))
        for (const { code: other } of after) expect(count(after, other), other).to.be.at.most(count(before, other))
      }
    })
  }

  const uuid = '4b20d080-1b54-4048-85b3-a6a62d165c01'
  const guest = (attributes: string, spelled = uuid) =>
    `<domain><devices>\n<hostdev mode="subsystem" type='mdev'${attributes}><!-- x --><source><address uuid='${spelled}'/></source></hostdev></devices></domain>`
  const fixed = (text: string, code: string, host = exampleHost) => {
    const found = checkDomain(parseDomain(text), { host }).diagnostics.find((each) => each.code === code)
    return found?.fix === undefined ? undefined : applyEdits(text, found.fix)
  }

  for (const [code, spelled] of [
    ['read/value-spelling', ` ${uuid.toUpperCase()}`],
    ['hostdev/uuid-invalid', `{${uuid.toUpperCase()}}`],
    ['hostdev/uuid-invalid', `urn:uuid:${uuid}`],
  ] as const) {
    it(`write the UUID '${spelled}' as libvirt prints it`, () => {
      expect(fixed(guest(" model='vfio-pci'", spelled), code)).to.equal(guest(" model='vfio-pci'"))
    })
  }

  it('do not guess what a wrong UUID was to be', () => {
    for (const spelled of [`{${uuid}`, `${uuid}}`, `{{${uuid}}}`, uuid.slice(1), `urn:${uuid}`])
      expect(fixed(guest(" model='vfio-pci'", spelled), 'hostdev/uuid-invalid'), spelled).to.equal(undefined)
  })

  it("say the device API of the host's running device for a missing and an unknown model", () => {
    const good = guest(" model='vfio-pci'")
    expect(fixed(guest(''), 'hostdev/model-missing')).to.equal(good)
    expect(fixed(guest(" model='vfio'"), 'hostdev/model-unknown')).to.equal(good)
    expect(fixed(guest('', uuid.replace('01', '02')), 'hostdev/model-missing')).to.equal(undefined)
    const other = { ...exampleHost, devices: exampleHost.devices.map((each) => ({ ...each, deviceApi: 'vfio-amba' })) }
    expect(fixed(guest(''), 'hostdev/model-missing', other)).to.equal(undefined)
  })
})
