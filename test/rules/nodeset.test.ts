import { expect } from 'chai'
import { nodesetOf } from '../../lib/rules/nodeset.js'

const read = (text: string): number[] | undefined => {
  const nodes = nodesetOf(text)
  return nodes && [...nodes].toSorted((a, b) => a - b)
}

describe('nodesetOf', () => {
  it('reads nodes, ranges and exceptions', () => {
    expect(read('0')).to.deep.equal([0])
    expect(read('0-3,^2,8')).to.deep.equal([0, 1, 3, 8])
    expect(read(' 1 , 2-2 ')).to.deep.equal([1, 2])
  })

  it('takes nothing else', () => {
    for (const text of ['', 'x', '1-', '3-1', '-1', '1,,2', '0-99999999999', '^'])
      expect(read(text), text).to.equal(undefined)
  })
})
