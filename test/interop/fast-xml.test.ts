import { expect } from 'chai'
import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'
import {
  formatHostdev,
  formatNodeDevice,
  hostdevFor,
  parseDomain,
  parseHostdev,
  parseNodeDevice,
} from '../../lib/index.js'
import { fastXmlOptions, fromFastXml, toFastXml } from '../../lib/interop/index.js'
import { device, domainText } from './samples.js'

const text = formatNodeDevice(device)
const hostdev = hostdevFor({ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c01', deviceApi: 'vfio-pci' }, { display: 'on' })

describe('fast-xml-parser', () => {
  describe('fromFastXml', () => {
    const forms = [
      { ignoreAttributes: false, parseTagValue: false },
      { ...fastXmlOptions },
      { ...fastXmlOptions, preserveOrder: true },
      { ignoreAttributes: false, parseTagValue: false, preserveOrder: true },
      { ignoreAttributes: false, parseTagValue: false, attributeNamePrefix: '$' },
      { ignoreAttributes: false, parseTagValue: false, attributesGroupName: '$', attributeNamePrefix: '' },
      { ignoreAttributes: false, parseTagValue: false, textNodeName: '_text', alwaysCreateTextNode: true },
      {
        ignoreAttributes: false,
        parseTagValue: false,
        commentPropName: '#comment',
        isArray: (_n: string, _p: unknown, _l: boolean, attribute: boolean) => !attribute,
      },
    ]
    for (const options of forms) {
      it(`reads a node device parsed with ${JSON.stringify(options)}`, () => {
        const tree: object = new XMLParser(options).parse(`<?xml version="1.0"?><!-- c -->\n${text}`)
        expect(parseNodeDevice(fromFastXml(tree, options)).unwrap()).to.deep.equal(device)
      })
    }

    it('gives a single child as the list that it is', () => {
      const tree: object = new XMLParser(fastXmlOptions).parse(domainText)
      const { value } = parseDomain(fromFastXml(tree, fastXmlOptions))
      expect(value?.hostdevs).to.have.length(1)
    })

    it('tells faults as any document does', () => {
      const tree = { hostdev: { '@_mode': 'subsystem', '@_type': 'mdev', source: { address: { '@_uuid': 'x' } } } }
      const document = parseHostdev(fromFastXml(tree))
      expect(document.diagnostics.map(({ code }) => code)).to.include.members([
        'hostdev/model-missing',
        'hostdev/uuid-invalid',
      ])
      expect(document.value).to.equal(undefined)
    })

    it('reads references by one reader when they were left as they are', () => {
      const source = `<device><name>a&amp;amp;&#98;</name><path>x<![CDATA[<&amp;]]></path><capability type='m&#9;&apos;&quot;'/></device>`
      for (const preserveOrder of [false, true]) {
        const options = { ...fastXmlOptions, preserveOrder }
        const again = source.replace('x<![CDATA[<&amp;]]>', '<![CDATA[<&amp;]]>')
        const tree: object = new XMLParser(options).parse(preserveOrder ? source : again)
        const { draft } = parseNodeDevice(fromFastXml(tree, options))
        expect(draft.name).to.equal('a&amp;b')
        expect(draft.path).to.equal(preserveOrder ? 'x<&amp;' : '<&amp;')
      }
    })

    it('lets reading refuse what is no reference', () => {
      const document = parseNodeDevice(fromFastXml({ device: { '@_a': 'a & b' } }, { processEntities: false }))
      expect(document.diagnostics[0]?.code).to.equal('xml/reference-invalid')
    })

    it('passes over undefined members, instructions and comments, and keeps text beside elements', () => {
      const tree = {
        '?xml': { '@_version': '1.0' },
        a: { '@_b': '1', '#c': 'x', '#text': 'y', d: [{ '#text': 'z', e: '' }, ''], f: undefined },
      }
      expect(fromFastXml(tree, { commentPropName: '#c' })).to.equal(`<a b='1'>y<d>z<e/></d><d/></a>\n`)
    })

    it('takes hostile keys for the names they are', () => {
      const tree: unknown = JSON.parse(
        '{"device": {"@_constructor": "1", "__proto__": {"@_x": "2", "constructor": "3"}, "toString": "4"}}',
      )
      if (typeof tree !== 'object' || tree === null) throw new Error('no object')
      const xml = fromFastXml(tree)
      expect(xml).to.contain(`<__proto__ x='2'>`).and.to.contain('<constructor>3</constructor>')
      expect(Object.hasOwn(Object.prototype, 'x')).to.equal(false)
      expect(parseNodeDevice(xml).diagnostics.filter(({ code }) => code === 'read/part-unknown')).to.have.length(3)
    })

    it('refuses what the parser has lost', () => {
      const coerced: object = new XMLParser({ ignoreAttributes: false }).parse(text)
      expect(() => fromFastXml(coerced)).to.throw(
        TypeError,
        /^device\.capability\.class is the number 197120; .*parseTagValue: false/,
      )
      const vendor: object = new XMLParser({ ...fastXmlOptions, parseAttributeValue: true }).parse(text)
      expect(() => fromFastXml(vendor, fastXmlOptions)).to.throw(
        TypeError,
        /@_id is the number 7864; .*parseAttributeValue: false/,
      )
      const bare: object = new XMLParser({ parseTagValue: false }).parse(text)
      expect(() => fromFastXml(bare)).to.throw(TypeError, 'ignoreAttributes: false')
      expect(() => fromFastXml({ device: { attr_type: 'pci' } })).to.throw(TypeError, 'attributeNamePrefix')
      expect(() => fromFastXml({ device: { '@type': 'pci' } })).to.throw(
        TypeError,
        `device.@type: '@type' is not an XML name`,
      )
      const boolean: object = new XMLParser({ ...fastXmlOptions, allowBooleanAttributes: true }).parse('<device x/>')
      expect(() => fromFastXml(boolean)).to.throw(TypeError, 'device.@_x is the boolean true')
    })

    it('refuses references that may be resolved or not', () => {
      const tree = (value: string): object => ({ device: { '@_a': '', name: value } })
      expect(() => fromFastXml(tree('a &amp; b'))).to.throw(TypeError, `device.name holds '&amp;', resolved or not`)
      expect(() => fromFastXml(tree('&#x41;'), { processEntities: true })).to.throw(TypeError, 'htmlEntities')
      expect(() => fromFastXml(tree('&amp;'), { processEntities: false })).to.throw(TypeError, 'cdataPropName')
      expect(fromFastXml(tree('a &amp; b'), { processEntities: { enabled: true } })).to.contain('a &amp;amp; b')
      expect(fromFastXml(tree('&#65;'), { processEntities: true, htmlEntities: true })).to.contain('&amp;#65;')
      expect(() => fromFastXml({ a: { '@_b': '', '#text': 'x', '#cdata': 'y' } }, fastXmlOptions)).to.throw(
        TypeError,
        'preserveOrder',
      )
    })

    const circle: { [key: string]: unknown } = { '@_a': '' }
    circle.a = circle
    const wrong: [what: string, tree: object, message: string | RegExp][] = [
      ['nothing', {}, 'one root element, not 0'],
      ['an empty list', [], 'one root element, not 0'],
      ['two roots', { a: '', b: '' }, 'one root element, not 2'],
      ['a list of two', { a: ['', ''] }, 'one root element, not 2'],
      ['attributes without an element', { '@_a': '1' }, 'where its root element must be'],
      ['null', { a: { b: null } }, 'a.b must be a text, not null'],
      ['a date', { a: { b: new Date(0) } }, 'a.b must be a plain object, not an object (Date)'],
      ['a map', new Map(), 'The tree must be a plain object'],
      ['a list in a list', { a: { b: [['x']] } }, 'a.b[0] must be a plain object, not an object (Array)'],
      ['a list of attributes', { a: { '@_b': ['x'] } }, 'a.@_b must be a text'],
      ['a bad name', { a: { 'b c': 'x' } }, `a.b c: 'b c' is not an XML name`],
      ['a terminal escape', { a: { '\u001b[2J': 'x' } }, /^a\.\\u001b\[2J: /],
      ['a control character', { a: { '@_b': '\u0001' } }, 'a.@_b has the character U+0001'],
      ['a circle', { a: circle }, 'deeper than 256'],
      ['two keys in a node', [{ a: [], b: [] }], '[0] must have one key'],
      ['no list in a node', [{ a: 'x' }], '[0].a must be a list of nodes'],
      ['no object for a node', [{ a: ['x'] }], '[0].a[0] must be a plain object'],
      ['another prefix', [{ a: [], ':@': { $b: '1' } }], `[0].:@.$b: '$b' is not an XML name`],
      ['no list for CDATA', [{ '#cdata': 'x' }], 'must be a list of nodes'],
    ]
    for (const [what, tree, message] of wrong) {
      it(`refuses ${what}`, () => {
        expect(() => fromFastXml(tree, { cdataPropName: '#cdata' })).to.throw(TypeError, message)
      })
    }
  })

  describe('toFastXml', () => {
    const builders = [
      { ignoreAttributes: false },
      { ignoreAttributes: false, format: true, suppressEmptyNode: true },
      { ...fastXmlOptions, format: true },
      { ignoreAttributes: false, attributeNamePrefix: '$' },
      { ignoreAttributes: false, attributesGroupName: '$' },
      { ignoreAttributes: false, textNodeName: '_' },
    ]
    for (const options of builders) {
      it(`gives what XMLBuilder writes with ${JSON.stringify(options)}`, () => {
        const written = new XMLBuilder(options).build(toFastXml(text, options))
        expect(parseNodeDevice(written).unwrap()).to.deep.equal(device)
        const ordered = { ...options, preserveOrder: true } as const
        if ('attributesGroupName' in options) return
        const other = new XMLBuilder(ordered).build(toFastXml(text, ordered))
        expect(parseNodeDevice(other).unwrap()).to.deep.equal(device)
      })
    }

    it('is what the parser gives for the same text', () => {
      const options = { ignoreAttributes: false, parseTagValue: false }
      for (const source of [text, formatHostdev(hostdev), domainText]) {
        expect(toFastXml(source)).to.deep.equal(new XMLParser(options).parse(source))
        const ordered = { ...options, preserveOrder: true } as const
        expect(toFastXml(source, ordered)).to.deep.equal(new XMLParser(ordered).parse(source))
      }
    })

    it('takes what no builder escapes through it with fastXmlOptions', () => {
      const source = `<a b='true' c='&#10;&amp;lt;'>&#13;<d>x</d> y</a>`
      const options = { ...fastXmlOptions, preserveOrder: true } as const
      const written = new XMLBuilder(options).build(toFastXml(source, options))
      expect(XMLValidator.validate(written)).to.equal(true)
      expect(
        toFastXml(written, { preserveOrder: true, processEntities: false, suppressBooleanAttributes: false }),
      ).to.deep.equal(toFastXml(source, options))
      expect(fromFastXml(toFastXml(source, options), options)).to.equal(
        `<a b='true' c='&#10;&amp;lt;'>&#13;<d>x</d> y</a>\n`,
      )
    })

    it('refuses what the builder would write wrong', () => {
      expect(() => toFastXml(`<a b='true'/>`)).to.throw(RangeError, `/a/@b is 'true'`)
      expect(() => toFastXml(`<a b='&#10;'/>`)).to.throw(RangeError, '/a/@b has a tab or line end')
      expect(() => toFastXml('<a><b>&#13;</b></a>')).to.throw(RangeError, '/a/b has a tab or line end')
      expect(() => toFastXml('<a>x<b/></a>')).to.throw(RangeError, '/a has text beside elements')
      expect(() => toFastXml('<a/>', { attributeNamePrefix: '' })).to.throw(TypeError, 'attributeNamePrefix')
      expect(() => toFastXml('<a>\n<b></a>')).to.throw(SyntaxError, /\(line 2, column \d+\)$/)
    })

    it('sets hostile names as keys of their own', () => {
      const tree = toFastXml('<__proto__ __proto__="1"><constructor/><__proto__/></__proto__>', {
        attributesGroupName: '$',
      })
      expect(Object.getPrototypeOf(tree)).to.equal(Object.prototype)
      expect(Object.keys(tree)).to.deep.equal(['__proto__'])
      expect(JSON.stringify(tree)).to.equal('{"__proto__":{"$":{"__proto__":"1"},"constructor":"","__proto__":""}}')
    })
  })
})
