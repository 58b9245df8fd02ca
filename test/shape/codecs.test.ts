import { expect } from 'chai'
import type { Codec } from '../../lib/shape/codec.js'
import {
  count,
  decimal,
  either,
  eitherOrElse,
  hexadecimal,
  integer,
  oneOf,
  text,
  word,
} from '../../lib/shape/codecs.js'
import { parseDocument } from '../../lib/shape/document.js'
import { at, list, shape } from '../../lib/shape/shape.js'
import { parsePlace } from '../../lib/shape/place.js'
import { sample } from './sample.js'

/** What a text is read as, and what is remarked about it. */
function decoded<V>(codec: Codec<V>, raw: string): readonly unknown[] {
  const remarks: string[] = []
  const value = codec.decode(raw, (kind, message) => remarks.push(`${kind}: ${message}`))
  return [value, ...remarks]
}

describe('codecs', () => {
  it('of text take every text, of words every one but the empty', () => {
    expect([decoded(text, ''), decoded(text, ' x')]).to.deep.equal([[''], [' x']])
    expect([text.encode(''), text.encode(1)]).to.deep.equal(['', undefined])
    expect([word.encode('x'), word.encode(''), word.encode(null)]).to.deep.equal(['x', undefined, undefined])
    expect(decoded(word, 'x')).to.deep.equal(['x'])
  })

  it('of closed sets take their words alone', () => {
    const codec = oneOf('a', 'b')
    expect(['a', 'c', 'A', 'constructor'].map((raw) => codec.decode(raw, () => {}))).to.deep.equal(['a', ...Array(3)])
    expect([codec.encode('b'), codec.encode('c'), codec.encode(undefined)]).to.deep.equal(['b', undefined, undefined])
    expect([codec.expected, oneOf('a').expected]).to.deep.equal(["one of 'a', 'b'", "'a'"])
  })

  it('of two words read a boolean', () => {
    const strict = either('on', 'off')
    expect(['on', 'off', 'ON', ''].map((raw) => decoded(strict, raw))).to.deep.equal([
      [true],
      [false],
      [undefined],
      [undefined],
    ])
    expect([strict.encode(true), strict.encode(false), strict.encode('on')]).to.deep.equal(['on', 'off', undefined])
    const lax = eitherOrElse('yes', 'no')
    expect(['yes', 'no', 'x'].map((raw) => decoded(lax, raw))).to.deep.equal([
      [true],
      [false],
      [false, "changed: libvirt takes 'x' for 'no'."],
    ])
  })

  it('of numbers read as strtol does', () => {
    const form = { min: -10, max: 300, expected: 'a number', write: decimal }
    const read = (base: 0 | 10 | 16, raw: string): number | undefined =>
      integer({ ...form, base }).decode(raw, () => {})
    const cases: readonly (readonly [0 | 10 | 16, string, number | undefined])[] = [
      [10, '12', 12],
      [10, ' \t\n\v\f\r+12', 12],
      [10, '-10', -10],
      [10, '-0', 0],
      [10, '010', 10],
      [10, '0x1', undefined],
      [10, '1 ', undefined],
      [10, '1.0', undefined],
      [10, '', undefined],
      [10, '301', undefined],
      [10, '-11', undefined],
      [10, '99999999999999999999999', undefined],
      [16, 'fF', 255],
      [16, '0xff', 255],
      [16, '0Xff', 255],
      [16, '-0xa', -10],
      [16, 'g', undefined],
      [16, '0x', undefined],
      [0, '0x10', 16],
      [0, '010', 8],
      [0, '0', 0],
      [0, '08', undefined],
      [0, '10', 10],
      [0, '+0x0A', 10],
      [0, 'a', undefined],
      [0, '0x', undefined],
      [0, '0xffffffff0', undefined],
      [0, ' 12', 12],
      [0, '+010', 8],
      [0, '000000012', 10],
      [10, '000000012', 12],
      [10, '1:', undefined],
      [10, '1@', undefined],
      [16, '1@', undefined],
      [16, '1`', undefined],
      [16, '0x1G', undefined],
    ]
    for (const [base, raw, value] of cases) expect(read(base, raw), `${raw} by ${base}`).to.equal(value)
    expect(Object.is(read(10, '-0'), 0)).to.equal(true)
  })

  it('of numbers write what they are declared to', () => {
    const codec = integer({ min: 0, max: 255, base: 16, expected: 'x', write: hexadecimal(4) })
    expect([0, 255, 256, -1, 1.5, NaN, '1', undefined].map((value) => codec.encode(value))).to.deep.equal([
      '0x0000',
      '0x00ff',
      ...Array(6),
    ])
    expect(count.encode(0xffff_ffff)).to.equal('4294967295')
    expect(decoded(count, '+7')).to.deep.equal([7, "spelling: libvirt reads '+7' as 7."])
    expect(decoded(count, '7')).to.deep.equal([7])
  })
})

describe('places', () => {
  it('are read from their notation', () => {
    expect(parsePlace('.')).to.deep.equal({ steps: [], attribute: undefined })
    expect(parsePlace('@id')).to.deep.equal({ steps: [], attribute: 'id' })
    expect(parsePlace(`a/q:b[@c='d e']/@f`)).to.deep.equal({
      steps: [
        { name: 'a', where: undefined },
        { name: 'q:b', where: { attribute: 'c', value: 'd e' } },
      ],
      attribute: 'f',
    })
    expect(parsePlace(`a+/b[not(@c)]`).steps).to.deep.equal([
      { name: 'a', searched: true, where: undefined },
      { name: 'b', where: { attribute: 'c', value: undefined } },
    ])
    for (const wrong of ['', 'a/', 'b[not(@c)', `b[not(@c='d')]`, '/a', 'a b', 'a[1]', `a[@b="c"]`, '@a/b']) {
      expect(() => at(wrong, text), wrong).to.throw(TypeError, `'${wrong}' is not a place in an element.`)
    }
  })

  it('go one step on at most from where they search', () => {
    expect(parsePlace('a/b+/c/@d').steps).to.have.length(3)
    for (const wrong of ['a+/b/c', 'a+/b/c/@d', 'a/b+/c/d']) {
      expect(() => at(wrong, text), wrong).to.throw(TypeError, `'${wrong}' searches for more than one step.`)
    }
  })

  it('agree on whether a step is searched for', () => {
    const mixed = shape<{ a: string; b: string }>({ title: 'sample' }, { a: at('x+/@a', text), b: at('x/@b', text) })
    const read = (): unknown => parseDocument('<s/>', { root: 's', shape: mixed })
    expect(read).to.throw(TypeError, `'x' is searched for by some fields only.`)
  })

  it('of lists end with an element', () => {
    for (const wrong of ['.', '@a', 'a/@b']) {
      expect(() => list(wrong, sample), wrong).to.throw(TypeError, `'${wrong}' is no place for the items of a list.`)
    }
  })
})
