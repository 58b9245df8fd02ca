import { expect } from 'chai'
import fc from 'fast-check'
import {
  type OutElement,
  childrenOf,
  firstInvalidCharacter,
  printElement,
  scanXml,
  textOf,
  type XmlElement,
} from '../../lib/xml/index.js'

const leaf = (name: string, text?: string): OutElement => ({
  name,
  attributes: [],
  children: [],
  ...(text !== undefined && { text }),
})

describe('printElement', () => {
  const device: OutElement = {
    name: 'device',
    attributes: [],
    children: [
      leaf('name', 'a & "b"'),
      leaf('vendor', ''),
      { name: 'capability', attributes: [['type', "o'clock\n"]], children: [leaf('removable')] },
    ],
  }

  it("prints libvirt's layout", () => {
    expect(printElement(device)).to.equal(
      [
        '<device>',
        '  <name>a &amp; &quot;b&quot;</name>',
        '  <vendor></vendor>',
        "  <capability type='o&apos;clock&#10;'>",
        '    <removable/>',
        '  </capability>',
        '</device>',
      ].join('\n'),
    )
  })

  it('writes an empty element with an end tag on a line of its own where that is wished', () => {
    const child: OutElement = { name: 'capability', attributes: [['type', 'ap_matrix']], children: [], unfolded: true }
    const text = "<device>\n  <capability type='ap_matrix'>\n  </capability>\n</device>"
    expect(printElement({ name: 'device', attributes: [], children: [child] })).to.equal(text)
  })

  it('takes another layout', () => {
    expect(printElement(device, { indent: '\t', newline: '\r\n', level: 1, quote: '"' })).to.equal(
      [
        '\t<device>',
        '\t\t<name>a &amp; &quot;b&quot;</name>',
        '\t\t<vendor></vendor>',
        '\t\t<capability type="o&apos;clock&#10;">',
        '\t\t\t<removable/>',
        '\t\t</capability>',
        '\t</device>',
      ].join('\r\n'),
    )
  })

  it('refuses what cannot be read back, with the path of the element', () => {
    const inside = (child: OutElement): OutElement => ({ ...leaf('a'), children: [child] })
    expect(() => printElement(inside(leaf('b', 'x\u001b')))).to.throw(
      RangeError,
      '/a/b has the character U+001B at offset 1',
    )
    expect(() => printElement(inside({ ...leaf('b'), attributes: [['c', '\ud800']] }))).to.throw(
      RangeError,
      '/a/b/@c has',
    )
    expect(() => printElement(inside(leaf('b c')))).to.throw(RangeError, "'b c' in /a/b c is not an XML name")
    expect(() => printElement(inside({ ...leaf('b'), attributes: [['', '']] }))).to.throw(RangeError, 'not an XML name')
    expect(() => printElement({ ...inside(leaf('b')), text: '' })).to.throw(RangeError, 'both text and children')
  })

  it('prints what is read back', () => {
    const carried = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => firstInvalidCharacter(text) < 0)
    const names = fc.constantFrom('a', 'b', 'c-d', '\u00e9', '__proto__')
    const { tree } = fc.letrec<{ tree: OutElement }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.record({
          name: names,
          attributes: fc.uniqueArray(fc.tuple(names, carried), { selector: ([name]) => name }),
          children: fc.constant<OutElement[]>([]),
          text: carried,
        }),
        fc.record({
          name: names,
          attributes: fc.constant<[string, string][]>([]),
          children: fc.array(tie('tree'), { maxLength: 3 }),
        }),
      ),
    }))
    const read = (element: XmlElement): OutElement => {
      const children = childrenOf(element).map(read)
      const text = textOf(element)
      return {
        name: element.name,
        attributes: element.attributes.map(({ name, value }) => [name, value]),
        children,
        ...(children.length === 0 && text !== '' && { text }),
      }
    }
    fc.assert(
      fc.property(tree, (element) => {
        const { root } = scanXml(printElement(element))
        expect(root && read(root)).to.deep.equal(element)
      }),
    )
  })
})
