import { expect } from 'chai'
import { count, oneOf, text, word } from '../../lib/shape/codecs.js'
import { parseDocument, type Document } from '../../lib/shape/document.js'
import { at, list, optional, shape, type Fault, type Shape } from '../../lib/shape/shape.js'
import { writeElement } from '../../lib/shape/write.js'
import { printElement } from '../../lib/xml/print.js'

interface Pair {
  left?: number
  right?: number
  note?: 'a' | 'b'
}

interface Outer {
  pair?: Pair
  pairs: Pair[]
  secret?: string
}

const INCOMPLETE: Fault = { code: 'pair/incomplete', refusedBy: ['parse'], help: 'Give both.' }
const REPEATED: Fault = { code: 'pair/repeated', refusedBy: ['schema'] }

const pair: Shape<Pair> = shape<Pair>(
  {
    title: 'pair',
    checks: [
      {
        fields: ['left', 'right'],
        fault: INCOMPLETE,
        find: ({ left, right }) =>
          left !== undefined && right === undefined
            ? { at: 'right', message: `There is a left ${left} alone.` }
            : undefined,
      },
      {
        fields: ['right'],
        fault: { ...INCOMPLETE, code: 'pair/right-large', severity: 'warning' },
        find: ({ right = 0 }) => (right > 5 ? { at: 'right', message: `The right ${right} is large.` } : undefined),
      },
    ],
  },
  {
    left: optional(at('@left', count)),
    right: optional(at('in/right/@n', count)),
    note: optional(at('note', oneOf('a', 'b'))),
  },
)

const outer: Shape<Outer> = shape<Outer>(
  { title: 'outer' },
  {
    pair: optional(at('pair', pair, { repeated: REPEATED })),
    pairs: list('many', pair),
    secret: optional(at('secret/@word', word, { unwritten: true })),
  },
)

const parse = (input: string): Document<Outer> => parseDocument(input, { root: 'o', shape: outer })
const write = (value: Outer, whole = false): string =>
  printElement(writeElement(outer, value, { name: 'o', where: undefined }, [], whole))

function told({ diagnostics, text: source }: Document<unknown>): string[] {
  return diagnostics.map(({ code, path, span }) => `${code} ${path.join('.')}: ${source.slice(span.start, span.end)}`)
}

describe('checks over several fields', () => {
  it('find what is missing at the nearest element', () => {
    const document = parse(
      `<o><pair left='1'/><many left='2'><in/></many><many left='3'><in><right n='4'/></in></many></o>`,
    )
    expect(told(document)).to.deep.equal(['pair/incomplete pair.right: pair', 'pair/incomplete pairs.0.right: in'])
    expect(document.diagnostics[0]).to.deep.include({
      message: 'There is a left 1 alone.',
      severity: 'error',
      refusedBy: ['parse'],
      help: 'Give both.',
    })
    expect(document.value).to.equal(undefined)
    expect(document.draft.pairs).to.deep.equal([{ left: 2 }, { left: 3, right: 4 }])
  })

  it('find what is there at its value, and are no error unless they say so', () => {
    const document = parse(`<o><pair><in><right n='9'/></in></pair></o>`)
    expect(told(document)).to.deep.equal(['pair/right-large pair.right: 9'])
    expect(document.value).to.deep.equal({ pair: { right: 9 }, pairs: [] })
  })

  it('say nothing where one of their fields could not be read, and are made where another could not', () => {
    expect(told(parse(`<o><pair left='1'><in><right n='x'/></in></pair></o>`))).to.deep.equal([
      'read/value-invalid pair.right: x',
    ])
    expect(told(parse(`<o><pair left='1'><note>c</note></pair></o>`))).to.deep.equal([
      'pair/incomplete pair.right: pair',
      'read/value-invalid pair.note: c',
    ])
    expect(told(parse(`<o><many left='x'/><many left='1'/></o>`))).to.deep.equal([
      'read/value-invalid pairs.0.left: x',
      'pair/incomplete pairs.1.right: many',
    ])
  })

  it('refuse a value that is written, and let an edit make it step by step', () => {
    expect(() => write({ pairs: [{ left: 1, right: 1 }, { left: 1 }] })).to.throw(
      TypeError,
      'pairs[1].right: There is a left 1 alone.',
    )
    expect(write({ pairs: [{ left: 1, right: 1 }] })).to.contain("<many left='1'>")
    const half = parse('<o/>').set(['pair', 'left'], 1)
    expect(told(half)).to.deep.equal(['pair/incomplete pair.right: pair'])
    expect(told(half.set(['pair', 'right'], 2))).to.deep.equal([])
  })
})

describe('the declaration of a check', () => {
  it('names fields of its object, also where it says what is at fault', () => {
    shape<Pair>(
      // @ts-expect-error: a pair has no such field
      { title: 'pair', checks: [{ fields: ['top'], fault: INCOMPLETE, find: () => undefined }] },
      {
        left: optional(at('@left', count)),
        right: optional(at('@right', count)),
        note: optional(at('note', oneOf('a', 'b'))),
      },
    )
    shape<{ id: string }>(
      // @ts-expect-error: it is not the object's field that is at fault
      { title: 'thing', checks: [{ fields: ['id'], fault: INCOMPLETE, find: () => ({ at: 'top', message: '' }) }] },
      { id: at('@id', text) },
    )
  })
})

describe('what libvirt refuses a second time', () => {
  it('is an error at the second one', () => {
    const document = parse('<o><pair/><pair/><secret/><secret/></o>')
    expect(told(document)).to.deep.equal(['pair/repeated : pair', 'read/part-repeated : secret'])
    expect(document.diagnostics.map(({ message, severity }) => `${severity}: ${message}`)).to.deep.equal([
      'error: libvirt refuses a second <pair> inside <o>.',
      'warning: libvirt uses the first <secret> inside <o> and drops this one.',
    ])
  })
})

describe('what libvirt reads and never writes', () => {
  it('is read, checked, and left out of what is written unless all is', () => {
    expect(parse(`<o><secret word='w'/></o>`).value).to.deep.equal({ pairs: [], secret: 'w' })
    expect(write({ pairs: [], secret: 'w' })).to.equal('<o/>')
    expect(write({ pairs: [], secret: 'w' }, true)).to.equal("<o>\n  <secret word='w'/>\n</o>")
    expect(() => write({ pairs: [], secret: '' })).to.throw(TypeError, 'secret must be')
    expect(parse('<o/>').set(['secret'], 'w').text).to.contain("word='w'")
  })
})

describe('children without the attribute that tells them apart', () => {
  const kinds = (refused: boolean): Shape<{ a?: string }> =>
    shape<{ a?: string }>(
      { title: 'thing', refused: refused ? { 'in/kind[not(@of)]': ['parse'] } : {} },
      { a: optional(at("in/kind[@of='a']", text)) },
    )
  const messages = (input: string, refused: boolean): string[] =>
    parseDocument(input, { root: 't', shape: kinds(refused) }).diagnostics.map(
      ({ code, message }) => `${code}: ${message}`,
    )

  it('are dropped, or refused where libvirt refuses them', () => {
    expect(messages(`<t><in><kind/></in></t>`, false)).to.deep.equal([
      "read/part-unknown: libvirt knows no <kind> without 'of' inside <in> and drops it.",
    ])
    expect(messages(`<t><in><kind/><kind of=''/><other/></in></t>`, true)).to.deep.equal([
      "read/part-refused: libvirt refuses <kind> without 'of' inside <in>.",
      'read/part-unknown: libvirt knows no <kind> of this kind inside <in> and drops it.',
      'read/part-unknown: libvirt knows no <other> inside <in> and drops it.',
    ])
  })
})

describe('what libvirt asks for where an element on the way to it is there', () => {
  interface Half {
    id?: number
    inner?: Pair
  }
  const ASKED: Fault = { code: 'half/asked', refusedBy: ['parse'] }
  const half: Shape<Half> = shape<Half>(
    { title: 'half' },
    { id: optional(at('a/@id', count, { halfway: ASKED })), inner: optional(at('b/pair', pair, { halfway: ASKED })) },
  )
  const read = (input: string): Document<Half> => parseDocument(input, { root: 'h', shape: half })

  it('is no fault where nothing of it is there', () => {
    expect(told(read('<h/>'))).to.deep.equal([])
    expect(read(`<h><a id='1'/><b><pair/></b></h>`).value).to.deep.equal({ id: 1, inner: {} })
  })

  it('is one where it is missing or empty', () => {
    const document = read(`<h><a/><b/></h>`)
    expect(told(document)).to.deep.equal(['half/asked id: a', 'half/asked inner: b'])
    expect(document.diagnostics.map(({ message }) => message)).to.deep.equal([
      "The attribute 'id' of the half is missing in <a>.",
      'The element <pair> of the half is missing in <b>.',
    ])
    expect(told(read(`<h><a id=''/></h>`))).to.deep.equal(["half/asked id: id=''"])
  })
})
