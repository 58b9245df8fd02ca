import { expect } from 'chai'
import { word } from '../../lib/shape/codecs.js'
import { parseDocument, type Document } from '../../lib/shape/document.js'
import { at, flag, list, optional, shape, variant, type Shape } from '../../lib/shape/shape.js'

interface Box {
  kind: 'box'
  label?: string
  lid?: string
  item?: Item
  open?: boolean
  all: Any[]
}

interface Bag {
  kind: 'bag'
}

interface Item {
  name: string
}

interface Any {
  name?: string
}

const oneOfThem: Shape<Box | Bag> = variant<Box | Bag, 'kind'>(
  { title: 'thing', key: 'kind', attribute: 'kind' },
  {
    box: shape<Box>(
      {
        title: 'box',
        refused: { '@old': (value) => (value === 'yes' ? ['parse'] : ['schema', 'parse']) },
        // A lid of the bottom is one of the box.
        gathered: (element) => {
          const lid = element.children
            .flatMap((child) => (child.kind === 'element' ? child.attributes : []))
            .find(({ name }) => name === 'lid')
          return lid === undefined ? element : { ...element, attributes: [...element.attributes, lid] }
        },
        checks: [
          {
            fields: ['lid', 'item'],
            fault: { code: 'box/told', refusedBy: [] },
            unread: true,
            find: ({ item }, unread) =>
              unread.has('item') && item?.name === undefined ? { at: 'item', message: 'No item was read.' } : undefined,
          },
        ],
      },
      {
        kind: at('@kind', only('box')),
        label: optional(at('label', { ...word, inSchema: (raw) => raw !== '' })),
        lid: optional(at('@lid', word)),
        item: optional(
          at('item', shape<Item>({ title: 'item' }, { name: at('@name', word) }), {
            repeated: { code: 'box/items', refusedBy: ['parse'] },
          }),
        ),
        open: flag('open'),
        all: list('all/*', shape<Any>({ title: 'any', open: true }, { name: optional(at('@name', word)) })),
      },
    ),
    bag: shape<Bag>({ title: 'bag' }, { kind: at('@kind', only('bag')) }),
  },
)

function only<const W extends string>(wanted: W) {
  return {
    expected: wanted,
    schema: { const: wanted },
    decode: (raw: string): W | undefined => (raw === wanted ? wanted : undefined),
    encode: (value: unknown): W | undefined => (value === wanted ? wanted : undefined),
    inSchema: (raw: string): boolean => raw.trim() === wanted,
  }
}

const parse = (text: string): Document<Box | Bag> => parseDocument(text, { root: 'thing', shape: oneOfThem })

function told(text: string): string[] {
  const document = parse(text)
  return document.diagnostics.map(({ code, refusedBy, span }) =>
    [code, refusedBy.join(' '), document.text.slice(span.start, span.end)].join(' | '),
  )
}

describe('reading odd elements', () => {
  const cases: readonly [what: string, text: string, told: readonly string[]][] = [
    ['white space between elements', "<thing kind='box'> <label>a</label>\n\t</thing>", []],
    [
      'an element without the text that the schema wants',
      "<thing kind='box'><label/></thing>",
      ['read/value-spelling | schema | <label/>'],
    ],
    ['text between elements', "<thing kind='box'>a<item name='b'/></thing>", ['read/text-stray | schema | a']],
    [
      'text in an element that has attributes alone',
      "<thing kind='box'><item name='b'> c </item></thing>",
      ['read/text-stray | schema |  c '],
    ],
    ['text in a flag', "<thing kind='box'><open>c</open></thing>", ['read/text-stray | schema | c']],
    [
      'CDATA between elements',
      "<thing kind='box'><![CDATA[ ]]><![CDATA[a]]></thing>",
      ['read/text-stray | schema | <![CDATA[a]]>'],
    ],
    ['comments in a flag', "<thing kind='box'><open><!-- c --></open></thing>", []],
    [
      'a known name in another namespace',
      "<thing kind='box'><label xmlns='urn:x'>a</label></thing>",
      ['read/part-unknown | schema | label'],
    ],
    ['a namespace that is taken back', "<thing kind='box'><label xmlns=''>a</label></thing>", []],
    [
      'an attribute that is refused by what it says',
      "<thing kind='box' old='yes'/>",
      ["read/part-refused | parse | old='yes'"],
    ],
    ['the same with another word', "<thing kind='box' old='no'/>", ["read/part-refused | schema parse | old='no'"]],
    [
      'a word with white space around it',
      "<thing kind=' box '><label>a</label></thing>",
      ['read/value-invalid | parse |  box '],
    ],
    ['a word that is none', "<thing kind='bo x'/>", ['read/type-unknown | schema parse | bo x']],
    [
      'a second element that is refused, and what the schema says of it',
      "<thing kind='box'><item name='a'/><item/></thing>",
      ['box/items | parse | item', 'read/value-missing | schema parse | item'],
    ],
    [
      'a check that is made although a part could not be read',
      "<thing kind='box'><item/></thing>",
      ['box/told |  | item', 'read/value-missing | schema parse | item'],
    ],
  ]
  for (const [what, text, expected] of cases) {
    it(`tells of ${what}`, () => expect(told(text)).to.deep.equal(expected))
  }

  it('reads the word with white space around it as the member that it is to the schema', () => {
    expect(parse("<thing kind=' box '><label>a</label></thing>").draft).to.deep.equal({ label: 'a', all: [] })
  })

  it('reads what stands elsewhere as libvirt gathers it', () => {
    const document = parse("<thing kind='box'><item name='b' lid='c'/></thing>")
    expect(document.draft).to.deep.equal({ kind: 'box', lid: 'c', item: { name: 'b' }, all: [] })
    expect(parse("<thing kind='box'/>").draft).to.deep.equal({ kind: 'box', all: [] })
  })

  it('takes elements with a prefix for none of any name', () => {
    expect(parse("<thing kind='box'><all><a name='1'/><x:a name='2'/></all></thing>").draft).to.deep.equal({
      kind: 'box',
      all: [{ name: '1' }],
    })
  })
})
