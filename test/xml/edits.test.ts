import { expect } from 'chai'
import fc from 'fast-check'
import { applyEdits, type TextEdit } from '../../lib/xml/index.js'

const edit = (start: number, end: number, text: string): TextEdit => ({ start, end, text })

describe('applyEdits', () => {
  it('replaces, removes and inserts, in whatever order the edits come', () => {
    expect(applyEdits('abcdef', [])).to.equal('abcdef')
    expect(applyEdits('abcdef', [edit(4, 5, 'E'), edit(0, 1, ''), edit(6, 6, '!'), edit(2, 2, '-')])).to.equal(
      'b-cdEf!',
    )
  })

  it('keeps the order of insertions at one offset, before what replaces the text there', () => {
    const edits = [edit(1, 2, 'X'), edit(1, 1, '1'), edit(1, 1, '2'), edit(0, 1, 'Y'), edit(2, 2, '3')]
    expect(applyEdits('abc', edits)).to.equal('Y12X3c')
    expect(edits[0]?.text).to.equal('X')
  })

  it('refuses edits that make no sense', () => {
    for (const [start, end] of [
      [-1, 0],
      [2, 1],
      [0, 4],
    ] as const) {
      expect(() => applyEdits('abc', [edit(start, end, '')])).to.throw(RangeError, 'not inside')
    }
    expect(() => applyEdits('abc', [edit(0, 2, ''), edit(1, 3, '')])).to.throw(RangeError, 'overlaps')
    expect(() => applyEdits('abc', [edit(0, 2, ''), edit(1, 1, '')])).to.throw(RangeError, 'overlaps')
    expect(() => applyEdits('abc', [edit(0.5, 2, '')])).to.throw(TypeError, 'whole numbers')
    expect(() => applyEdits('abc', [edit(0, NaN, '')])).to.throw(TypeError, 'whole numbers')
  })

  it('changes nothing outside the edit', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat(), fc.string(), (text, a, b, inserted) => {
        const [start, end] = [a % (text.length + 1), b % (text.length + 1)].toSorted((x, y) => x - y)
        if (start === undefined || end === undefined) throw new Error('two offsets were made')
        const next = applyEdits(text, [edit(start, end, inserted)])
        expect(next).to.equal(text.slice(0, start) + inserted + text.slice(end))
        expect(applyEdits(next, [edit(start, start + inserted.length, text.slice(start, end))])).to.equal(text)
      }),
    )
  })
})
