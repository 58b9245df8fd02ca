import { expect } from 'chai'
import { text } from '../../lib/shape/codecs.js'
import { parseDocument, type Document } from '../../lib/shape/document.js'
import { at, list, optional, shape, type Fault } from '../../lib/shape/shape.js'

interface Item {
  key: string
  a?: string
  b?: string
  c?: string
}

interface Scattered {
  all: Item[]
  untold?: Item[]
  told: Item[]
}

const REPEATED: Fault = { code: 'read/part-repeated', refusedBy: ['schema'], severity: 'warning' }

const item = shape<Item>(
  { title: 'item', open: true },
  {
    key: at('@k', text),
    c: optional(at(`j[@of='x']/@c`, text)),
    a: optional(at('j[not(@of)]/@a', text)),
    b: optional(at('j[not(@of)]/@b', text)),
  },
)
const scattered = shape<Scattered>(
  { title: 'sample', open: true },
  {
    all: list('in+/i', item, { repeated: REPEATED }),
    untold: optional(list('in+/i[not(@of)]', item)),
    told: list(`in+/i[@of='x']`, item),
  },
)
const parse = (content: string): Document<Scattered> =>
  parseDocument(`<s>${content}</s>`, { root: 's', shape: scattered })

describe('lists in several elements', () => {
  const document = parse(`<in><i k='a'/><i k='b' of='x'/></in><in/><else/><in>text<i k='c' of='y'/><i k='d'/></in>`)

  it('have the items of all of them', () => {
    expect(document.draft).to.deep.equal({
      all: [{ key: 'a' }, { key: 'b' }, { key: 'c' }, { key: 'd' }],
      untold: [{ key: 'a' }, { key: 'd' }],
      told: [{ key: 'b' }],
    })
    expect(document.diagnostics.map(({ code, path, refusedBy }) => ({ code, path, refusedBy }))).to.deep.equal([
      { code: 'read/part-repeated', path: ['all'], refusedBy: ['schema'] },
      { code: 'read/part-repeated', path: ['all'], refusedBy: ['schema'] },
    ])
    expect(document.diagnostics.map(({ span }) => document.text.slice(span.start, span.end))).to.deep.equal([
      'in',
      'in',
    ])
    expect(parse('').draft).to.deep.equal({ all: [], told: [] })
  })

  it('are found where they stand', () => {
    const shown = (path: readonly (string | number)[]): string | undefined => {
      const span = document.spanOf(path)
      return span && document.text.slice(span.start, span.end)
    }
    expect(shown(['all', 2])).to.equal(`<i k='c' of='y'/>`)
    expect(shown(['untold', 1])).to.equal(`<i k='d'/>`)
    expect(shown(['untold', 2])).to.equal(undefined)
    expect(shown(['told', 0, 'key'])).to.equal(`k='b'`)
  })

  it('are edited there', () => {
    expect(document.set(['all', 3, 'key'], 'e').text).to.contain(`<i k='e'/></in></s>`)
    expect(document.append('all', { key: 'e' }).text).to.contain(`<i k='d'/><i k='e'/></in></s>`)
    expect(document.insert(['all', 2], { key: 'e' }).text).to.contain(`text<i k='e'/><i k='c'`)
    expect(document.append('told', { key: 'e' }).text).to.contain(`<i k='b' of='x'/><i of='x' k='e'/></in><in/>`)
    expect(document.append('untold', { key: 'e' }).text).to.contain(`<i k='d'/><i k='e'/></in></s>`)
    expect(parse('').append('told', { key: 'e', a: '1', b: '2', c: '3' }).text).to.equal(
      `<s><in><i of='x' k='e'><j of='x' c='3'/><j a='1' b='2'/></i></in></s>`,
    )
    expect(document.remove(['all', 3]).text).to.contain(`<i k='c' of='y'/></in></s>`)
    expect(parse('').append('untold', { key: 'e' }).text).to.equal(`<s><in><i k='e'/></in></s>`)
  })
})
