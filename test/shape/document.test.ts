import { expect } from 'chai'
import { DocumentError, type Document } from '../../lib/shape/document.js'
import { encodeXml, type XmlEncoding } from '../../lib/xml/encoding.js'
import { parseOpenSample, parseSample, type Sample } from './sample.js'

const TEXT = `<sample id='1' label="">
  <limits level='0'/>
  <name>n</name>
  <cpu model='m'/>
  <tag key='a'/>
  <devices>
    <device type='disk'><source><file path='/p'/></source></device>
    <device type='tape'/>
    <device/>
  </devices>
</sample>
`

describe('a document', () => {
  it('says where a path stands', () => {
    const document = parseSample(TEXT)
    const at = (path: readonly (string | number)[], part?: 'element' | 'name' | 'value'): string | undefined => {
      const span = document.spanOf(path, part)
      return span && document.text.slice(span.start, span.end)
    }
    expect([at(['id']), at(['id'], 'name'), at(['id'], 'value')]).to.deep.equal([`id='1'`, 'id', '1'])
    expect([at(['label'], 'value'), at(['label'], 'name')]).to.deep.equal(['label=""', 'label'])
    expect([at(['name']), at(['name'], 'name'), at(['name'], 'value')]).to.deep.equal(['<name>n</name>', 'name', 'n'])
    expect([at(['cpu']), at(['cpu'], 'value'), at(['cpu', 'model'])]).to.deep.equal([
      `<cpu model='m'/>`,
      `<cpu model='m'/>`,
      `model='m'`,
    ])
    expect([at([], 'name'), at(['tags'], 'name'), at(['tags', 0], 'name'), at(['devices'], 'name')]).to.deep.equal([
      'sample',
      'sample',
      'tag',
      'devices',
    ])
    expect(at(['devices', 0, 'path'], 'value')).to.equal('/p')
    expect(at(['devices', 1], 'element')).to.equal(`<device type='tape'/>`)
    for (const path of [
      ['kind'],
      ['arch'],
      ['slots'],
      ['slots', 0],
      ['tags', 1],
      ['tags', -1],
      ['tags', 0.5],
      ['tags', 'key'],
      ['devices', 0, 'size'],
      ['devices', 0, 'mac'],
      ['devices', 1, 'path'],
      ['devices', 2, 'path'],
      ['nothing'],
      [0],
      ['id', 'length'],
      ['name', 0],
      ['__proto__'],
      ['constructor', 'name'],
    ]) {
      expect(document.spanOf(path), path.join('.')).to.equal(undefined)
    }
    const nearest = (path: readonly (string | number)[]): string => {
      const { start, end } = document.nearestSpan(path)
      return document.text.slice(start, end)
    }
    expect(nearest(['id'])).to.equal('1')
    expect(nearest(['name'])).to.equal('name')
    expect(nearest(['id', 'x'])).to.equal('id')
    expect(nearest(['devices', 0, 'size'])).to.equal('source')
    expect(nearest(['devices', 1, 'path'])).to.equal('device')
    expect(nearest(['devices', 9])).to.equal('devices')
    expect(nearest(['slots', 9])).to.equal('sample')
  })

  it('has a draft but no value where there are errors', () => {
    const document = parseSample(TEXT)
    expect(document.draft.name).to.equal('n')
    expect(document.value).to.equal(undefined)
    expect(() => document.unwrap()).to.throw(
      DocumentError,
      "'tape' is no type of a device: known are 'disk', 'nic', 'bridge'. (and 1 more)",
    )
    const two = parseSample(`<sample><cpu/></sample>`)
    expect(() => two.unwrap())
      .to.throw(DocumentError, "The attribute 'id' of the sample is missing in <sample>. (and 1 more)")
      .with.property('diagnostics', two.diagnostics)
    expect(new DocumentError([]).message).to.equal('The document has no value.')
  })

  it('stands for text that is no XML, or another document', () => {
    for (const [input, code, certainty] of [
      ['', 'xml/empty', undefined],
      ['<sample', 'xml/tag-unclosed', undefined],
      ['<!DOCTYPE sample><sample/>', 'xml/doctype', 'unknown'],
      ['<domain/>', 'read/root-unexpected', undefined],
      [new Uint8Array([0x3c, 0xff]), 'xml/encoding-invalid', undefined],
    ] as const) {
      const document = parseSample(input)
      expect(document.diagnostics.map((each) => each.code)).to.deep.equal([code])
      expect(document.diagnostics[0]?.certainty).to.equal(certainty)
      expect(document.draft).to.deep.equal({})
      expect(document.value).to.equal(undefined)
      expect(document.spanOf([])).to.equal(undefined)
      expect(document.nearestSpan([]).end).to.equal(Math.min(1, document.text.length))
      expect(() => document.set(['id'], 'x')).to.throw(DocumentError)
      expect(() => document.append('tags', { key: 'x' })).to.throw(DocumentError)
    }
  })

  it('reads a document with faults of its namespaces', () => {
    const document = parseSample(`<sample id='1'><limits level='0'/><q:x/></sample>`)
    expect(document.diagnostics.map(({ code, severity, refusedBy }) => [code, severity, refusedBy])).to.deep.include([
      'xml/namespace-prefix-unbound',
      'warning',
      ['schema'],
    ])
    expect(document.value).to.have.property('id', '1')
  })

  it('never changes', () => {
    const document = parseOpenSample(`<sample id='1'><limits level='0'/><tag key='a'/></sample>`)
    const { text } = document
    const value = document.unwrap()
    const before = structuredClone(value)
    const next = document.set(['id'], '2').append('tags', { key: 'b' }).remove(['tags', 0])
    expect(next.text).to.equal(`<sample id='2'><limits level='0'/><tag key='b'/></sample>`)
    expect([document.text, document.value, document.draft]).to.deep.equal([text, before, before])
    value.id = 'mine'
    value.tags.push({ key: 'mine' })
    expect(document.draft).to.deep.equal(before)
    expect(document.set(['label'], 'x').value).to.deep.equal({ ...before, label: 'x' })
  })

  it('does not keep what a caller gave', () => {
    const tag = { key: 'a' }
    const document = parseSample(`<sample id='1'><limits level='0'/></sample>`).append('tags', tag)
    tag.key = 'b'
    expect(document.value?.tags).to.deep.equal([{ key: 'a' }])
  })

  it('has the bytes that were read', () => {
    const encodings: readonly (readonly [XmlEncoding, boolean, string])[] = [
      ['utf-8', false, ''],
      ['utf-8', true, ''],
      ['utf-8', true, `<?xml version='1.0' encoding='UTF-8'?>\r\n`],
      ['utf-16le', true, ''],
      ['utf-16be', true, `<?xml version='1.0' encoding='utf-16'?>\n`],
      ['iso-8859-1', false, `<?xml version='1.0' encoding='ISO-8859-1'?>\n`],
      ['us-ascii', false, `<?xml version='1.0' encoding='us-ascii'?>\n`],
    ]
    for (const [encoding, bom, prolog] of encodings) {
      const text = `${prolog}<sample id='${encoding === 'us-ascii' ? 'e' : 'é'}'/>\n`
      const bytes = encodeXml(text, encoding, bom)
      const document = parseSample(bytes)
      expect(document.text).to.equal(text)
      expect(document.toBytes()).to.deep.equal(bytes)
      const next: Document<Sample> = document.set(['label'], 'ü€')
      expect(parseSample(next.toBytes()).draft.label).to.equal('ü€')
      expect(next.remove(['label']).toBytes()).to.deep.equal(bytes)
    }
    expect(parseSample(`<sample id='é'/>`).toBytes()).to.deep.equal(new TextEncoder().encode(`<sample id='é'/>`))
  })

  it('takes back edits in the order they were made, and forgets them in the end', () => {
    const first = parseSample(`<sample id='&#49;'>\n  <os/>\n  <devices/>\n</sample>`)
    let document = first
    for (let round = 2; round < 60; round++) document = document.set(['id'], String(round))
    expect(document.set(['id'], '20').text).to.equal(first.set(['id'], '20').text)
    expect(document.set(['id'], '1').text).to.equal(first.text.replace('&#49;', '1'))
    const nested = first.set(['arch'], 'x').set(['id'], '2').append('devices', { type: 'nic', tags: [] })
    expect(nested.remove(['devices', 0]).set(['id'], '1').remove(['arch']).text).to.equal(first.text)
    expect(nested.replace(['id'], '3').set(['id'], '1').draft.id).to.equal('1')
    const other = first.set(['id'], '2').set(['label'], 'x').set(['id'], '1')
    expect(other.draft).to.deep.include({ id: '1', label: 'x' })
    expect(first.set(['cpu'], { model: 'm' }).set(['cpu', 'model'], 'n').remove(['cpu']).draft).to.deep.equal(
      first.draft,
    )
  })

  it('refuses an edit whose result could not be read', () => {
    const attributes = Array.from({ length: 999 }, (_, index) => ` a${index}=''`).join('')
    const full = parseSample(`<sample id='1'${attributes}/>`)
    expect(() => full.set(['label'], 'x')).to.throw(RangeError, 'The edit cannot be made: ')
  })
})
