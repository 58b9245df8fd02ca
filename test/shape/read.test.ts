import { expect } from 'chai'
import fc from 'fast-check'
import { count, oneOf, text, word } from '../../lib/shape/codecs.js'
import { parseDocument, type Document } from '../../lib/shape/document.js'
import { at, flag, list, optional, shape, variant, type Fault, type Shape } from '../../lib/shape/shape.js'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { anyLayout } from './layouts.js'
import { anySample, parseOpenSample, parseSample, sample } from './sample.js'
import { writeElement } from '../../lib/shape/write.js'

/** Each diagnostic as `code severity path: what stands at its span`. */
function told(document: Document<unknown>): string[] {
  return document.diagnostics.map(({ code, severity, path, span }) => {
    return `${code} ${severity} ${path.join('.')}: ${document.text.slice(span.start, span.end)}`
  })
}

function messages(document: Document<unknown>): string[] {
  return document.diagnostics.map(({ message }) => message)
}

describe('reading', () => {
  it('gives the whole value of a document without faults', () => {
    const document = parseSample(`<sample id='1' kind='b'>
  <name>n</name>
  <limits level='3'/>
  <os><type arch='x86' machine='q35'/><boot>hd</boot></os>
  <cpu model='m' threads='0x10'>V</cpu>
  <feature name='removable'/>
  <feature name='slots'><slot index='4'/></feature>
  <tag key='k'><value>v</value></tag>
  <devices>
    <device type='disk'><source size='0x000a'><file path='/p'/></source></device>
    <device type='bridge'><mac address='m'/><tag key='t'/></device>
  </devices>
</sample>`)
    expect(document.diagnostics).to.deep.equal([])
    expect(document.unwrap()).to.deep.equal({
      id: '1',
      kind: 'b',
      name: 'n',
      level: 3,
      arch: 'x86',
      machine: 'q35',
      boot: 'hd',
      cpu: { model: 'm', threads: 16, vendor: 'V' },
      removable: true,
      slots: [{ index: 4 }],
      tags: [{ key: 'k', value: 'v' }],
      devices: [
        { type: 'disk', path: '/p', size: 10 },
        { type: 'bridge', mac: 'm', tags: [{ key: 't' }] },
      ],
      volumes: [],
    })
  })

  it('keeps the rest of the draft, and one item for each element, where there are faults', () => {
    const document = parseSample(
      `<sample id='1'><limits level='x'/><tag/><tag key='b'/><devices><device/><device type='tape'/>` +
        `<device type='nic' up='maybe'/><device type='disk'><source size='a'/></device></devices></sample>`,
    )
    expect(document.value).to.equal(undefined)
    expect(document.draft).to.deep.equal({
      id: '1',
      tags: [{}, { key: 'b' }],
      devices: [{}, {}, { type: 'nic', up: false, tags: [] }, { type: 'disk', size: 10 }],
      volumes: [],
    })
    expect(told(document)).to.deep.equal([
      'read/value-invalid error level: x',
      'read/value-missing error tags.0.key: tag',
      'read/value-missing error devices.0.type: device',
      'read/type-unknown error devices.1.type: tape',
      'read/value-changed warning devices.2.up: maybe',
      'read/value-missing error devices.3.path: source',
      'read/value-spelling info devices.3.size: a',
    ])
    expect(messages(document)).to.deep.equal([
      "level 'x' is not a decimal number from 0 to 4294967295.",
      "The attribute 'key' of the tag is missing in <tag>.",
      "The attribute 'type', which tells what a device is, is missing.",
      "'tape' is no type of a device: known are 'disk', 'nic', 'bridge'.",
      "libvirt takes 'maybe' for 'no'.",
      "The attribute 'path' of the disk is missing in <source>.",
      "libvirt reads 'a' as 10.",
    ])
  })

  it('tells what is not there from what is empty', () => {
    interface Thing {
      id: string
      name: string
      own: string
      part: { word: string }
      extra?: string
    }
    const EMPTY: Fault = { code: 'thing/empty', refusedBy: ['parse'] }
    const thing = shape<Thing>(
      { title: 'thing' },
      {
        id: at('@id', word, { empty: EMPTY }),
        name: at('a/name', word),
        own: at('.', word),
        part: at('part', shape<{ word: string }>({ title: 'part' }, { word: at('word', word) })),
        extra: optional(at('@extra', word)),
      },
    )
    const parse = (input: string): Document<Thing> => parseDocument(input, { root: 'thing', shape: thing })
    expect(messages(parse(`<thing extra=''/>`))).to.have.members([
      "The attribute 'id' of the thing is missing in <thing>.",
      'The element <name> of the thing is missing in <thing>.',
      'The text of the thing is empty.',
      'The element <part> of the thing is missing in <thing>.',
    ])
    const empty = parse(`<thing id=''>x<a><name/></a><part><word></word></part></thing>`)
    expect(told(empty)).to.deep.equal([
      "thing/empty error id: id=''",
      'read/value-missing error name: name',
      'read/value-missing error part.word: word',
    ])
    expect(messages(empty)).to.deep.equal([
      "The attribute 'id' of the thing is empty.",
      'The element <name> of the thing is empty.',
      'The element <word> of the part is empty.',
    ])
    expect(empty.draft).to.deep.equal({ own: 'x', part: {} })
    const level = shape<{ level: number }>({ title: 'thing' }, { level: at('level', count) })
    const invalid = parseDocument('<t><level>high</level></t>', { root: 't', shape: level })
    expect(messages(invalid)).to.deep.equal(["<level> 'high' is not a decimal number from 0 to 4294967295."])
    expect(told(invalid)).to.deep.equal(['read/value-invalid error level: high'])
  })

  it('reads the first of what may stand once, and tells of others', () => {
    const document = parseSample(
      `<sample id='1'><limits level='1'/><limits level='2'/><os><type arch='a'/><type arch='b'/></os><os><boot>c</boot></os>` +
        `<cpu model='a'/><cpu model='b'/><feature name='removable'/><feature name='removable'/></sample>`,
    )
    expect(document.value).to.deep.include({ level: 1, arch: 'a', cpu: { model: 'a' } })
    expect(document.value).not.to.have.property('boot')
    expect(told(document)).to.deep.equal([
      'read/part-repeated warning : limits',
      'read/part-repeated warning : type',
      'read/part-repeated warning : os',
      'read/part-repeated warning : cpu',
      'read/part-repeated warning : feature',
    ])
    const open = shape<{ a?: string }>({ title: 'thing' }, { a: optional(at('x/@a', text, { open: true })) })
    expect(parseDocument(`<t><x a='1'/><x a='2'/></t>`, { root: 't', shape: open }).diagnostics).to.deep.equal([])
  })

  it('tells of parts that nothing declares, but not in an open view', () => {
    const text =
      `<sample id='1' more='2' xmlns='' xmlns:q='urn:b' q:r='3'><limits level='0' top='9'/><feature name='turbo'/><q:x/>` +
      `<devices><device type='disk'><legacy/><source><file path=''/><legacy/></source></device></devices></sample>`
    expect(told(parseSample(text))).to.deep.equal([
      "read/part-unknown warning : more='2'",
      "read/part-unknown warning : q:r='3'",
      "read/part-unknown warning : top='9'",
      'read/part-unknown warning : feature',
      'read/part-unknown warning : q:x',
      'read/part-dropped warning devices.0: legacy',
      'read/part-unknown warning devices.0: legacy',
    ])
    expect(messages(parseSample(text))[3]).to.equal(
      'libvirt knows no <feature> of this kind inside <sample> and drops it.',
    )
    expect(told(parseOpenSample(text))).to.deep.equal([
      'read/part-dropped warning devices.0: legacy',
      'read/part-unknown warning devices.0: legacy',
    ])
  })

  it('checks fields that have to go together, where they could be read', () => {
    interface Range {
      from?: number
      to?: number
    }
    const UPSIDE: Fault = { code: 'range/upside-down', refusedBy: ['parse'] }
    const range = shape<Range>(
      {
        title: 'range',
        checks: [
          {
            fields: ['from', 'to'],
            fault: UPSIDE,
            find: ({ from = 0, to = 9 }) =>
              from > to ? { at: 'to', message: `The range ends at ${to}, before ${from}.` } : undefined,
          },
        ],
      },
      { from: optional(at('@from', count)), to: optional(at('@to', count)) },
    )
    const ranges = shape<{ list: Range[] }>({ title: 'ranges' }, { list: list('r', range) })
    const document = parseDocument(
      `<t><r from='2' to='1'/><r from='10'/><r from='x' to='1'/><r from='1' to='1'/></t>`,
      {
        root: 't',
        shape: ranges,
      },
    )
    expect(told(document)).to.deep.equal([
      'range/upside-down error list.0.to: 1',
      'range/upside-down error list.1.to: r',
      'read/value-invalid error list.2.from: x',
    ])
    expect(messages(document)[1]).to.equal('The range ends at 9, before 10.')
    const step = { name: 't', where: undefined }
    expect(() => writeElement(ranges, { list: [{}, { from: 2, to: 1 }] }, step)).to.throw(
      TypeError,
      'list[1].to: The range ends at 1, before 2.',
    )
    expect(writeElement(ranges, { list: [{ from: 1, to: 2 }] }, step).children).to.have.lengthOf(1)
    expect(document.set(['list', 0, 'to'], 3).set(['list', 0, 'from'], 3).draft.list?.[0]).to.deep.equal({
      from: 3,
      to: 3,
    })
  })

  it('refuses parts that libvirt refuses', () => {
    const thing = shape<{ a?: string; k?: boolean }>(
      {
        title: 'thing',
        refused: { '@bad': ['parse'], 'in/@worse': ['schema'], worst: ['parse', 'schema'], 'k[not(@of)]': ['parse'] },
      },
      { a: optional(at('in/@a', text)), k: flag("k[@of='k']") },
    )
    const untold = parseDocument(`<t><k/><k of=''/><k of='k'/></t>`, { root: 't', shape: thing })
    expect(messages(untold)).to.deep.equal([
      "libvirt refuses <k> without 'of' inside <t>.",
      'libvirt knows no <k> of this kind inside <t> and drops it.',
    ])
    expect(told(untold)[0]).to.equal('read/part-refused error : k')
    const document = parseDocument(`<t bad=''><in worse=''/><worst/></t>`, { root: 't', shape: thing })
    expect(told(document)).to.deep.equal([
      "read/part-refused error : bad=''",
      "read/part-refused error : worse=''",
      'read/part-refused error : worst',
    ])
    expect(document.diagnostics.map(({ refusedBy }) => refusedBy)).to.deep.equal([
      ['parse'],
      ['schema'],
      ['parse', 'schema'],
    ])
  })

  it('implies what is not there, and says so where that is worth a word', () => {
    const document = parseSample(`<sample id='1'/>`)
    expect(document.value).to.deep.equal({ id: '1', level: 0, tags: [], devices: [], volumes: [] })
    expect(document.diagnostics).to.deep.equal([
      {
        code: 'sample/level-missing',
        severity: 'info',
        message: "The attribute 'level' of the sample is missing in <sample>.",
        path: ['level'],
        span: { start: 1, end: 7 },
        refusedBy: ['schema'],
        help: 'Give a level.',
      },
    ])
    const silent = shape<{ a: number }>({ title: 'thing' }, { a: at('@a', count, { implied: 7 }) })
    const implied = parseDocument('<t/>', { root: 't', shape: silent })
    expect(implied.diagnostics).to.deep.equal([])
    expect(implied.value).to.deep.equal({ a: 7 })
  })

  it('takes an element without the telling attribute for a member, where the union says so', () => {
    interface A {
      type: 'a'
      x?: string
    }
    interface B {
      type: 'b'
    }
    const either: Shape<A | B> = variant<A | B, 'type'>(
      { title: 'either', key: 'type', attribute: 'type', otherwise: 'a' },
      {
        a: shape<A>({ title: 'a' }, { type: at('@type', oneOf('a'), { implied: 'a' }), x: optional(at('@x', text)) }),
        b: shape<B>({ title: 'b' }, { type: at('@type', oneOf('b')) }),
      },
    )
    const document = parseDocument(`<t x='1'/>`, { root: 't', shape: either })
    expect(document.value).to.deep.equal({ type: 'a', x: '1' })
    expect(document.set(['x'], '2').text).to.equal(`<t x='2'/>`)
    expect(document.spanOf(['x'], 'name')).to.deep.equal({ start: 3, end: 4 })
    expect(messages(parseDocument(`<t type=''/>`, { root: 't', shape: either }))).to.deep.equal([
      "The attribute 'type', which tells what an either is, is empty.",
    ])
  })

  it('leaves out of the value what libvirt drops for a part it lacks, and keeps it in the draft', () => {
    interface Leaf {
      key: 'k'
    }
    interface Inner extends Leaf {
      more: Leaf[]
    }
    interface Outer {
      id: string
      box?: Inner
      must: Inner
      list: Inner[]
    }
    const DROPPED: Fault = { code: 'inner/dropped', refusedBy: [], severity: 'warning', effect: 'dropped' }
    const key = at('@key', oneOf('k'), { missing: DROPPED, invalid: DROPPED })
    const leaf = shape<Leaf>({ title: 'leaf' }, { key })
    const inner = shape<Inner>({ title: 'inner' }, { key, more: list('leaf', leaf) })
    const outer = shape<Outer>(
      { title: 'outer' },
      { id: at('@id', text), box: optional(at('box', inner)), must: at('must', inner), list: list('inner', inner) },
    )
    const document = parseDocument(
      `<t id=''><box key='?'/><must key='k'/><inner><leaf key='k'/></inner><inner key='k'><leaf/><leaf key='k'/></inner>` +
        `<inner key='bad'/></t>`,
      { root: 't', shape: outer },
    )
    expect(document.diagnostics.every(({ code, effect }) => code === 'inner/dropped' && effect === 'dropped')).to.equal(
      true,
    )
    expect(document.draft).to.deep.equal({
      id: '',
      box: { more: [] },
      must: { key: 'k', more: [] },
      list: [{ more: [{ key: 'k' }] }, { key: 'k', more: [{}, { key: 'k' }] }, { more: [] }],
    })
    expect(document.value).to.deep.equal({
      id: '',
      must: { key: 'k', more: [] },
      list: [{ key: 'k', more: [{ key: 'k' }] }],
    })
  })

  it('leaves out items of a union whose faults are no errors', () => {
    interface A {
      type: 'a'
    }
    const IGNORED: Fault = { code: 'a/ignored', refusedBy: [], severity: 'warning', effect: 'ignored' }
    const union = variant<A, 'type'>(
      { title: 'union', key: 'type', attribute: 'type', missing: IGNORED, unknown: IGNORED },
      { a: shape<A>({ title: 'a' }, { type: at('@type', oneOf('a')) }) },
    )
    const many = shape<{ items: A[]; one?: A }>(
      { title: 'many' },
      { items: list('i', union), one: optional(at('o', union)) },
    )
    const document = parseDocument(`<t><i type='z'/><i type='a'/><i/><o type='y'/></t>`, { root: 't', shape: many })
    expect(document.draft).to.deep.equal({ items: [{}, { type: 'a' }, {}], one: {} })
    expect(document.value).to.deep.equal({ items: [{ type: 'a' }] })
  })

  it('takes an optional list without items for an absent one', () => {
    expect(
      parseSample(`<sample id='1'><limits level='0'/><feature name='slots'/></sample>`).value,
    ).not.to.have.property('slots')
    const thing = shape<{ flags?: { key: string }[]; on?: boolean }>(
      { title: 'thing' },
      { flags: optional(list('f', shape<{ key: string }>({ title: 'f' }, { key: at('@key', text) }))), on: flag('on') },
    )
    expect(parseDocument('<t/>', { root: 't', shape: thing }).value).to.deep.equal({})
  })

  it('takes names that objects inherit for names like any other', () => {
    const document = parseSample(
      `<sample id='1' __proto__='a' constructor='b'><limits level='0'/><__proto__><id/></__proto__><constructor/>` +
        `<devices><device type='__proto__'/><device type='constructor'/></devices></sample>`,
    )
    expect(Object.getPrototypeOf(document.draft)).to.equal(Object.prototype)
    expect(document.draft.devices).to.deep.equal([{}, {}])
    expect(document.diagnostics.map(({ code }) => code)).to.deep.equal([
      'read/part-unknown',
      'read/part-unknown',
      'read/part-unknown',
      'read/part-unknown',
      'read/type-unknown',
      'read/type-unknown',
    ])
    expect(({} as Record<string, unknown>)['id']).to.equal(undefined)
  })

  it('never throws, and every span is inside the text', () => {
    const damaged = fc
      .tuple(anySample, anyLayout, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }), fc.nat(3))
      .map(([value, layout, offset, put, cut]) => {
        const text = layout(writeElement(sample, value, { name: 'sample', where: undefined }), true)
        const start = offset % text.length
        return text.slice(0, start) + put + text.slice(start + cut)
      })
    fc.assert(
      fc.property(fc.oneof(fc.string(), damaged), (text) => {
        for (const document of [
          parseSample(text),
          parseDomain(text),
          parseOpenSample(new TextEncoder().encode(text)),
        ]) {
          for (const { span, path } of document.diagnostics) {
            expect(span.start).to.be.within(0, span.end)
            expect(span.end).to.be.at.most(document.text.length)
            expect(document.nearestSpan(path).end).to.be.at.most(document.text.length)
          }
          const failed = document.diagnostics.some(({ severity }) => severity === 'error')
          expect(document.value === undefined).to.equal(failed)
        }
      }),
      { numRuns: 400 },
    )
  }).timeout(60_000)
})
