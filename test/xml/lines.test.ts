import { expect } from 'chai'
import fc from 'fast-check'
import { LineCounter } from '../../lib/xml/index.js'

describe('LineCounter', () => {
  const counter = new LineCounter('a\nbc\r\n\rd\u{1F600}e')

  it('counts lines and columns from 1, columns in UTF-16 units', () => {
    expect(counter.lines).to.equal(4)
    expect(
      [0, 1, 2, 4, 5, 6, 7, 8, 10, 11].map((offset) => Object.values(counter.position(offset)).join(':')),
    ).to.deep.equal(['1:1', '1:2', '2:1', '2:3', '2:4', '3:1', '4:1', '4:2', '4:4', '4:5'])
  })

  it('gives the span of a line without its end', () => {
    expect([1, 2, 3, 4].map((line) => counter.lineSpan(line))).to.deep.equal([
      { start: 0, end: 1 },
      { start: 2, end: 4 },
      { start: 6, end: 6 },
      { start: 7, end: 11 },
    ])
    expect(new LineCounter('').lineSpan(1)).to.deep.equal({ start: 0, end: 0 })
  })

  it('turns a column behind the line into its end', () => {
    expect(counter.offset(2, 9)).to.equal(4)
    expect(counter.offset(4, 2)).to.equal(8)
  })

  it('refuses places that are not there', () => {
    for (const offset of [-1, 12, 0.5, NaN]) expect(() => counter.position(offset)).to.throw(RangeError)
    for (const line of [0, 5, 1.5]) expect(() => counter.lineSpan(line)).to.throw(RangeError)
    for (const column of [0, 1.5]) expect(() => counter.offset(1, column)).to.throw(RangeError)
  })

  it('comes back to where it started', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', '\r', '\n', '\r\n', '\u{1F600}') })
    fc.assert(
      fc.property(texts, (text) => {
        const lines = new LineCounter(text)
        for (let offset = 0; offset <= text.length; offset++) {
          const { line, column } = lines.position(offset)
          const { start, end } = lines.lineSpan(line)
          expect(start + column - 1).to.equal(offset)
          expect(lines.offset(line, column)).to.equal(Math.min(offset, end))
        }
        expect(lines.lines).to.equal(text.split(/\r\n|\r|\n/).length)
      }),
    )
  })
})
