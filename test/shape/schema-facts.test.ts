import { expect } from 'chai'
import { either, oneOf, text, textLike } from '../../lib/shape/codecs.js'
import { parseDocument, type Document } from '../../lib/shape/document.js'
import { at, list, optional, shape, type Fault, type Shape } from '../../lib/shape/shape.js'

interface Item {
  name?: string
}

interface Outer {
  word?: 'a' | 'b'
  flag?: boolean
  name?: string
  first?: Item
  second?: Item
  deep?: string
  extra?: string
  more?: string
  inside?: string
}

interface View {
  all: Item[]
}

const IMPLIED: Fault = { code: 'outer/implied', refusedBy: ['schema'], severity: 'info' }

const item: Shape<Item> = shape<Item>(
  { title: 'item', open: true },
  { name: optional(at('@name', textLike(/^[a-z]+$/, text))) },
)

const outer: Shape<Outer> = shape<Outer>(
  {
    title: 'outer',
    dropped: ['flagged'],
    unjudged: ['elsewhere'],
    ordered: true,
    together: ['first', 'second'],
  },
  {
    word: optional(at('@word', oneOf('a', 'b'))),
    flag: optional(at('@flag', either('yes', 'no'))),
    name: optional(at('@name', textLike(/^[a-z]+$/))),
    first: optional(at('first', item)),
    second: optional(at('second', item, { missing: IMPLIED })),
    deep: optional(at('way+/end/@deep', text)),
    extra: optional(at('@extra', text, { beyondSchema: 'attribute' })),
    more: optional(at('more/@text', text, { beyondSchema: 'element' })),
    inside: optional(at('first/@inside', text, { beyondSchema: 'attribute' })),
  },
)

const view: Shape<View> = shape<View>({ title: 'view', open: true }, { all: list('*', item) })

const parse = (input: string): Document<Outer> => parseDocument(input, { root: 'o', shape: outer })
const told = (input: string): string[] =>
  parse(input).diagnostics.map(({ code, refusedBy, span }) =>
    [code, refusedBy.join(' '), input.slice(span.start, span.end)].join(' | '),
  )

describe('what the schema and the parser see differently', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ['a word with blanks, which the schema takes', `<o word=' a '/>`, ['read/value-invalid | parse |  a ']],
    ['a word that neither takes', `<o word='c'/>`, ['read/value-invalid | schema parse | c']],
    ['a boolean with blanks', `<o flag='yes '/>`, ['read/value-invalid | parse | yes ']],
    ['a text of another form', `<o name='A b'/>`, ['read/value-spelling | schema | A b']],
    ['an empty text that counts as none', `<o name=''/>`, [`read/value-spelling | schema | name=''`]],
    ['an attribute that the schema does not know', `<o extra='1'/>`, [`read/part-beyond-schema | schema | extra='1'`]],
    [
      'an element that the schema does not know',
      `<o><more text='1'/></o>`,
      ['read/part-beyond-schema | schema | more'],
    ],
    ['an element in the place of another', `<o><second/><first/></o>`, ['read/part-order | schema | first']],
    [
      'an element between two that stand together',
      `<o><first/><elsewhere/><second/></o>`,
      ['read/part-order | schema | second'],
    ],
    ['the same in front of them and behind', `<o><elsewhere/><first/><second/><elsewhere/></o>`, []],
    ['an element that is dropped', `<o><flagged/></o>`, ['read/part-dropped |  | flagged']],
    [
      'dropped ones that the schema refuses',
      `<o><flagged/><flagged/><flagged a='1'/></o>`,
      [
        'read/part-dropped |  | flagged',
        'read/part-dropped | schema | flagged',
        'read/part-dropped | schema | flagged',
      ],
    ],
  ]
  for (const [name, input, wanted] of cases) {
    it(name, () => {
      expect(told(input)).to.deep.equal(wanted)
    })
  }

  it('the first of several elements that the rest of a place is found in', () => {
    expect(parse(`<o><way/><way><end deep='1'/></way><way><end deep='2'/></way></o>`).draft.deep).to.equal('1')
    expect(parse(`<o><way/></o>`).draft.deep).to.equal(undefined)
  })

  it('a view of elements of any name can be read and changed, and nothing can be put into it', () => {
    const document = parseDocument(`<o><x name='a'/><y/></o>`, { root: 'o', shape: view })
    expect(document.draft.all).to.deep.equal([{ name: 'a' }, {}])
    expect(document.set(['all', 0, 'name'], 'b').text).to.equal(`<o><x name='b'/><y/></o>`)
    expect(() => document.append('all', { name: 'c' })).to.throw(TypeError, 'can be read and changed, not written')
  })
})
