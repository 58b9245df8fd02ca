import fc from 'fast-check'
import type { Codec } from '../../lib/shape/codec.js'
import type { JsonSchema } from '../../lib/shape/json-schema-type.js'
import type { AnyField, AnyShape, ObjectShape, Shape } from '../../lib/shape/shape.js'

/** Text that XML can carry: every character that is special to it, blanks around, and characters from far away. */
const UNITS = [...'ab0 \t\n\r<>&\'"]-é€\u0085\u2028', '𝄞', ']]>', '&amp;', '\u00a0']
const anyText = fc.string({ unit: fc.constantFrom(...UNITS), maxLength: 6 })

/**
 * Values that a shape declares, as its interpreters and libvirt's parser take them: every field there or not, every member of
 * a union, every item count from none, every value the codec has in its one spelling.
 */
export function valuesOf<T extends object>(shape: Shape<T>): fc.Arbitrary<T> {
  // The shape is declared for T, so what its fields and members make is a T.
  return anyOf(shape) as fc.Arbitrary<T>
}

function anyOf(shape: AnyShape): fc.Arbitrary<object> {
  if (shape.kind === 'object') return objectsOf(shape)
  return fc.oneof(...[...new Set(shape.members.values())].map(objectsOf))
}

/** Objects whose parts fit each other so seldom that they are not found by trying. */
const FITTING: Readonly<Record<string, readonly object[]>> = {
  'IP address': [
    { address: '192.0.2.1' },
    { address: '192.0.2.1', family: 'ipv4', prefix: 24, peer: '192.0.2.2' },
    { address: '2001:db8::1', family: 'ipv6', prefix: 64 },
    { address: '::ffff:192.0.2.1', peer: '::', prefix: 128 },
    { address: '127.1', prefix: 0 },
  ],
  route: [
    { address: '0.0.0.0', gateway: '192.0.2.1' },
    { address: '192.0.2.0', prefix: 24, gateway: '192.0.2.1', metric: 4294967295 },
    { family: 'ipv4', address: '10.0.0.0', netmask: '255.0.0.0', gateway: '0x7f.1' },
    { family: 'ipv6', address: '2001:db8::', prefix: 32, gateway: 'fe80::1', metric: 1 },
  ],
}

function objectsOf(shape: ObjectShape): fc.Arbitrary<object> {
  const fitting = FITTING[shape.title]
  if (fitting !== undefined) return fc.constantFrom(...fitting.map((each) => ({ ...each })))
  const fields = [...shape.fields]
  const required = fields.filter(([, { optional }]) => !optional).map(([key]) => key)
  const record = fc.record(Object.fromEntries(fields.map(([key, field]) => [key, fieldsOf(field)])), {
    requiredKeys: required,
  })
  return shape.checks.length === 0
    ? record
    : record.filter((value) => shape.checks.every(({ find }) => find(value) === undefined))
}

function fieldsOf({ content }: AnyField): fc.Arbitrary<unknown> {
  switch (content.kind) {
    case 'value':
      return codecValues(content.codec)
    case 'flag':
      return fc.boolean()
    case 'object':
      return anyOf(content.shape)
    case 'list':
      return fc.array(anyOf(content.item), { maxLength: 3 })
  }
}

/** The values of a codec, each as it is after writing and reading. */
export function codecValues(codec: Codec<unknown>): fc.Arbitrary<unknown> {
  return schemaValues(codec.schema)
    .map((value) => {
      const text = codec.encode(value)
      return text === undefined ? undefined : codec.decode(text, () => {})
    })
    .filter((value) => value !== undefined)
}

function schemaValues(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { const: word, enum: words, anyOf: schemas, type, minimum, maximum, pattern } = schema
  if (word !== undefined) return fc.constant(word)
  if (Array.isArray(words)) return fc.constantFrom(...(words as readonly unknown[]))
  if (Array.isArray(schemas)) return fc.oneof(...schemas.map(schemaValues))
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer' && typeof minimum === 'number' && typeof maximum === 'number') {
    return fc.oneof(
      fc.integer({ min: minimum, max: Math.min(maximum, minimum + 20) }),
      fc.maxSafeInteger().map((any) => within(any, minimum, maximum)),
    )
  }
  if (type === 'string') return typeof pattern === 'string' ? patternValues(pattern) : anyText
  throw new TypeError(`There is no arbitrary for ${JSON.stringify(schema)}.`)
}

function patternValues(pattern: string): fc.Arbitrary<string> {
  const form = new RegExp(pattern, 'u')
  const any = /\[\\s\\S\]|\[\^\]/.test(pattern)
  // Lookaheads are left to the filter.
  const made = any ? anyText : fc.stringMatching(new RegExp(pattern.replaceAll(/\(\?=[^)]*\)/g, '')))
  return made.filter((value) => form.test(value))
}

/** A number between two others, with every distance from the ends. */
function within(any: number, minimum: number, maximum: number): number {
  const range = maximum - minimum + 1
  return minimum + (((any % range) + range) % range)
}
