import { expect } from 'chai'
import { create, fragment } from 'xmlbuilder2'
import {
  formatHostdev,
  formatNodeDevice,
  hostdevFor,
  parseDomain,
  parseHostdev,
  parseNodeDevice,
} from '../../lib/index.js'
import { fromDom, toBuilder, toFastXml, type DomNode } from '../../lib/interop/index.js'
import { device, domainText } from './samples.js'

const text = formatNodeDevice(device)
const hostdev = hostdevFor({ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c01', deviceApi: 'vfio-pci' }, { display: 'on' })

describe('xmlbuilder2', () => {
  it('reads a document, its root, their nodes and a fragment', () => {
    const document = create(`<!-- c -->${text}`)
    const part = fragment(text)
    for (const source of [document, document.root(), document.node, document.root().node, part, part.node]) {
      expect(parseNodeDevice(fromDom(source)).unwrap()).to.deep.equal(device)
    }
  })

  it('reads a part of a tree', () => {
    const found = create(domainText).find((node) => node.node.nodeName === 'hostdev', false, true)
    if (found === undefined) throw new Error('no hostdev')
    expect(parseHostdev(fromDom(found)).value).to.include({ type: 'mdev', model: 'vfio-pci' })
  })

  it('reads what is built by hand, with CDATA, and text beside elements', () => {
    const built = create({ version: '1.0' })
      .ele('a', { b: 0x10de })
      .dat('<&amp;')
      .com('c')
      .ins('p', 'q')
      .txt('x')
      .ele('d')
      .up()
      .up()
    expect(fromDom(built)).to.equal(`<a b='4318'>&lt;&amp;amp;x<d/></a>\n`)
  })

  it('keeps a DOCTYPE for reading to refuse', () => {
    const { diagnostics } = parseDomain(fromDom(create('<!DOCTYPE domain [<!ENTITY x "y">]><domain type="kvm"/>')))
    expect(diagnostics.map(({ code }) => code)).to.deep.equal(['xml/doctype'])
  })

  it('adds to a builder what the text holds', () => {
    expect(parseNodeDevice(toBuilder(create(), text).doc().end()).unwrap()).to.deep.equal(device)
    const devices = create(domainText).root().last()
    toBuilder(devices, formatHostdev(hostdev))
    expect(parseDomain(devices.end()).value?.hostdevs.at(-1)).to.deep.equal(hostdev)
    const part = fragment()
    toBuilder(part, formatHostdev(hostdev))
    expect(create().ele('devices').import(part).toString()).to.match(/^<devices><hostdev .*<\/hostdev><\/devices>$/)
  })

  it('keeps the prefixes of names', () => {
    const source = `<domain type='kvm' xmlns:q='urn:q'><q:commandline><q:arg value='1' q:x='2'/></q:commandline></domain>`
    const written = toBuilder(create(), source).doc().end({ headless: true })
    expect(written).to.equal(source.replaceAll(`'`, '"'))
    expect(parseDomain(fromDom(create(written))).diagnostics).to.deep.equal([])
  })

  it('refuses values that xmlbuilder2 takes for something else', () => {
    const doubtful = create().ele('a').att('b', '&lt;').txt('')
    expect(() => fromDom(doubtful)).to.throw(TypeError, `/a/@b holds '&lt;'`)
    expect(fromDom(doubtful.node)).to.equal(`<a b='&amp;lt;'/>\n`)
    const values = ['&', '&x', '&#x41;', `<>'"`, '&;', 'a&b c;', '&1;']
    for (const value of values) {
      const built = create().ele('a').att('b', value).txt(value)
      const written = built.doc().end({ headless: true })
      expect(toFastXml(written), value).to.deep.equal(toFastXml(fromDom(built)))
    }
    expect(() => toBuilder(create(), '<a>&amp;lt;</a>')).to.throw(RangeError, `/a holds '&lt;'`)
    expect(() => toBuilder(create(), `<a><b c='&amp;#10;'/></a>`)).to.throw(RangeError, `/a/b/@c holds '&#10;'`)
    expect(() => toBuilder(create(), `<a b='&#10;'/>`)).to.throw(RangeError, '/a/@b has a tab or line end')
    expect(() => toBuilder(create(), '<a>&#13;</a>')).to.throw(RangeError, '/a has a tab or line end')
    expect(() => toBuilder(create(), '<a')).to.throw(SyntaxError, 'line 1')
  })

  it('refuses what is no node with one element', () => {
    const bad = (source: unknown): (() => string) => {
      return () => Reflect.apply(fromDom, undefined, [source])
    }
    expect(bad({})).to.throw(TypeError, 'must be a DOM node')
    expect(bad({ node: null })).to.throw(TypeError, 'must be a DOM node')
    expect(bad(null)).to.throw(TypeError, 'must be a DOM node')
    expect(bad('<a/>')).to.throw(TypeError, 'must be a DOM node')
    expect(() => fromDom(fragment('<a/><b/>'))).to.throw(TypeError, 'hold one element, not 2')
    expect(() => fromDom(create().com('x'))).to.throw(TypeError, 'hold one element, not 0')
    const node = (more: Partial<DomNode>): DomNode => {
      return { nodeType: 1, nodeName: 'a', nodeValue: null, firstChild: null, nextSibling: null, ...more }
    }
    expect(() => fromDom(node({ nodeName: 'a b' }))).to.throw(TypeError, 'is not an XML name')
    expect(() => fromDom(node({ firstChild: node({ nodeType: 5 }) }))).to.throw(TypeError, '/a has a node of type 5')
    expect(() => fromDom(node({ firstChild: node({ nodeType: 3 }) }))).to.throw(
      TypeError,
      '/a must have a text, not null',
    )
    expect(() => fromDom(node({ firstChild: node({ nodeType: 3, nodeValue: '\0' }) }))).to.throw(TypeError, 'U+0000')
    expect(() => fromDom(node({ attributes: { length: 1, item: () => null } }))).to.throw(
      TypeError,
      'an attribute without a name',
    )
    const circle: { -readonly [K in keyof DomNode]: DomNode[K] } = node({})
    circle.firstChild = circle
    expect(() => fromDom(circle)).to.throw(TypeError, 'deeper than 256')
  })
})
