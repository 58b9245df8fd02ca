import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { differencesOfHostdevs, differencesOfNodeDevices, type Difference } from '../../lib/libvirt/differences.js'
import { formatHostdev, hostdev, parseHostdev, type Hostdev } from '../../lib/libvirt/hostdev.js'
import { formatNodeDevice, nodeDevice, parseNodeDevice, type NodeDevice } from '../../lib/libvirt/node-device.js'
import type { Document } from '../../lib/shape/document.js'
import type { Shape } from '../../lib/shape/shape.js'
import { writeElement } from '../../lib/shape/write.js'
import { printElement } from '../../lib/xml/print.js'
import { projectRoot } from '../project-root.js'
import { disguised, normalised } from './normal-values.js'
import { valuesOf } from './values-of.js'

/** A kind of document, and what the library does with it. */
interface Kind<T extends object> {
  readonly name: string
  readonly root: string
  readonly schema: string
  readonly shape: Shape<T>
  readonly parse: (text: string) => Document<T>
  readonly format: (value: T) => string
  readonly differences: (a: T, b: T) => Difference[]
}

const NODE_DEVICE: Kind<NodeDevice> = {
  name: 'node devices',
  root: 'device',
  schema: 'node-device',
  shape: nodeDevice,
  parse: parseNodeDevice,
  format: formatNodeDevice,
  differences: differencesOfNodeDevices,
}

const HOSTDEV: Kind<Hostdev> = {
  name: 'host devices',
  root: 'hostdev',
  schema: 'hostdev',
  shape: hostdev,
  parse: parseHostdev,
  format: formatHostdev,
  differences: differencesOfHostdevs,
}

/** Declares the tests of so many generated values, half of them node devices, half host devices. */
export function describeGeneratedValues(runs: number): void {
  describe(`${runs} generated values`, () => {
    const each = Math.ceil(runs / 2)
    describeKind(NODE_DEVICE, each)
    describeKind(HOSTDEV, each)
  })
}

function describeKind<T extends object>(kind: Kind<T>, numRuns: number): void {
  const { shape, parse, format, differences } = kind
  const validate = new Ajv2020({ strict: true }).compile(schemaOf(kind.schema))
  const values = valuesOf(shape)

  it(`${kind.name}: what is written reads the same, and the schema accepts it`, () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(validate(value), JSON.stringify(validate.errors)).to.equal(true)

        const text = format(value)
        const document = parse(text)
        expect(errorsOf(document)).to.deep.equal([])
        const back = document.unwrap()
        expect(normalised(shape, back, { written: true })).to.deep.equal(back)
        // The normal form of a T is one.
        expect(differences(normalised(shape, value, { written: true }) as T, back)).to.deep.equal([])
        expect(format(back)).to.equal(text)
        expect(validate(back)).to.equal(true)

        const whole = parse(printElement(writeElement(shape, value, { name: kind.root, where: undefined }, [], true)))
        expect(errorsOf(whole)).to.deep.equal([])
        expect(whole.value).to.deep.equal(normalised(shape, value))
      }),
      { numRuns },
    )
  }).timeout(600_000)

  it(`${kind.name}: a value in another guise is the same`, () => {
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.nat(999)), (value, numbers) => {
        const other = disguised(shape, value, () => Number(numbers.next().value) / 1000) as T
        expect(differences(value, other)).to.deep.equal([])
        expect(differences(other, value)).to.deep.equal([])
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    )
  }).timeout(600_000)

  it(`${kind.name}: two values are the same exactly where libvirt writes the same of their meanings`, () => {
    const pairs = values.chain((a) => fc.tuple(fc.constant(a), fc.oneof(values, mixed(a, values))))
    const meaning = (value: T): string => format(normalised(shape, value, { meaning: true, written: true }) as T)
    fc.assert(
      fc.property(pairs, ([first, second]) => {
        const [a, b] = [first, second].map((value) => normalised(shape, value, { written: true }) as T)
        if (a === undefined || b === undefined) return
        const found = differences(a, b)
        expect(found.length === 0).to.equal(meaning(a) === meaning(b))
        expect(differences(b, a)).to.have.length(found.length)
        for (const { path, message } of found) {
          expect(path).not.to.have.length(0)
          expect(message).to.match(/ is .* in the first and .* in the second\.$/)
        }
      }),
      { numRuns: Math.ceil(numRuns / 4) },
    )
  }).timeout(600_000)
}

/** The first value with some of its fields from a second one of the same kind. */
function mixed<T extends object>(value: T, values: fc.Arbitrary<T>): fc.Arbitrary<T> {
  const type: unknown = Reflect.get(value, 'type')
  return fc.tuple(values, fc.nat()).map(([other, bits]) => {
    if (Reflect.get(other, 'type') !== type) return value
    const chosen = Object.entries(other).filter((_, index) => (bits >> (index % 30)) % 4 === 1)
    return { ...value, ...Object.fromEntries(chosen) }
  })
}

function errorsOf<T>({ diagnostics }: Document<T>): string[] {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message)
}

function schemaOf(name: string): object {
  const schema: unknown = JSON.parse(readFileSync(join(projectRoot, 'schemas', `${name}.json`), 'utf8'))
  if (typeof schema !== 'object' || schema === null) throw new TypeError(`${name} is no object`)
  return schema
}
