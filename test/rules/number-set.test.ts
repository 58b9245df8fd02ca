import { expect } from 'chai'
import { numberSetOf } from '../../lib/rules/facts/number-set.js'

const read = (text: string): number[] | undefined => {
  const numbers = numberSetOf(text)
  return numbers && [...numbers]
}

describe('numberSetOf', () => {
  it('reads numbers, ranges and exceptions, one after the other', () => {
    expect(read('0')).to.deep.equal([0])
    expect(read('0-3,^2,8')).to.deep.equal([0, 1, 3, 8])
    expect(read('^2,0-3')).to.deep.equal([0, 1, 2, 3])
    expect(read(' 1 , 2-2 ')).to.deep.equal([1, 2])
    expect(read('16383')).to.deep.equal([16383])
  })

  it('takes nothing else', () => {
    for (const text of ['', 'x', '1-', '3-1', '-1', '1,,2', '0-16384', '16384', '0-99999999999', '^', '0-3,^1-2'])
      expect(read(text), text).to.equal(undefined)
  })

  it('takes a set of hostile length for none, and not long for it', () => {
    expect(read('0-16383,'.repeat(12_000) + '0')?.length).to.equal(16_384)
    expect(read('0-16383,'.repeat(1_000_000) + '0')).to.equal(undefined)
  })
})
