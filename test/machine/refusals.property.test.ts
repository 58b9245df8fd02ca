import { expect } from 'chai'
import fc from 'fast-check'
import { hostErrorTable } from '../../lib/machine/host-error-table.js'
import { attributeRefusal } from '../../lib/machine/backend/attribute-refusal.js'
import { createRefusal, removeRefusal } from '../../lib/machine/mdev/mdev-refusals.js'
import type { HostError, OtherDevice } from '../../lib/machine/sim.js'
import { errnoNumber, SysfsError } from '../../lib/machine/sim.js'
import '../seed.js'

const CODES = ['EPERM', 'ENOENT', 'EIO', 'EAGAIN', 'ENOMEM', 'EACCES', 'EFAULT', 'EBUSY', 'EEXIST', 'EXDEV', 'ENODEV']
CODES.push(
  'ENOTDIR',
  'EISDIR',
  'EINVAL',
  'ENOSPC',
  'EROFS',
  'EUSERS',
  'EADDRINUSE',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'UNKNOWN',
)

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom('vfio_ap-passthrough', 'nvidia-1', ''),
)
const failure = fc
  .record({ code: fc.constantFrom(...CODES), syscall: fc.constantFrom('open', 'write'), file: hostile })
  .map((fields) => new SysfsError({ ...fields, errno: errnoNumber(fields.code) }))
const other: fc.Arbitrary<OtherDevice> = fc.record(
  { id: fc.uuid(), parent: hostile, type: hostile },
  { requiredKeys: ['id', 'parent'] },
)
const siblings = fc.array(other, { maxLength: 6 })
const holders = fc.array(fc.record({ pid: fc.nat(), command: hostile }), { maxLength: 6 })

function expectReadable(error: HostError, cause: SysfsError): void {
  expect(Object.keys(hostErrorTable)).to.include(error.code)
  for (const text of [error.message, error.help ?? 'nothing.']) {
    expect(text).to.match(/^[^\p{Cc}\p{Cf}\u2028\u2029]+[.?]$/u)
    expect(text.length).to.be.below(3000)
  }
  expect(error).to.include({ errno: cause.code, syscall: cause.syscall, file: cause.file, cause })
}

describe('whatever a kernel answers and a machine shows', () => {
  it('a failed create is one sentence that can be shown', () => {
    const facts = fc.record({
      ...{ parent: hostile, type: hostile, uuid: fc.uuid(), siblings, room: fc.array(hostile, { maxLength: 5 }) },
      available: fc.option(fc.integer({ min: -3, max: 3 }), { nil: undefined }),
      ...{ parentThere: fc.boolean(), typeThere: fc.boolean(), holder: fc.option(other, { nil: undefined }) },
    })
    fc.assert(fc.property(failure, facts, (cause, known) => expectReadable(createRefusal(cause, known), cause)))
  })

  it('a failed remove is, too', () => {
    const facts = fc.record({ uuid: fc.uuid(), directoryThere: fc.boolean(), listed: fc.boolean(), holders })
    fc.assert(fc.property(failure, facts, (cause, known) => expectReadable(removeRefusal(cause, known), cause)))
  })

  it('a refused attribute is, too', () => {
    const facts = fc.record({
      ...{ device: fc.uuid(), name: hostile, value: hostile, type: fc.option(hostile, { nil: undefined }) },
      ...{ deviceThere: fc.boolean(), fileThere: fc.boolean(), siblings, holders },
    })
    fc.assert(fc.property(failure, facts, (cause, known) => expectReadable(attributeRefusal(cause, known), cause)))
  })
})
