import { expect } from 'chai'
import { attributeOf, childOf, childrenOf, scanXml, textOf } from '../../lib/xml/index.js'

describe('attributeOf, childOf, childrenOf, textOf', () => {
  const { root } = scanXml("<a x='1' y='2'>t<b n='1'/><!-- c --><c/>u<![CDATA[v]]><?p w?><b n='2'/></a>")
  if (root === undefined) throw new Error('there is no root')

  it('find by name', () => {
    expect(attributeOf(root, 'y')?.value).to.equal('2')
    expect(attributeOf(root, 'z')).to.equal(undefined)
    expect(childOf(root, 'b')?.attributes[0]?.value).to.equal('1')
    expect(childOf(root, 't')).to.equal(undefined)
    expect(childrenOf(root, 'b').map((b) => b.attributes[0]?.value)).to.deep.equal(['1', '2'])
    expect(childrenOf(root).map((child) => child.name)).to.deep.equal(['b', 'c', 'b'])
  })

  it('join text and CDATA', () => {
    expect(textOf(root)).to.equal('tuv')
  })
})
