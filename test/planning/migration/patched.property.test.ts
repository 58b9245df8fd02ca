import { expect } from 'chai'
import fc from 'fast-check'
import { parseDomain } from '../../../lib/libvirt/domain.js'
import { parseUuid } from '../../../lib/libvirt/uuid.js'
import { checkMigration } from '../../../lib/planning/migration/index.js'
import { host, mdev, offer, PARENT } from './hosts.js'
import '../../seed.js'

const digits = fc.constantFrom('a', 'b', 'c', 'd')
const uuids = digits.map((digit) => `4b20d080-1b54-4048-85b3-a6a62d165c0${digit}`)
const spellings: readonly ((uuid: string) => string)[] = [
  (uuid) => uuid,
  (uuid) => uuid.toUpperCase(),
  (uuid) => uuid.replaceAll('-', ''),
  (uuid) => ` ${uuid}\n`,
  (uuid) => uuid.replace('4', '&#52;'),
]

/** A guest with its devices spelled in many ways, and UUIDs where none of a device stands. */
const guests = fc
  .record({
    devices: fc.uniqueArray(
      fc.record({
        uuid: uuids,
        spelling: fc.nat(spellings.length - 1),
        quote: fc.constantFrom("'", '"'),
        more: fc.constantFrom(
          '',
          '<!-- 4b20d080-1b54-4048-85b3-a6a62d165c0a -->',
          '<x a="&gt;"/>',
          "<alias name='ua-1'/>",
        ),
        usb: fc.boolean(),
      }),
      { maxLength: 4, selector: ({ uuid }) => uuid },
    ),
    end: fc.constantFrom('\n', '\r\n', ''),
    own: uuids,
  })
  .map(({ devices, end, own }) => {
    const texts = devices.map(({ uuid, spelling, quote, more, usb }) => {
      const spelled = spellings[spelling]?.(uuid) ?? uuid
      const address = `<source><address\tuuid = ${quote}${spelled}${quote} /></source>`
      const other = `<hostdev type='usb' mode='subsystem'><source><address bus='1' device='2'/></source></hostdev>${end}`
      return `${usb ? other : ''}<hostdev model='vfio-pci' type='mdev' mode='subsystem'>${address}${more}</hostdev>${end}`
    })
    return { text: `<domain><uuid>${own}</uuid>${end}<devices>${texts.join('')}</devices></domain>`, devices }
  })

const targets = fc.record({
  there: fc.uniqueArray(fc.record({ uuid: uuids, type: fc.constantFrom('t', 'u'), active: fc.boolean() }), {
    maxLength: 4,
    selector: ({ uuid }) => uuid,
  }),
  left: fc.nat(4),
})

describe('the domain for the target', () => {
  it('differs only in the bytes of the UUIDs that had to change', () => {
    let changed = 0
    fc.assert(
      fc.property(guests, targets, ({ text, devices }, { there, left }) => {
        const domain = parseDomain(text)
        const result = checkMigration({
          domain,
          source: host({ devices: devices.map(({ uuid }) => mdev(uuid, 't')) }),
          target: host({
            devices: there.map(({ uuid, type, active }) => mdev(uuid, type, { active, defined: !active })),
            types: [offer('t', left)],
          }),
        })
        const { domain: patched } = result
        const mdevs = result.devices.filter(({ kind }) => kind === 'mdev')
        expect(patched === undefined).to.equal(mdevs.some(({ target }) => target === undefined))
        if (patched === undefined) return
        let expected = ''
        let copied = 0
        for (const { path, id, target } of mdevs) {
          const span = domain.spanOf([...path, 'uuid'], 'value')
          if (span === undefined || target === undefined || target.id === id) continue
          expected += text.slice(copied, span.start) + target.id
          copied = span.end
          changed++
        }
        expect(patched.text).to.equal(expected + text.slice(copied))
        const named = patched.draft.hostdevs?.flatMap((device) => (device.type === 'mdev' ? [device.uuid] : []))
        expect(named).to.deep.equal(mdevs.map(({ target }) => target?.id))
        // Nothing is given twice, and nothing is made under a UUID that is there.
        const ids = mdevs.flatMap(({ target }) => (target === undefined ? [] : [target]))
        expect(new Set(ids.map(({ id }) => id)).size).to.equal(ids.length)
        for (const { use, id } of ids) {
          const known = there.find(({ uuid }) => uuid === id)
          expect(use).to.equal(known === undefined ? 'make' : known.active ? 'existing' : 'start')
          expect(parseUuid(id)).to.equal(id)
        }
        expect(ids.filter(({ use }) => use !== 'existing').length).to.be.at.most(left)
        expect(ids.every(({ parent }) => parent === PARENT)).to.equal(true)
      }),
      { numRuns: 500 },
    )
    expect(changed).to.be.above(50)
  })
})
