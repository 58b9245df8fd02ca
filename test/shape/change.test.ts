import { expect } from 'chai'
import { count, decimal, integer, oneOf, text, word } from '../../lib/shape/codecs.js'
import { parseDocument, type Document } from '../../lib/shape/document.js'
import { at, flag, list, optional, shape, variant } from '../../lib/shape/shape.js'
import { parseDomain } from '../../lib/libvirt/domain.js'
import type { MdevHostdev } from '../../lib/libvirt/hostdev.js'
import { parseNodeDevice } from '../../lib/libvirt/node-device.js'
import { parseOpenSample, parseSample, type Sample } from './sample.js'

const sampleWith = (content: string, attributes = ''): Document<Sample> =>
  parseSample(`<sample id='1'${attributes}>${content}</sample>`)

/** What stands between the tags of the root after an edit, with the end of the start tag. */
function after(before: Document<Sample>, edit: (document: Document<Sample>) => Document<Sample>): string {
  const next = edit(before)
  expect(next.draft).not.to.equal(before.draft)
  return next.text.replace(/^<sample id='1'/, '').replace(/<\/sample>$/, '')
}

describe('appending', () => {
  const add = (document: Document<Sample>): Document<Sample> => document.append('volumes', { key: 'v' })

  it('goes behind the last item, in its manner', () => {
    const first = `<volume key="a"/>`
    const cases: readonly (readonly [string, string])[] = [
      [
        `\n  <devices>\n    ${first}\n  </devices>\n`,
        `\n  <devices>\n    ${first}\n    <volume key="v"/>\n  </devices>\n`,
      ],
      [
        `\n\t<devices>\n\t\t${first}\n\t</devices>\n`,
        `\n\t<devices>\n\t\t${first}\n\t\t<volume key="v"/>\n\t</devices>\n`,
      ],
      [
        `\r\n <devices>\r\n  ${first}\r\n </devices>\r\n`,
        `\r\n <devices>\r\n  ${first}\r\n  <volume key="v"/>\r\n </devices>\r\n`,
      ],
      [`<devices>${first}</devices>`, `<devices>${first}<volume key="v"/></devices>`],
      [`<devices> ${first} </devices>`, `<devices> ${first} <volume key="v"/> </devices>`],
      [`\n<devices>\n\n${first}\n\n</devices>`, `\n<devices>\n\n${first}\n\n<volume key="v"/>\n\n</devices>`],
      [
        `\n<devices>\n${first} <!-- a -->\n</devices>`,
        `\n<devices>\n${first} <!-- a -->\n<volume key="v"/>\n</devices>`,
      ],
      [
        `\n<devices>\n${first}\n<!-- b -->\n</devices>`,
        `\n<devices>\n${first}\n<volume key="v"/>\n<!-- b -->\n</devices>`,
      ],
      [`<devices>\n text ${first}\n</devices>`, `<devices>\n text ${first} <volume key="v"/>\n</devices>`],
    ]
    for (const [before, expected] of cases) {
      expect(after(sampleWith(before), add)).to.equal(`>${expected}`)
      const document = sampleWith(before)
      expect(add(document).set(['id'], '2').set(['id'], '1').remove(['volumes', 1]).text).to.equal(document.text)
    }
  })

  it('fills an empty container, and leaves it as it was when the item goes', () => {
    const cases: readonly (readonly [string, string])[] = [
      [`\n  <devices/>\n`, `\n  <devices>\n    <volume key='v'/>\n  </devices>\n`],
      [`\n  <devices />\n`, `\n  <devices>\n    <volume key='v'/>\n  </devices>\n`],
      [`\n\t<devices></devices>\n`, `\n\t<devices>\n\t\t<volume key='v'/>\n\t</devices>\n`],
      [`\r\n  <devices>\r\n  </devices>\r\n`, `\r\n  <devices>\r\n    <volume key='v'/>\r\n  </devices>\r\n`],
      [`\n  <devices>  </devices>\n`, `\n  <devices>\n    <volume key='v'/>\n  </devices>\n`],
      [`\n  <devices>\n\n  </devices>\n`, `\n  <devices>\n    <volume key='v'/>\n\n  </devices>\n`],
      [`<devices/>`, `<devices><volume key='v'/></devices>`],
      [`<devices> </devices>`, `<devices><volume key='v'/> </devices>`],
      [`\n  <devices\n     x=""/>\n`, `\n  <devices\n     x="">\n    <volume key="v"/>\n  </devices>\n`],
      [
        `\n  <devices>\n    <!-- none -->\n  </devices>\n`,
        `\n  <devices>\n    <!-- none -->\n    <volume key='v'/>\n  </devices>\n`,
      ],
      [
        `\n  <devices>\n    <x/> <!-- x -->\n  </devices>\n`,
        `\n  <devices>\n    <x/> <!-- x -->\n    <volume key='v'/>\n  </devices>\n`,
      ],
      [`\n  <devices> <!-- x --></devices>\n`, `\n  <devices> <!-- x --> <volume key='v'/></devices>\n`],
      [`\n  <devices>t<!-- x --></devices>\n`, `\n  <devices>t<!-- x --><volume key='v'/></devices>\n`],
      [`\n  <devices><![CDATA[x]]></devices>\n`, `\n  <devices><![CDATA[x]]><volume key='v'/></devices>\n`],
      [`\n  <devices>\n    text\n  </devices>\n`, `\n  <devices>\n    text\n    <volume key='v'/>\n  </devices>\n`],
      [`\n  <devices>text</devices>\n`, `\n  <devices>text<volume key='v'/></devices>\n`],
      [`\n  <devices>&#32;</devices>\n`, `\n  <devices>&#32;<volume key='v'/></devices>\n`],
      [``, `<devices><volume key='v'/></devices>`],
      [`\n`, `\n  <devices>\n    <volume key='v'/>\n  </devices>\n`],
    ]
    for (const [before, expected] of cases) {
      const document = sampleWith(before)
      expect(after(document, add)).to.equal(`>${expected}`)
      expect(add(document).remove(['volumes', 0]).text).to.equal(document.text)
      const other = document.set(['id'], '2')
      expect(add(document).set(['id'], '2').remove(['volumes', 0]).text, before).to.equal(other.text)
      expect(add(document).set(['id'], '2').remove(['volumes']).text, before).to.equal(other.text)
    }
  })

  it('opens a root without content, also behind a declaration or a byte order mark', () => {
    const at = (text: string): string => parseSample(text).append('tags', { key: 'v' }).text
    expect(at(`<sample id="1"/>`)).to.equal(`<sample id="1"><tag key="v"/></sample>`)
    expect(at(`<sample id="1"/>\n`)).to.equal(`<sample id="1">\n  <tag key="v"/>\n</sample>\n`)
    expect(at(`\ufeff<sample id="1"/>\r\n`)).to.equal(`\ufeff<sample id="1">\r\n  <tag key="v"/>\r\n</sample>\r\n`)
    expect(at(`<?xml version='1.0'?>\n<sample id="1"/>`)).to.equal(
      `<?xml version='1.0'?>\n<sample id="1">\n  <tag key="v"/>\n</sample>`,
    )
    expect(at(`<?xml version='1.0'?><sample id="1"/>\n`)).to.equal(
      `<?xml version='1.0'?><sample id="1"><tag key="v"/></sample>\n`,
    )
    expect(at(`\n\t<sample id="1">\n <limits level="0"/>\n\t</sample>`)).to.equal(
      `\n\t<sample id="1">\n <limits level="0"/>\n <tag key="v"/>\n\t</sample>`,
    )
    expect(at(`<sample\rid="1"/>\r`)).to.equal(`<sample\rid="1">\r  <tag key="v"/>\r</sample>\r`)
  })

  it('makes the container in its declared place, and takes it away again', () => {
    const document = parseSample(`<sample id='1'>\n  <limits level='0'/>\n  <tag key='x'/>\n</sample>\n`)
    const made = document.append('slots', { index: 1 })
    expect(made.text).to.equal(
      `<sample id='1'>\n  <limits level='0'/>\n  <feature name='slots'>\n    <slot index='1'/>\n  </feature>\n  <tag key='x'/>\n</sample>\n`,
    )
    expect(made.set(['id'], '2').remove(['slots', 0]).text).to.equal(document.set(['id'], '2').text)
    const open = parseOpenSample(document.text).append('slots', { index: 1 })
    expect(open.text).to.match(/<tag key='x'\/>\n {2}<feature name='slots'>/)
  })

  it('keeps a container that was made, when something else has come into it', () => {
    const made = parseSample(`<sample id='1'>\n</sample>`)
      .append('devices', { type: 'nic', tags: [] })
      .append('volumes', { key: 'v' })
    const left = made.remove(['devices', 0])
    expect(left.text).to.equal(`<sample id='1'>\n  <devices>\n    <volume key='v'/>\n  </devices>\n</sample>`)
    expect(left.remove(['volumes', 0]).text).to.equal(`<sample id='1'>\n</sample>`)

    interface Deep {
      size?: string
      items: { key: string }[]
    }
    const deep = shape<Deep>(
      { title: 'deep' },
      {
        items: list('a/b/i', shape<{ key: string }>({ title: 'i' }, { key: at('@k', text) })),
        size: optional(at('a/b/@size', text)),
      },
    )
    const grown = parseDocument(`<t><a/></t>`, { root: 't', shape: deep })
      .append('items', { key: 'k' })
      .set(['size'], '2')
    expect(grown.text).to.equal(`<t><a><b size='2'><i k='k'/></b></a></t>`)
    expect(grown.remove(['items', 0]).text).to.equal(`<t><a><b size='2'></b></a></t>`)
    expect(grown.remove(['size']).remove(['items', 0]).text).to.equal(`<t><a/></t>`)
    const two = parseDocument(`<t><a/></t>`, { root: 't', shape: deep })
      .append('items', { key: 'k' })
      .append('items', { key: 'l' })
    expect(two.remove(['items', 0]).remove(['items', 0]).text).to.equal(`<t><a/></t>`)
    const beside = parseDocument(`<t><a>x</a></t>`, { root: 't', shape: deep })
      .append('items', { key: 'k' })
      .append('items', { key: 'l' })
    expect(beside.remove(['items']).text).to.equal(`<t><a>x</a></t>`)
  })

  it('writes all that was wished, also what libvirt leaves out', () => {
    const guest = parseDomain(`<domain>\n  <devices/>\n</domain>\n`)
    const wish: MdevHostdev = {
      mode: 'subsystem',
      managed: false,
      type: 'mdev',
      model: 'vfio-pci',
      uuid: '8a9b1c2d-0000-4000-8000-000000000001',
      address: { type: 'pci', domain: 0, bus: 0, slot: 0, function: 0 },
    }
    const next = guest.append('hostdevs', wish)
    expect(next.value?.hostdevs).to.deep.equal([wish])
    expect(next.remove(['hostdevs', 0]).text).to.equal(guest.text)
    const device = parseNodeDevice(`<device/>`)
    expect(device.set(['name'], 'pci_0000_00_02_0').text).to.equal(`<device><name>pci_0000_00_02_0</name></device>`)
  })
})

describe('inserting', () => {
  it('goes in front of the item at the index', () => {
    const document = sampleWith(`\n  <tag key="a"/> <!-- a -->\n\n  <tag key="b"/>\n`)
    const middle = document.insert(['tags', 1], { key: 'v', value: '<' })
    expect(after(document, () => middle)).to.equal(
      `>\n  <tag key="a"/> <!-- a -->\n\n  <tag key="v">\n    <value>&lt;</value>\n  </tag>\n\n  <tag key="b"/>\n`,
    )
    expect(middle.set(['id'], '2').remove(['tags', 1]).text).to.equal(document.set(['id'], '2').text)
    expect(after(document, (d) => d.insert(['tags', 2], { key: 'v' }))).to.match(/"b"\/>\n\n {2}<tag key="v"\/>\n$/)
    expect(after(document, (d) => d.insert(['tags', 0], { key: 'v' }))).to.match(
      /^>\n {2}<tag key="v"\/>\n {2}<tag key="a"/,
    )
  })

  it('refuses an index that is none', () => {
    const document = sampleWith(`<tag key='a'/>`)
    for (const index of [-1, 2, 0.5, Number.NaN]) {
      expect(() => document.insert(['tags', index], { key: 'v' })).to.throw(
        TypeError,
        `tags has 1 items; nothing can be inserted at ${index}.`,
      )
    }
  })
})

describe('setting', () => {
  it('changes a value between its quotes', () => {
    const document = sampleWith('', ` kind = "a"\n  label='x'`)
    expect(after(document, (d) => d.set(['kind'], 'b'))).to.equal(` kind = "b"\n  label='x'>`)
    expect(after(document, (d) => d.set(['label'], `"'<&>\n`))).to.equal(
      ` kind = "a"\n  label='"&apos;&lt;&amp;&gt;&#10;'>`,
    )
  })

  it('adds an attribute in its declared place, spaced as its neighbour', () => {
    expect(after(sampleWith('', ` label="x"`), (d) => d.set(['kind'], 'b'))).to.equal(` kind='b' label="x">`)
    expect(after(sampleWith('', `\n  label="x"`), (d) => d.set(['kind'], 'b'))).to.equal(` kind='b'\n  label="x">`)
    expect(after(sampleWith('', `\n  kind="a"\n  x='1'`), (d) => d.set(['label'], 'b'))).to.equal(
      `\n  kind="a"\n  label="b"\n  x='1'>`,
    )
    const bare = parseDocument(`<sample  label="x"/>`, {
      root: 'sample',
      shape: shape<{ id?: string; label?: string }>(
        { title: 's' },
        { id: optional(at('@id', text)), label: optional(at('@label', text)) },
      ),
    })
    expect(bare.set(['id'], 'b').text).to.equal(`<sample  id="b"  label="x"/>`)
    expect(bare.remove(['label']).set(['id'], 'b').text).to.equal(`<sample id='b'/>`)
    expect(sampleWith(`<limits/>`).set(['level'], 4).text).to.equal(`<sample id='1'><limits level='4'/></sample>`)
    const unknown = sampleWith(`<limits y="2"/>`).set(['level'], 4)
    expect(unknown.text).to.equal(`<sample id='1'><limits y="2" level="4"/></sample>`)
  })

  it('changes a text, and keeps comments beside it', () => {
    const note = (content: string): string => after(sampleWith(content), (d) => d.set(['note'], 'a<b'))
    expect(note(`<note>x</note>`)).to.equal(`><note>a&lt;b</note>`)
    expect(note(`<note/>`)).to.equal(`><note>a&lt;b</note>`)
    expect(note(`<note></note>`)).to.equal(`><note>a&lt;b</note>`)
    expect(note(`<note><!-- c --></note>`)).to.equal(`><note>a&lt;b<!-- c --></note>`)
    expect(note(`<note>x<!-- c --><![CDATA[y]]>z</note>`)).to.equal(`><note>a&lt;b<!-- c --></note>`)
  })

  it('leaves another spelling of the same value alone', () => {
    const document = sampleWith(
      `<cpu model='&#109;' threads='0x10'>V<!-- c -->&#65;</cpu><devices><device type='disk'><source size='A'><file path=''/></source></device></devices>`,
    )
    expect(document.set(['cpu'], { model: 'm', threads: 16, vendor: 'VA' })).to.equal(document)
    expect(document.set(['cpu', 'threads'], 16)).to.equal(document)
    expect(document.set(['cpu', 'vendor'], 'VA')).to.equal(document)
    expect(document.set(['devices', 0, 'size'], 10)).to.equal(document)
    expect(document.set(['devices', 0, 'size'], 11).text).to.contain(`size='0x000b'`)
    expect(document.set(['cpu', 'threads'], 2).set(['cpu', 'threads'], 16).text).to.equal(document.text)
    expect(document.set(['cpu', 'vendor'], 'B').set(['cpu', 'vendor'], 'C').set(['cpu', 'vendor'], 'VA').text).to.equal(
      document.text,
    )
  })

  it('makes what is missing on the way, in the declared place', () => {
    expect(after(sampleWith(`\n  <os>\n    <boot/>\n  </os>\n`), (d) => d.set(['machine'], 'q35'))).to.equal(
      `>\n  <os>\n    <type machine='q35'/>\n    <boot/>\n  </os>\n`,
    )
    expect(after(sampleWith(`\n  <name>n</name>\n  <os/>\n`), (d) => d.set(['boot'], 'hd'))).to.equal(
      `>\n  <name>n</name>\n  <os>\n    <boot>hd</boot>\n  </os>\n`,
    )
    expect(after(sampleWith(`<cpu model='a'/>`), (d) => d.set(['arch'], 'x'))).to.equal(
      `><os><type arch='x'/></os><cpu model='a'/>`,
    )
    expect(after(sampleWith(``), (d) => d.set(['cpu', 'model'], 'x'))).to.equal(`><cpu model='x'/>`)
    expect(after(sampleWith(``), (d) => d.set(['removable'], true))).to.equal(`><feature name='removable'/>`)
    expect(after(sampleWith(`<feature name='slots'/>`), (d) => d.set(['media'], 3))).to.equal(
      `><feature name='removable' media='3'/><feature name='slots'/>`,
    )
    expect(() => sampleWith('').set(['cpu', 'threads'], 3)).to.throw(TypeError, 'cpu.model is missing.')
  })

  it('keeps what no field knows inside an object', () => {
    const document = sampleWith(
      `\n  <devices>\n    <device type='nic' x='1'>\n      <!-- c -->\n      <mac address='a' y="2"/>\n      <z/>\n    </device>\n  </devices>\n`,
    )
    const next = document.set(['devices', 0], { type: 'bridge', mac: 'b', up: true, tags: [{ key: 'k' }] })
    expect(after(document, () => next)).to.equal(
      `>\n  <devices>\n    <device type='bridge' up='yes' x='1'>\n      <!-- c -->\n      <mac address='b' y="2"/>\n      <tag key='k'/>\n      <z/>\n    </device>\n  </devices>\n`,
    )
    expect(next.set(['devices', 0], { type: 'nic', mac: 'a', tags: [] }).text).to.equal(document.text)
    const bare = document.set(['devices', 0], { type: 'nic', tags: [] })
    expect(bare.text).to.contain(`<mac y="2"/>`)
  })

  it('puts another element in the place of one of another kind', () => {
    const document = sampleWith(`\n  <devices>\n    <device type="nic"><x/></device>\n  </devices>\n`)
    const next = document.set(['devices', 0], { type: 'disk', path: '/p' })
    expect(after(document, () => next)).to.equal(
      `>\n  <devices>\n    <device type="disk" mode="rw">\n      <source>\n        <file path="/p"/>\n      </source>\n    </device>\n  </devices>\n`,
    )
    expect(next.set(['devices', 0], { type: 'nic', tags: [] }).text).to.equal(document.text)
    expect(document.replace(['devices', 0], { type: 'nic', tags: [] }).text).to.contain(`    <device type="nic"/>\n`)
    const unknown = sampleWith(`<devices><device type='tape'><x/></device></devices>`)
    expect(unknown.set(['devices', 0], { type: 'nic', tags: [] }).text).to.contain(
      `<devices><device type='nic'/></devices>`,
    )
    expect(() => unknown.set(['devices', 0, 'type'], 'nic')).to.throw(TypeError, "'devices[0].type' is not a place")
  })

  it('mends what has faults, also where the wish is what was read all the same', () => {
    const document = sampleWith(`<cpu model='' threads='many' x='1'/><devices><device type='nic' up='?'/></devices>`)
    const next = document.set(['cpu'], { model: 'm' })
    expect(next.text).to.contain(`<cpu model='m' x='1'/>`)
    expect(next.set(['cpu', 'threads'], 2).remove(['cpu', 'threads']).text).to.equal(next.text)
    expect(document.set(['cpu', 'threads'], 2).remove(['cpu', 'threads']).text).to.contain(`<cpu model='' x='1'/>`)
    const bad = sampleWith(`<cpu model='m' threads='many'/>`)
    expect(bad.set(['cpu'], { model: 'm' }).text).to.equal(`<sample id='1'><cpu model='m'/></sample>`)
    expect(bad.set(['cpu'], { model: 'n' }).set(['cpu'], { model: 'm' }).text).to.equal(
      `<sample id='1'><cpu model='m'/></sample>`,
    )
    expect(bad.set(['cpu', 'threads'], 2).text).to.equal(`<sample id='1'><cpu model='m' threads='2'/></sample>`)
  })

  it('takes lists item by item', () => {
    const document = sampleWith(`\n  <tag key='a' x='1'/>\n  <!-- c -->\n  <tag key='b'/>\n`)
    expect(after(document, (d) => d.set(['tags'], [{ key: 'A' }]))).to.equal(
      `>\n  <tag key='A' x='1'/>\n  <!-- c -->\n`,
    )
    expect(after(document, (d) => d.set(['tags'], [{ key: 'a' }, { key: 'b' }, { key: 'c' }]))).to.equal(
      `>\n  <tag key='a' x='1'/>\n  <!-- c -->\n  <tag key='b'/>\n  <tag key='c'/>\n`,
    )
    expect(after(document, (d) => d.remove(['tags']))).to.equal(`>\n  <!-- c -->\n`)
    expect(document.set(['tags'], []).set(['tags'], [{ key: 'a' }, { key: 'b' }]).text).to.equal(document.text)
    const sparse: Sample['tags'] = []
    sparse[1] = { key: 'x' }
    expect(() => document.set(['tags'], sparse)).to.throw(TypeError, 'tags[0] must be tag as an object, not undefined.')
    expect(after(document, (d) => d.replace(['tags'], [{ key: 'z' }]))).to.match(/<tag key='z'\/>/)
  })

  it('sets the whole of a document', () => {
    const kind = {
      root: 't',
      shape: shape<{ a: string; b?: string }>({ title: 't' }, { a: at('@a', text), b: optional(at('b', text)) }),
    }
    const loose: {
      set(path: readonly [], value: unknown): Document<unknown>
      replace(path: readonly [], value: unknown): Document<unknown>
    } = parseDocument(`<t a='1' x=''/>`, kind) as never
    expect(loose.set([], { a: '2', b: 'c' }).text).to.equal(`<t a='2' x=''><b>c</b></t>`)
    expect(loose.replace([], { a: '2', b: 'c' }).text).to.equal(`<t a='2'><b>c</b></t>`)
  })
})

describe('removing', () => {
  it('takes the line with it, but not a comment behind', () => {
    const document = sampleWith(`\n  <name>n</name> <!-- n -->\n  <note>x</note>\n\n  <cpu model='m'/>\n`)
    expect(after(document, (d) => d.remove(['name']))).to.equal(
      `>\n  <!-- n -->\n  <note>x</note>\n\n  <cpu model='m'/>\n`,
    )
    expect(after(document, (d) => d.remove(['note']))).to.equal(
      `>\n  <name>n</name> <!-- n -->\n\n  <cpu model='m'/>\n`,
    )
    expect(after(document, (d) => d.remove(['cpu']))).to.equal(`>\n  <name>n</name> <!-- n -->\n  <note>x</note>\n`)
    expect(after(sampleWith(`<name>n</name><!-- n -->`), (d) => d.remove(['name']))).to.equal(`><!-- n -->`)
  })

  it('takes the elements with it that would hold nothing', () => {
    expect(after(sampleWith(`<os><type arch='a'/></os>`), (d) => d.remove(['arch']))).to.equal(`>`)
    expect(after(sampleWith(`<os><type arch='a'/><!-- c --></os>`), (d) => d.remove(['arch']))).to.equal(
      `><os><!-- c --></os>`,
    )
    expect(after(sampleWith(`<os><type arch='a' machine='m'/></os>`), (d) => d.remove(['arch']))).to.equal(
      `><os><type machine='m'/></os>`,
    )
    expect(after(sampleWith(`<os x=''><type\n arch='a'/></os>`), (d) => d.remove(['arch']))).to.equal(`><os x=''></os>`)
    expect(after(sampleWith(`<os><boot>x</boot></os>`), (d) => d.remove(['boot']))).to.equal(`>`)
    expect(after(sampleWith(`<cpu model='m'>V</cpu>`), (d) => d.remove(['cpu', 'vendor']))).to.equal(
      `><cpu model='m'></cpu>`,
    )
    expect(after(sampleWith(`<feature name='removable' media='1'/>`), (d) => d.remove(['media']))).to.equal(
      `><feature name='removable'/>`,
    )
    expect(after(sampleWith(`<feature name='removable' media='1'/>`), (d) => d.set(['removable'], false))).to.equal(`>`)
  })

  it('keeps an element whose text is one value while it holds another', () => {
    interface Thing {
      size?: string
      unit?: string
      note?: string
    }
    const thing = shape<Thing>(
      { title: 'thing' },
      {
        size: optional(at("a/size[@of='x']", word)),
        unit: optional(at("a/size[@of='x']/@unit", text)),
        note: optional(at('note', text)),
      },
    )
    const parse = (input: string): Document<Thing> => parseDocument(input, { root: 't', shape: thing })
    expect(parse(`<t><a><size of='x' unit='k'>1</size></a></t>`).remove(['size']).text).to.equal(
      `<t><a><size of='x' unit='k'></size></a></t>`,
    )
    expect(parse(`<t><a><size of='x' unit='k'/></a></t>`).remove(['size']).text).to.equal(
      `<t><a><size of='x' unit='k'/></a></t>`,
    )
    expect(parse(`<t><a><size of='x'>1</size></a></t>`).remove(['size']).text).to.equal(`<t></t>`)
    expect(parse(`<t><a><size of='x'>1<y/></size></a></t>`).remove(['size']).text).to.equal(
      `<t><a><size of='x'><y/></size></a></t>`,
    )
    expect(parse(`<t><note y=''>1</note></t>`).remove(['note']).text).to.equal(`<t></t>`)
  })

  it('does nothing where nothing is', () => {
    const document = sampleWith(`<limits/><os/><cpu model='m'/>`)
    for (const same of [
      document.remove(['label']),
      document.remove(['level']),
      document.remove(['arch']),
      document.remove(['tags']),
      document.remove(['slots']),
      document.remove(['removable']),
      document.remove(['cpu', 'vendor']),
      document.set(['removable'], false),
    ]) {
      expect(same).to.equal(document)
    }
  })
})

describe('replacing', () => {
  it('leaves nothing of the old element', () => {
    const document = sampleWith(`\n  <cpu model="m" x='1'>\n    <!-- c -->V</cpu>\n  <tag key='a' x=''/>\n`)
    expect(after(document, (d) => d.replace(['cpu'], { model: 'n' }))).to.equal(
      `>\n  <cpu model="n"/>\n  <tag key='a' x=''/>\n`,
    )
    expect(after(document, (d) => d.replace(['tags', 0], { key: 'b' }))).to.match(/<tag key='b'\/>\n$/)
    expect(after(sampleWith(''), (d) => d.replace(['cpu'], { model: 'n' }))).to.equal(`><cpu model='n'/>`)
    expect(after(document, (d) => d.replace(['id'], '2'))).to.match(/^<sample id='2'/)
  })
})

describe('a path that cannot be reached', () => {
  it('is a TypeError that names it', () => {
    const document = sampleWith(`<devices><device type='nic'/></devices>`)
    const loose = document as unknown as Record<
      'set' | 'insert' | 'replace' | 'append' | 'remove',
      (path: unknown, value?: unknown) => unknown
    >
    const cases: readonly (readonly [() => unknown, string])[] = [
      [() => loose.set(['nothing'], 1), "'nothing' is not a place in this document."],
      [() => loose.set(['__proto__'], 1), "'__proto__' is not a place"],
      [() => loose.set(['constructor', 'name'], 1), "'constructor' is not a place"],
      [() => loose.set(['cpu', '__proto__'], { x: 1 }), 'cpu.__proto__ is no field of a CPU'],
      [() => loose.set(['devices', 1], { type: 'nic', tags: [] }), "'devices[1]' is not a place"],
      [() => loose.set(['devices', 1, 'mac'], 'x'), "'devices[1].mac' is not a place"],
      [() => loose.set(['devices', 0, 'path'], 'x'), "'devices[0].path' is not a place"],
      [() => loose.set(['devices', 'x'], 'x'), "'devices.x' is not a place"],
      [() => loose.set(['volumes', 0, 'key'], 'x'), "'volumes[0].key' is not a place"],
      [() => loose.set([0], 'x'), "'[0]' is not a place"],
      [() => loose.set(['id', 'x'], 'x'), "'id.x' is not a place"],
      [() => loose.set(['id', 0], 'x'), 'id is no list.'],
      [() => loose.set(['cpu', 'x'], 'x'), 'cpu.x is no field of a CPU'],
      [() => loose.set(['removable'], 'x'), "removable must be true or false, not 'x'."],
      [
        () => sampleWith(`<feature name='removable'/>`).set(['removable'], 1 as never),
        'removable must be true or false, not 1.',
      ],
      [() => loose.remove(['nothing']), "'nothing' is not a place"],
      [() => loose.remove([]), "'' is not a place"],
      [() => loose.remove(['cpu', 'cpu']), "'cpu.cpu' is not a place"],
      [() => loose.remove(['devices', 1]), "'devices[1]' is not a place"],
      [() => loose.remove(['devices', 0.5]), "'devices[0.5]' is not a place"],
      [() => loose.append('cpu', { model: 'x' }), 'cpu is no list.'],
      [() => loose.append('nothing', {}), "'nothing[0]' is not a place"],
      [() => loose.insert(['tags'], { key: 'x' }), "'tags' is not a place"],
      [() => loose.insert(['devices', 'x'], { type: 'nic', tags: [] }), 'nothing can be inserted at x.'],
      [() => loose.replace(['devices', 7], { type: 'nic', tags: [] }), "'devices[7]' is not a place"],
      [() => loose.set('id', 1), 'A path must be a list of keys and indices, not string.'],
      [() => loose.set([Symbol.iterator], 1), 'A path holds keys and indices, not symbol.'],
      [() => loose.set(['tags'], { length: 1 }), 'tags must be a list, not an object.'],
      [() => loose.set(['\u001b[2J'], 1), "'\\u001b[2J' is not a place"],
    ]
    for (const [edit, message] of cases) expect(edit).to.throw(TypeError, message)
    expect(({} as Record<string, unknown>)['x']).to.equal(undefined)
  })
})

describe('declarations that share an element', () => {
  it('are edited as far as they go', () => {
    interface Odd {
      part?: { a?: string }
      more?: string
      own?: { b?: number }
      kinds: ({ type: 'x'; n: number } | { type: 'y' })[]
      on?: boolean
    }
    const kinds = variant<Odd['kinds'][number], 'type'>(
      { title: 'kind', key: 'type', attribute: 'type' },
      {
        x: shape<{ type: 'x'; n: number }>(
          { title: 'x' },
          {
            type: at('@type', oneOf('x')),
            n: at('@n', integer({ min: 0, max: 9, base: 10, expected: 'a digit', write: decimal })),
          },
        ),
        y: shape<{ type: 'y' }>({ title: 'y' }, { type: at('@type', oneOf('y')) }),
      },
    )
    const odd = shape<Odd>(
      { title: 'odd' },
      {
        part: optional(at('part', shape<{ a?: string }>({ title: 'part' }, { a: optional(at('@a', text)) }))),
        more: optional(at('part/@more', text)),
        own: optional(at('.', shape<{ b?: number }>({ title: 'own' }, { b: optional(at('@b', count)) }))),
        kinds: list("k[@of='k']", kinds),
        on: flag('on'),
      },
    )
    const document = parseDocument(`<t><part a='1'/><k of='k' type='y'/></t>`, { root: 't', shape: odd })
    expect(document.set(['more'], '2').text).to.contain(`<part a='1' more='2'/>`)
    expect(document.set(['own'], { b: 2 }).text).to.contain(`<t b='2'>`)
    expect(document.replace(['own'], { b: 2 }).text).to.equal(`<t b='2'/>`)
    expect(document.set(['kinds', 0], { type: 'x', n: 3 }).text).to.contain(`<k of='k' type='x' n='3'/>`)
    expect(document.set(['on'], true).set(['on'], true).text).to.equal(document.set(['on'], true).text)
  })
})
