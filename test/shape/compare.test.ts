import { expect } from 'chai'
import type { Codec } from '../../lib/shape/codec.js'
import { count, either, oneOf, text, word } from '../../lib/shape/codecs.js'
import { compare } from '../../lib/shape/compare.js'
import { at, flag, list, optional, shape, variant, type Shape } from '../../lib/shape/shape.js'

/** A word that is read in any letter case, with a remark. */
const loud: Codec<string> = {
  ...word,
  decode: (raw, remark) => {
    remark('spelling', `'${raw}' is read in lower case.`)
    return raw.toLowerCase()
  },
}

interface Tag {
  key: string
  value?: string
}

interface Square {
  type: 'square' | 'rectangle'
  side?: number
}

interface Circle {
  type: 'circle'
  radius: number
}

interface Thing {
  id: string
  managed?: boolean
  level: number
  mode?: 'a' | 'b'
  on?: boolean
  port?: number
  box?: Tag
  extra?: { note?: string }
  form?: Square | Circle
  steps: Tag[]
  tags: Tag[]
  set?: Tag[]
}

const tag: Shape<Tag> = shape<Tag>({ title: 'tag' }, { key: at('@key', loud), value: optional(at('@value', text)) })
const square = shape<Square>(
  { title: 'square' },
  { type: at('@type', oneOf('square', 'rectangle')), side: optional(at('@side', count)) },
)
const circle = shape<Circle>({ title: 'circle' }, { type: at('@type', oneOf('circle')), radius: at('@radius', count) })
const form = variant<Square | Circle, 'type'>(
  { title: 'form', key: 'type', attribute: 'type' },
  { square, rectangle: square, circle },
)
const thing: Shape<Thing> = shape<Thing>(
  { title: 'thing', written: ({ port, ...rest }) => ({ ...rest, port: port === 0 ? undefined : port }) },
  {
    id: at('@id', loud),
    managed: optional(at('@managed', either('yes', 'no'), { otherwise: 'no' })),
    level: at('@level', count, { implied: 3 }),
    mode: optional(at('@mode', oneOf('a', 'b'), { means: 'a' })),
    on: flag('on'),
    port: optional(at('@port', count)),
    box: optional(at('box', tag)),
    extra: optional(
      at('extra', shape<{ note?: string }>({ title: 'extra' }, { note: optional(at('@note', text)) }), { means: {} }),
    ),
    form: optional(at('form', form)),
    steps: list('step', tag),
    tags: list('tag', tag, { unordered: 'key' }),
    set: optional(list('item', tag, { unordered: true })),
  },
)

/** What is other than in the plain thing. */
type Changes = { readonly [K in keyof Thing]?: Thing[K] | undefined }

const plain: Thing = { id: 'x', level: 3, steps: [], tags: [] }

/** What comparing the plain thing with changes gives: the messages, which say the same as the paths and values. */
function told(a: Changes, b: Changes): string[] {
  return compare(thing, { ...plain, ...a }, { ...plain, ...b }).map(({ message }) => message)
}

describe('comparing values', () => {
  it('finds nothing in a value and itself', () => {
    const value = { ...plain, box: { key: 'k' }, form: { type: 'circle', radius: 1 }, steps: [{ key: 'a' }] }
    expect(compare(thing, value, structuredClone(value))).to.deep.equal([])
  })

  const alike: readonly (readonly [name: string, a: Changes, b: Changes])[] = [
    ['a default that is written out', { managed: false }, {}],
    ['an absent value and what it means', { mode: 'a' }, {}],
    ['a flag that is false and an absent one', { on: false }, {}],
    ['an empty object and an absent one, where that means the same', { extra: {} }, {}],
    ['an undefined value and an absent one', { box: undefined }, {}],
    ['what is never written and nothing', { port: 0 }, {}],
    ['two spellings', { id: 'X' }, { id: 'x' }],
    ['an empty list and an absent one', { set: [] }, {}],
    ['a list without an order, in two', { tags: [{ key: 'a' }, { key: 'b' }] }, { tags: [{ key: 'b' }, { key: 'a' }] }],
    [
      'a set, in two orders and with one item twice',
      { set: [{ key: 'a' }, { key: 'a' }, { key: 'b' }] },
      { set: [{ key: 'b' }, { key: 'a' }] },
    ],
  ]
  for (const [name, a, b] of alike) {
    it(`holds for the same: ${name}`, () => {
      expect(told(a, b)).to.deep.equal([])
      expect(told(b, a)).to.deep.equal([])
    })
  }

  it('takes a missing part for what is implied', () => {
    const { level: _, ...without } = plain
    expect(compare(thing, without, plain)).to.deep.equal([])
    expect(compare(thing, without, { ...plain, level: 4 }).map(({ message }) => message)).to.deep.equal([
      'level is absent in the first and 4 in the second.',
    ])
  })

  const unlike: readonly (readonly [a: Changes, b: Changes, told: readonly string[]])[] = [
    [{ id: 'a' }, { id: "b\n'" }, ["id is 'a' in the first and 'b\\u000a'' in the second."]],
    [{ managed: true }, {}, ['managed is true in the first and absent in the second.']],
    [{}, { mode: 'b' }, ["mode is absent in the first and 'b' in the second."]],
    [{ on: true }, { on: false }, ['on is true in the first and false in the second.']],
    [{ port: 0 }, { port: 5 }, ['port is 0 in the first and 5 in the second.']],
    [{ box: { key: 'k' } }, {}, ['box is {"key":"k"} in the first and absent in the second.']],
    [{ box: { key: 'k' } }, { box: { key: 'l' } }, ["box.key is 'k' in the first and 'l' in the second."]],
    [{}, { extra: { note: 'n' } }, ["extra.note is absent in the first and 'n' in the second."]],
    [
      { form: { type: 'square', side: 1 } },
      { form: { type: 'circle', radius: 1 } },
      ["form.type is 'square' in the first and 'circle' in the second."],
    ],
    [
      { form: { type: 'square', side: 1 } },
      { form: { type: 'rectangle', side: 2 } },
      [
        "form.type is 'square' in the first and 'rectangle' in the second.",
        'form.side is 1 in the first and 2 in the second.',
      ],
    ],
    [
      { steps: [{ key: 'a' }, { key: 'b' }] },
      { steps: [{ key: 'b' }] },
      [
        "steps[0].key is 'a' in the first and 'b' in the second.",
        'steps[1] is {"key":"b"} in the first and absent in the second.',
      ],
    ],
    [
      { tags: [{ key: 'a', value: '1' }, { key: 'b' }] },
      { tags: [{ key: 'c' }, { key: 'a', value: '2' }] },
      [
        "tags[0].value is '1' in the first and '2' in the second.",
        'tags[1] is {"key":"b"} in the first and absent in the second.',
        'tags[0] is absent in the first and {"key":"c"} in the second.',
      ],
    ],
    [
      { tags: [{ key: 'a', value: '1' }, { key: 'a', value: '1' }, { key: 'a 1' }] },
      { tags: [{ key: 'a', value: '1' }, { key: 'a', value: '2' }, { key: 'a 1' }] },
      ["tags[1].value is '1' in the first and '2' in the second."],
    ],
    [{ set: [{ key: 'a' }] }, {}, ['set[0] is {"key":"a"} in the first and absent in the second.']],
  ]
  for (const [a, b, messages] of unlike) {
    it(`tells: ${messages.join(' ')}`, () => {
      expect(told(a, b)).to.deep.equal(messages)
      expect(told(b, a)).to.have.length(messages.length)
    })
  }

  it('gives plain data: the path and the two values', () => {
    const found = compare(thing, { ...plain, tags: [{ key: 'a' }] }, { ...plain, id: 'y' })
    expect(found).to.deep.equal([
      { path: ['id'], message: "id is 'x' in the first and 'y' in the second.", a: 'x', b: 'y' },
      { path: ['tags', 0], message: 'tags[0] is {"key":"a"} in the first and absent in the second.', a: { key: 'a' } },
    ])
    expect(JSON.parse(JSON.stringify(found))).to.deep.equal(found)
  })

  it('lets a list be told apart only by a field of its items', () => {
    // @ts-expect-error: a tag has no such field
    expect(list('tag', tag, { unordered: 'kay' }).options.unordered).to.equal('kay')
    expect(list('tag', tag, { unordered: 'value' }).options.unordered).to.equal('value')
  })

  it('compares values of a union', () => {
    expect(compare(form, { type: 'circle', radius: 1 }, { type: 'square' }).map(({ path }) => path)).to.deep.equal([
      ['type'],
    ])
    expect(compare(form, { type: 'circle', radius: 1 }, { type: 'circle', radius: 1 })).to.deep.equal([])
  })

  it('refuses values that could not be written', () => {
    expect(() => compare(thing, plain, { ...plain, steps: [{ key: 7 }] })).to.throw(TypeError, 'steps[0].key must be')
    expect(() => compare(thing, undefined, plain)).to.throw(TypeError, 'The thing must be')
    expect(() => compare(form, { type: 'x' }, { type: 'y' })).to.throw(TypeError, 'type must be one of')
  })
})
