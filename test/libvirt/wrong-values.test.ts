import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import fc from 'fast-check'
import type { Path } from '../../lib/diagnostic.js'
import type { HostdevParts } from '../../lib/libvirt/hostdev-parts.js'
import { formatHostdev, hostdev, type Hostdev } from '../../lib/libvirt/hostdev.js'
import { formatNodeDevice, nodeDevice, type NodeDevice } from '../../lib/libvirt/node-device.js'
import type { UsbSource } from '../../lib/libvirt/usb-hostdev.js'
import type { Codec } from '../../lib/shape/codec.js'
import { spelled } from '../../lib/shape/paths.js'
import type { AnyField, AnyShape, ObjectShape } from '../../lib/shape/shape.js'
import { codecValues } from './values-of.js'

/** A value with one fault in it, where the fault is, and what the message says of it. */
interface Wrong {
  readonly value: unknown
  readonly path: Path
  readonly says: string
}

const NO_OBJECTS: readonly unknown[] = [null, 'text', 7, true, [], () => ({})]
const NO_LISTS: readonly unknown[] = [null, 'text', 7, {}, { length: 0 }]
const NO_FLAGS: readonly unknown[] = [null, 'yes', 1, [], {}]
const NO_VALUES: readonly unknown[] = [
  null,
  true,
  7,
  -7,
  0.5,
  NaN,
  Infinity,
  2n,
  '',
  'no such',
  'a\0',
  [],
  {},
  Symbol('s'),
]
const UNWRITABLE = ['\0', 'a\u{FFFE}', '\uD800', '\u0007b']

const ajv = new Ajv2020({ strict: true })

/** Every fault that one field of a shape can have, all other fields being as they should. */
function wrongOf(shape: AnyShape): Wrong[] {
  const objects = NO_OBJECTS.map((value) => ({ value, path: [], says: `must be ${shape.title} as an object, not ` }))
  if (shape.kind === 'object') return [...objects, ...wrongFields(shape)]
  const { key, members } = shape
  const words = [undefined, null, 7, '', 'no such', 'toString', '__proto__', [...members.keys()]]
  const untold = words.map((word) => ({ value: { [key]: word }, path: [key], says: 'must be one of ' }))
  return [...objects, ...untold, ...[...new Set(members.values())].flatMap((member) => wrongFields(member, key))]
}

/** @param told The field that tells the members of a union apart; a wrong word there is the union's matter. */
function wrongFields(shape: ObjectShape, told?: string): Wrong[] {
  const right = rightOf(shape)
  const strangers = ['stranger', 'toString'].map((key) => {
    return { value: { ...right, [key]: 1 }, path: [key], says: `is no field of a ${shape.title}.` }
  })
  const within = [...shape.fields].flatMap(([key, field]): Wrong[] => {
    if (key === told) return []
    const wrong = wrongContent(field).map((each) => {
      return { ...each, value: { ...right, [key]: each.value }, path: [key, ...each.path] }
    })
    if (field.optional || field.options.implied !== undefined) return wrong
    return [...wrong, { value: { ...right, [key]: undefined }, path: [key], says: 'is missing.' }]
  })
  return [...strangers, ...within]
}

function wrongContent({ content }: AnyField): Wrong[] {
  switch (content.kind) {
    case 'value':
      return wrongValues(content.codec)
    case 'flag':
      return NO_FLAGS.map((value) => ({ value, path: [], says: 'must be true or false, not ' }))
    case 'object':
      return wrongOf(content.shape)
    case 'list':
      return [
        ...NO_LISTS.map((value) => ({ value, path: [], says: 'must be a list, not ' })),
        ...wrongOf(content.item).map((each) => ({ ...each, value: [each.value], path: [0, ...each.path] })),
      ]
  }
}

/** What the codec's JSON Schema refuses, its neighbours out of range, and texts that XML cannot carry. */
function wrongValues(codec: Codec<unknown>): Wrong[] {
  const accepts = ajv.compile(codec.schema)
  const { minimum, maximum, type } = codec.schema
  const beyond = [typeof minimum === 'number' ? minimum - 1 : -1, typeof maximum === 'number' ? maximum + 1 : -1]
  const wrong = [...NO_VALUES, ...beyond]
    .filter((value) => !accepts(value))
    .map((value) => ({ value, path: [], says: `must be ${codec.expected}, not ` }))
  expect(wrong, codec.expected).to.have.length.above(5)
  if (type !== 'string') return wrong
  const unwritable = UNWRITABLE.filter((value) => codec.encode(value) !== undefined)
  return [...wrong, ...unwritable.map((value) => ({ value, path: [], says: 'which XML cannot carry.' }))]
}

/** A value that has what it needs, and no more. */
function rightOf(shape: AnyShape): Record<string, unknown> {
  const member = shape.kind === 'object' ? shape : [...shape.members.values()][0]
  if (member === undefined) throw new Error(`${shape.title} has no members`)
  const right: Record<string, unknown> = {}
  for (const [key, field] of member.fields) if (!field.optional) right[key] = rightContent(field)
  for (const [key, field] of member.fields) {
    if (member.checks.some(({ find }) => find(right) !== undefined)) right[key] = rightContent(field)
  }
  return right
}

function rightContent({ content }: AnyField): unknown {
  switch (content.kind) {
    case 'value':
      return fc.sample(codecValues(content.codec), { numRuns: 1, seed: 1 })[0]
    case 'flag':
      return true
    case 'object':
      return rightOf(content.shape)
    case 'list':
      return []
  }
}

function check(wrong: readonly Wrong[], format: (value: unknown) => string): void {
  for (const { value, path, says } of wrong) {
    let error: unknown
    try {
      format(value)
    } catch (thrown) {
      error = thrown
    }
    const where = spelled(path)
    expect(error, where).to.be.instanceOf(TypeError)
    const { message } = error as TypeError
    expect(message)
      .to.match(/^\S[^\n]*\.$/)
      .and.to.contain(says)
    expect(message.startsWith(`${path.length === 0 ? 'The' : where} `), `${where}: ${message}`).to.equal(true)
  }
}

describe('a value that cannot be written is a TypeError that names the place, before any text is made', () => {
  it('for every field of every host device', () => {
    const wrong = wrongOf(hostdev)
    check(wrong, (value) => formatHostdev(value as Hostdev))
    expect(wrong).to.have.length.above(5_000)
  })

  it('for every field of every node device', () => {
    const wrong = wrongOf(nodeDevice)
    check(wrong, (value) => formatNodeDevice(value as NodeDevice))
    expect(wrong).to.have.length.above(2_500)
  })

  it('for fields that go together', () => {
    const told = (format: () => string): string => {
      try {
        return format()
      } catch (error) {
        return String(error)
      }
    }
    const usb = (source: UsbSource) => told(() => formatHostdev({ type: 'usb', source }))
    expect(usb({ vendor: 0x1d6b })).to.equal(
      'TypeError: source.product: The USB source has the vendor 0x1d6b and no product.',
    )
    expect(usb({ product: 2 })).to.equal(
      'TypeError: source.vendor: The USB source has the product 0x0002 and no vendor.',
    )
    expect(usb({ vendor: 1, product: 2 })).to.contain('<hostdev')
    const mdev = (parts: HostdevParts) =>
      told(() =>
        formatHostdev({ type: 'mdev', model: 'vfio-pci', uuid: '0f6c1b9e-2f7e-4b7c-9d53-0d6a4f6b8a10', ...parts }),
      )
    expect(mdev({ rom: { enabled: 'no', bar: 'on' } })).to.equal(
      "TypeError: rom.bar: The option ROM is disabled and has bar='on'.",
    )
    expect(mdev({ address: { type: 'ccw', ssid: 0 } })).to.equal(
      'TypeError: address.cssid: The channel address has no cssid and no devno; it needs all three parts or none.',
    )
    const device = (parts: Partial<NodeDevice>) =>
      told(() => formatNodeDevice({ devnodes: [], capabilities: [{ type: 'drm', node: 'render' }], ...parts }))
    expect(device({ capabilities: [{ type: 'storage', block: '/dev/sda' }] })).to.equal(
      "TypeError: capabilities[0].size: The storage '/dev/sda' has neither a size nor removable media.",
    )
    expect(device({ capabilities: [] })).to.equal('TypeError: capabilities: The node device has no capability.')
    expect(device({ parentWwnn: 'a' })).to.equal("TypeError: parentWwpn: The parent has the wwnn 'a' and no wwpn.")
  })
})
