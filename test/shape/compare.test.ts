import { expect } from 'chai'
import { count, eitherOrElse, oneOf, text } from '../../lib/shape/codecs.js'
import { compare } from '../../lib/shape/compare.js'
import { at, flag, list, optional, shape, variant, type Shape } from '../../lib/shape/shape.js'
import { parseDocument } from '../../lib/shape/document.js'
import { writeElement } from '../../lib/shape/write.js'
import { printElement } from '../../lib/xml/print.js'

interface Item {
  key: string
  n?: number
}

type Part = { type: 'a'; x?: string } | { type: 'b' }

interface Thing {
  id: string
  size?: number
  mode?: boolean
  note?: string
  on?: boolean
  part?: Part
  inner?: Item
  ordered: Item[]
  keyed: Item[]
  free: Item[]
  extra?: Item[]
}

const item: Shape<Item> = shape<Item>({ title: 'item' }, { key: at('@key', text), n: optional(at('@n', count)) })
const part: Shape<Part> = variant<Part, 'type'>(
  { title: 'part', key: 'type', attribute: 'type' },
  {
    a: shape<Part & { type: 'a' }>({ title: 'a' }, { type: at('@type', oneOf('a')), x: optional(at('@x', text)) }),
    b: shape<Part & { type: 'b' }>({ title: 'b' }, { type: at('@type', oneOf('b')) }),
  },
)
const thing: Shape<Thing> = shape<Thing>(
  { title: 'thing', written: ({ note: _, ...rest }) => rest },
  {
    id: at('@id', text),
    size: optional(at('@size', count, { means: 3 })),
    mode: optional(at('@mode', eitherOrElse('yes', 'no'), { otherwise: 'no' })),
    note: optional(at('note', text)),
    on: flag('on'),
    part: optional(at('part', part)),
    inner: optional(at('inner', item)),
    ordered: list('o', item),
    keyed: list('k', item, { unordered: 'key' }),
    free: list('f', item, { unordered: true }),
    extra: optional(list('e', item)),
  },
)

const empty: Thing = { id: '', ordered: [], keyed: [], free: [] }

/** Each difference as a line. */
function told(a: Partial<Thing>, b: Partial<Thing>): string[] {
  return compare(thing, { ...empty, ...a }, { ...empty, ...b }).map(({ message }) => message)
}

describe('comparing', () => {
  it('finds none where libvirt sees none', () => {
    expect(told({}, {})).to.deep.equal([])
    expect(told({ size: 3, mode: false, on: false, note: 'x' }, {})).to.deep.equal([])
    expect(told({ keyed: [{ key: 'a' }, { key: 'b' }] }, { keyed: [{ key: 'b' }, { key: 'a' }] })).to.deep.equal([])
    expect(
      told({ free: [{ key: 'a' }, { key: 'b', n: 1 }] }, { free: [{ key: 'b', n: 1 }, { key: 'a' }] }),
    ).to.deep.equal([])
  })

  it('names the place and both values', () => {
    expect(told({ extra: [{ key: 'a' }] }, {})).to.deep.equal([
      'extra[0] is {"key":"a"} in the first and absent in the second.',
    ])
    expect(told({ id: 'a', size: 4, on: true }, { id: 'b\u202e' })).to.deep.equal([
      "id is 'a' in the first and 'b\\u202e' in the second.",
      'size is 4 in the first and absent in the second.',
      'on is true in the first and absent in the second.',
    ])
    expect(told({ part: { type: 'a', x: '1' } }, { part: { type: 'a', x: '2' } })).to.deep.equal([
      "part.x is '1' in the first and '2' in the second.",
    ])
    expect(told({ part: { type: 'a' } }, { part: { type: 'b' } })).to.deep.equal([
      "part.type is 'a' in the first and 'b' in the second.",
    ])
    expect(told({ inner: { key: 'a' } }, {})).to.deep.equal([
      'inner is {"key":"a"} in the first and absent in the second.',
    ])
    expect(told({ ordered: [{ key: 'a' }] }, { ordered: [{ key: 'b' }, { key: 'a' }] })).to.deep.equal([
      "ordered[0].key is 'a' in the first and 'b' in the second.",
      'ordered[1] is absent in the first and {"key":"a"} in the second.',
    ])
    expect(
      told({ keyed: [{ key: 'a' }, { key: 'a', n: 1 }] }, { keyed: [{ key: 'a' }, { key: 'a', n: 2 }] }),
    ).to.deep.equal(['keyed[1].n is 1 in the first and 2 in the second.'])
    expect(compare(thing, { ...empty, free: [{ key: 'a' }] }, empty)).to.deep.equal([
      {
        path: ['free', 0],
        message: 'free[0] is {"key":"a"} in the first and absent in the second.',
        a: { key: 'a' },
      },
    ])
  })

  it('refuses what could not be written', () => {
    expect(() => told({}, { size: -1 })).to.throw(TypeError, 'size must be')
  })
})

describe('a field', () => {
  it('that libvirt never writes is read and checked, and written only with the whole', () => {
    const odd = shape<{ a?: string }>({ title: 'odd' }, { a: optional(at('in/@a', text, { unwritten: true })) })
    const step = { name: 't', where: undefined }
    expect(printElement(writeElement(odd, { a: 'x' }, step))).to.equal('<t/>')
    expect(printElement(writeElement(odd, { a: 'x' }, step, [], true))).to.equal(`<t>\n  <in a='x'/>\n</t>`)
    expect(() => writeElement(odd, { a: 1 }, step)).to.throw(TypeError, 'a must be a text, not 1.')
    expect(parseDocument('<t/>', { root: 't', shape: odd }).set(['a'], 'x').value).to.deep.equal({ a: 'x' })
  })

  it('may say that libvirt refuses a second element of it', () => {
    const fault = { code: 'odd/second', refusedBy: ['parse'] } as const
    const odd = shape<{ a?: string }>({ title: 'odd' }, { a: optional(at('a', text, { repeated: fault })) })
    const { diagnostics } = parseDocument('<t><a/><a/></t>', { root: 't', shape: odd })
    expect(diagnostics.map(({ code, message, span }) => [code, message, span])).to.deep.equal([
      ['odd/second', 'libvirt refuses a second <a> inside <t>.', { start: 8, end: 9 }],
    ])
  })
})
