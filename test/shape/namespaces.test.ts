import { expect } from 'chai'
import { word } from '../../lib/shape/codecs.js'
import { parseDocument } from '../../lib/shape/document.js'
import { at, optional, shape, type Shape } from '../../lib/shape/shape.js'
import type { XmlElement } from '../../lib/xml/tree.js'

interface Jar {
  name?: string
  lid?: string
}

/** Takes `x:...` for the same without the prefix, behind which it stays. */
function withoutPrefix(element: XmlElement): XmlElement {
  const local = (name: string): string => name.replace('x:', '')
  return {
    ...element,
    attributes: element.attributes.flatMap((each) =>
      each.name.startsWith('x:') ? [{ ...each, name: local(each.name) }, each] : [each],
    ),
    children: element.children.flatMap((each) =>
      each.kind === 'element' && each.name === 'x:lid' ? [{ ...each, name: local(each.name) }, each] : [each],
    ),
  }
}

const jar: Shape<Jar> = shape<Jar>(
  {
    title: 'jar',
    gathered: withoutPrefix,
    refused: { '@old': (value) => (value === 'yes' ? ['parse'] : ['schema', 'parse']) },
    droppedAttributes: { colour: (value, { children }) => value === 'red' && children.length === 0 },
    unjudged: ['label'],
  },
  { name: optional(at('@name', word)), lid: optional(at('lid/@kind', word)) },
)

const parse = (text: string) =>
  parseDocument(text, {
    root: 'jar',
    shape: jar,
    beside: (root, whole) =>
      whole.includes('beside')
        ? [
            {
              code: 'jar/beside',
              severity: 'info',
              message: `<${root.name}>.`,
              path: [],
              span: { start: 0, end: 4 },
              refusedBy: [],
            },
          ]
        : [],
  })

const bound = "<jar xmlns:x='urn:x'"

describe('reading what is in a namespace', () => {
  const cases: readonly [what: string, text: string, draft: Jar, told: readonly string[]][] = [
    [
      'an attribute that is read as one without a prefix',
      `${bound} x:name='a'/>`,
      { name: 'a' },
      [
        "read/part-beyond-schema | schema | x:name='a' | libvirt reads the attribute 'x:name' of <jar> as 'name'; only its schema minds the namespace.",
      ],
    ],
    [
      'an unknown attribute once',
      `${bound} x:foo='a'/>`,
      {},
      ["read/part-unknown | schema | x:foo='a' | libvirt knows no attribute 'x:foo' of <jar> and drops it."],
    ],
    [
      'an attribute that is refused by its local name',
      `${bound} x:old='yes'/>`,
      {},
      ["read/part-refused | parse | x:old='yes' | libvirt refuses attribute 'x:old' of <jar>."],
    ],
    [
      'an element that is read as one without a prefix',
      `${bound}><x:lid kind='b'/></jar>`,
      { lid: 'b' },
      [
        'read/part-beyond-schema | schema | x:lid | libvirt reads <x:lid> inside <jar> as <lid>; only its schema minds the namespace.',
      ],
    ],
    [
      'an element of a known name',
      "<jar><lid xmlns='urn:x' kind='b'/></jar>",
      {},
      ['read/part-unknown | schema | lid | libvirt drops <lid> inside <jar>, which is in a namespace.'],
    ],
    [
      'an element that nothing else looks at',
      "<jar><label xmlns='urn:x'/><label/></jar>",
      {},
      ['read/part-unknown | schema | label | libvirt drops <label> inside <jar>, which is in a namespace.'],
    ],
    [
      'an attribute that is dropped, and that the schema allows',
      "<jar colour='red'/>",
      {},
      ["read/part-dropped |  | colour='red' | libvirt drops the attribute 'colour' of <jar>."],
    ],
    [
      'the same with what the schema does not allow',
      "<jar colour='red'><label/></jar>",
      {},
      ["read/part-dropped | schema | colour='red' | libvirt drops the attribute 'colour' of <jar>."],
    ],
    ['what is told beside the shape', '<jar><!-- beside --></jar>', {}, ['jar/beside |  | <jar | <jar>.']],
  ]
  for (const [what, text, draft, told] of cases) {
    it(`tells of ${what}`, () => {
      const document = parse(text)
      expect(document.draft).to.deep.equal(draft)
      expect(
        document.diagnostics.map(({ code, refusedBy, span, message }) =>
          [code, refusedBy.join(' '), text.slice(span.start, span.end), message].join(' | '),
        ),
      ).to.deep.equal(told)
    })
  }

  it('reads nothing of a root element that is in a namespace', () => {
    const { draft, diagnostics } = parse("<jar xmlns='urn:x' name='a'/>")
    expect(draft).to.deep.equal({})
    expect(diagnostics.map(({ code, message, refusedBy }) => [code, message, refusedBy])).to.deep.equal([
      [
        'read/root-unexpected',
        'The root element <jar> is in a namespace, and libvirt looks for elements of none.',
        ['schema', 'parse'],
      ],
    ])
    expect(parse("<jar xmlns='' name='a'/>").draft).to.deep.equal({ name: 'a' })
  })
})
