import { expect } from 'chai'
import fc from 'fast-check'
import { count, oneOf, text, word } from '../../lib/shape/codecs.js'
import { at, flag, list, optional, shape, type AnyShape } from '../../lib/shape/shape.js'
import { writeElement } from '../../lib/shape/write.js'
import { printElement } from '../../lib/xml/print.js'
import { anySample, parseSample, sample } from './sample.js'

const STEP = { name: 't', where: undefined }

function written(declared: AnyShape, value: unknown): string {
  return printElement(writeElement(declared, value, STEP))
}

describe('writing', () => {
  it('is undone by reading', () => {
    fc.assert(
      fc.property(anySample, (value) => {
        const text = printElement(writeElement(sample, value, { name: 'sample', where: undefined }))
        expect(parseSample(text).unwrap()).to.deep.equal(value)
      }),
      { numRuns: 300 },
    )
  }).timeout(60_000)

  it('follows the declared order, whatever order the value has', () => {
    expect(
      written(sample, {
        devices: [
          { path: '/p', size: 10, cache: false, type: 'disk' },
          { tags: [], up: true, type: 'bridge', mac: 'm' },
        ],
        volumes: [{ value: '', key: 'k' }],
        tags: [],
        cpu: { vendor: 'V', model: 'm' },
        slots: [{ index: 1 }],
        removable: true,
        media: 3,
        machine: 'q35',
        boot: '',
        level: 1,
        id: `<&'">`,
      }),
    ).to.equal(`<t id='&lt;&amp;&apos;&quot;&gt;'>
  <limits level='1'/>
  <os>
    <type machine='q35'/>
    <boot></boot>
  </os>
  <cpu model='m'>V</cpu>
  <feature name='removable' media='3'/>
  <feature name='slots'>
    <slot index='1'/>
  </feature>
  <devices>
    <device type='disk' mode='rw'>
      <source size='0x000a'>
        <file path='/p'/>
      </source>
      <cache on='no'/>
    </device>
    <device type='bridge' up='yes'>
      <mac address='m'/>
    </device>
    <volume key='k'>
      <value></value>
    </volume>
  </devices>
</t>`)
  })

  it('leaves out what is absent, implied or not there', () => {
    const thing = shape<{ a: number; b?: string; on?: boolean; l: { key: string }[] }>(
      { title: 'thing' },
      {
        a: at('@a', count, { implied: 7 }),
        b: optional(at('b', text)),
        on: flag('on'),
        l: list('l', shape<{ key: string }>({ title: 'l' }, { key: at('@key', text) })),
      },
    )
    expect(written(thing, { b: undefined, on: false, l: [], more: undefined })).to.equal('<t/>')
    expect(written(thing, { a: 7, on: true, l: [] })).to.equal(`<t a='7'>\n  <on/>\n</t>`)
  })

  it('writes what libvirt writes of a value, and all of it when asked', () => {
    interface Thing {
      type: 'x'
      a?: number
      b?: string
      must: string
    }
    const thing = shape<Thing>(
      {
        title: 'thing',
        unfolded: true,
        spaced: true,
        written: ({ a, ...rest }) => ({ ...rest, ...(a === 0 ? {} : { a }) }),
      },
      {
        type: at('@type', oneOf('x')),
        a: optional(at('@a', count)),
        b: optional(at('@b', text)),
        must: at('@must', text),
      },
    )
    const value = { type: 'x', a: 0, must: '' }
    expect(written(thing, value)).to.equal(`<t type='x' must=''>\n</t>`)
    expect(printElement(writeElement(thing, value, STEP, [], true))).to.equal(`<t type='x' a='0' must=''>\n</t>`)
    const bare = shape<Thing>(
      { title: 'thing', written: () => ({}) },
      {
        type: at('@type', oneOf('x')),
        a: optional(at('@a', count)),
        b: optional(at('@b', text)),
        must: at('@must', text),
      },
    )
    expect(written(bare, value)).to.equal('<t/>')
    expect(() => written(bare, { ...value, a: -1 })).to.throw(TypeError, 'a must be a decimal number')
  })

  it('refuses a wrong value with a TypeError that names its path', () => {
    const good = { id: '', level: 0, tags: [], devices: [], volumes: [] }
    const cases: readonly (readonly [unknown, string])[] = [
      [undefined, 'The sample must be sample as an object, not undefined.'],
      [[], 'The sample must be sample as an object, not a list.'],
      ['x', "The sample must be sample as an object, not 'x'."],
      [{ ...good, id: undefined }, 'id is missing.'],
      [Object.create(good), 'id is missing.'],
      [{ ...good, id: 1 }, 'id must be a text, not 1.'],
      [{ ...good, id: {} }, 'id must be a text, not an object.'],
      [{ ...good, id: null }, 'id must be a text, not null.'],
      [{ ...good, kind: 'c\u001b' }, "kind must be one of 'a', 'b', not 'c\\u001b'."],
      [{ ...good, name: '' }, "name must be a text that is not empty, not ''."],
      [{ ...good, level: 1.5 }, 'level must be a decimal number from 0 to 4294967295, not 1.5.'],
      [{ ...good, level: '1' }, "level must be a decimal number from 0 to 4294967295, not '1'."],
      [{ ...good, removable: 'yes' }, "removable must be true or false, not 'yes'."],
      [{ ...good, tags: {} }, 'tags must be a list, not an object.'],
      [{ ...good, tags: [{ key: 'a' }, { key: 'b', value: 1 }] }, 'tags[1].value must be a text, not 1.'],
      [{ ...good, tags: Array(1) }, 'tags[0] must be tag as an object, not undefined.'],
      [{ ...good, cpu: [] }, 'cpu must be CPU as an object, not a list.'],
      [{ ...good, cpu: { model: 'm', speed: 1 } }, 'cpu.speed is no field of a CPU.'],
      [{ ...good, devices: [{ type: 'tape' }] }, "devices[0].type must be one of 'disk', 'nic', 'bridge', not 'tape'."],
      [{ ...good, devices: [{}] }, "devices[0].type must be one of 'disk', 'nic', 'bridge', not undefined."],
      [{ ...good, devices: [Object.create({ type: 'disk' })] }, 'devices[0].type must be one of'],
      [{ ...good, devices: [{ type: 'constructor' }] }, 'devices[0].type must be one of'],
      [JSON.parse('{ "id": "", "__proto__": {} }'), '__proto__ is no field of a sample.'],
      [{ ...good, constructor: 1 }, 'constructor is no field of a sample.'],
    ]
    for (const [value, message] of cases) expect(() => written(sample, value)).to.throw(TypeError, message)
  })

  it('refuses characters that XML cannot carry', () => {
    const thing = shape<{ a: string; b?: string }>(
      { title: 'thing' },
      { a: at('@a', word), b: optional(at('b', text)) },
    )
    for (const [bad, name] of [
      ['\0', 'U+0000'],
      ['\u001b', 'U+001B'],
      ['\ud800', 'U+D800'],
      ['\uffff', 'U+FFFF'],
    ] as const) {
      const message = `holds the character ${name}, which XML cannot carry.`
      expect(() => written(thing, { a: `x${bad}` })).to.throw(TypeError, `a ${message}`)
      expect(() => written(thing, { a: 'x', b: bad })).to.throw(TypeError, `b ${message}`)
      expect(() => parseSample(`<sample id='1'/>`).set(['note'], bad)).to.throw(TypeError, `note ${message}`)
      expect(() => parseSample(`<sample id='1'><note/></sample>`).set(['note'], bad)).to.throw(
        TypeError,
        `note ${message}`,
      )
    }
    expect(written(thing, { a: '\t\n\r𝄞' })).to.equal(`<t a='&#9;&#10;&#13;𝄞'/>`)
  })
})
