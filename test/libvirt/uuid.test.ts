import { expect } from 'chai'
import { parseHostdev } from '../../lib/libvirt/hostdev.js'
import { isKernelUuid, isSchemaUuid, parseUuid } from '../../lib/libvirt/uuid.js'

const UUID = '53764d0e-85a0-42b4-af5c-2046b460b1dc'

/** Spelling, what libvirt reads it as, whether its schema takes it. */
const SPELLINGS: readonly (readonly [string, string | undefined, boolean])[] = [
  [UUID, UUID, true],
  ['53764D0E-85A0-42B4-AF5C-2046B460B1DC', UUID, true],
  ['53764d0e85a042b4af5c2046b460b1dc', UUID, true],
  ['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000', true],
  ['ffffffff-ffff-ffff-ffff-ffffffffffff', 'ffffffff-ffff-ffff-ffff-ffffffffffff', true],
  [` ${UUID} `, UUID, false],
  [`\t${UUID}\n`, UUID, false],
  ['53764d0e 85a0 42b4 af5c 2046b460b1dc', UUID, false],
  ['53-76-4d-0e85a0-42b4--af5c-2046b460b1dc', UUID, false],
  [`-${UUID}`, UUID, false],
  ['53764d0e-85a042b4-af5c-2046b460b1dc', UUID, false],
  [`${UUID}-`, undefined, false],
  [`{${UUID}}`, undefined, false],
  [`urn:uuid:${UUID}`, undefined, false],
  ['5-3764d0e-85a0-42b4-af5c-2046b460b1dc', undefined, false],
  ['5 3764d0e-85a0-42b4-af5c-2046b460b1dc', undefined, false],
  [UUID.slice(1), undefined, false],
  [`${UUID}0`, undefined, false],
  [`${UUID}00`, undefined, false],
  ['53764d0g-85a0-42b4-af5c-2046b460b1dc', undefined, false],
  ['', undefined, false],
]

describe('spellings of a UUID', () => {
  for (const [spelling, value, schema] of SPELLINGS) {
    it(`${JSON.stringify(spelling)} is ${value === undefined ? 'none' : schema ? 'one' : 'one by the parser alone'}`, () => {
      expect(parseUuid(spelling)).to.equal(value)
      expect(isSchemaUuid(spelling)).to.equal(schema)
      const written = spelling.replaceAll('\t', '&#9;').replaceAll('\n', '&#10;')
      const text = `<hostdev type='mdev' model='vfio-pci'><source><address uuid='${written}'/></source></hostdev>`
      const { draft, diagnostics } = parseHostdev(text)
      expect('uuid' in draft ? draft.uuid : undefined).to.equal(value)
      const code =
        spelling === '' ? 'hostdev/uuid-missing' : value === undefined ? 'hostdev/uuid-invalid' : 'read/value-spelling'
      expect(diagnostics.map((each) => each.code)).to.deep.equal(schema ? [] : [code])
    })
  }
  it('the kernel takes the five groups in any letter case alone', () => {
    expect(isKernelUuid(UUID.toUpperCase())).to.equal(true)
    expect(isKernelUuid(UUID.replaceAll('-', ''))).to.equal(false)
    expect(isKernelUuid(` ${UUID}`)).to.equal(false)
  })
})
