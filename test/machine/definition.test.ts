import { expect } from 'chai'
import { parseDefinition } from '../../lib/machine/definition/definition.js'

const faults = (text: string) =>
  parseDefinition(text).diagnostics.map(({ code, span }) => [code, text.slice(span.start, span.end)])

describe('parseDefinition', () => {
  it('reads what mdevctl stores', () => {
    const text =
      '{\n  "mdev_type": "vfio_ap-passthrough",\n  "start": "auto",\n  "attrs": [ {"assign_adapter": "5"}, {"assign_domain": "0xab"}, {"assign_adapter": "6"} ]\n}'
    const { definition, diagnostics } = parseDefinition(text)
    expect({ definition, diagnostics }).to.deep.equal({
      definition: {
        type: 'vfio_ap-passthrough',
        start: 'auto',
        attributes: [
          { name: 'assign_adapter', value: '5' },
          { name: 'assign_domain', value: '0xab' },
          { name: 'assign_adapter', value: '6' },
        ],
      },
      diagnostics: [],
    })
  })

  it('takes any start but auto for manual, and no attributes for none', () => {
    for (const start of ['"manual"', '"AUTO"', 'true', '1']) {
      const { definition } = parseDefinition(`{"mdev_type":"t","start":${start},"attrs":null,"unknown":{}}`)
      expect(definition, start).to.deep.equal({ type: 't', start: 'manual', attributes: [] })
    }
  })

  it('lets the last of repeated keys win', () => {
    expect(parseDefinition('{"mdev_type":"a","start":"auto","mdev_type":"b"}').definition?.type).to.equal('b')
  })

  it('tells each fault at its place', () => {
    expect(faults('{"mdev_type": 5, "start": null}')).to.deep.equal([
      ['definition/type-invalid', '5'],
      ['definition/start-missing', 'null'],
    ])
    expect(faults('{}')).to.deep.equal([
      ['definition/type-missing', '{'],
      ['definition/start-missing', '{'],
    ])
    expect(faults('{"mdev_type":"t","start":"auto","attrs":{}}')).to.deep.equal([
      ['definition/attributes-invalid', '{}'],
    ])
    expect(
      faults('{"mdev_type":"t","start":"auto","attrs":[{"a":"1"},{"b":2},{"c":"1","d":"2"},"e",{}]}'),
    ).to.deep.equal([
      ['definition/attributes-invalid', '2'],
      ['definition/attributes-invalid', '{"c":"1","d":"2"}'],
      ['definition/attributes-invalid', '"e"'],
      ['definition/attributes-invalid', '{}'],
    ])
  })

  it('refuses what is no JSON object', () => {
    for (const text of ['', '[]', '5', '{', '{"mdev_type":"t",}', '{} {}', '// c\n{}', 'not json']) {
      const { definition, diagnostics } = parseDefinition(text)
      expect(definition, text).to.equal(undefined)
      expect(diagnostics[0]?.code, text).to.match(/^definition\/(json-invalid|type-missing)$/)
    }
  })

  it('keeps what can be read of a faulty one, with its places', () => {
    const text = '{"mdev_type":"t","more":[1],"attrs":[{"a":1},{"b":"2"}]}'
    const { definition, draft, keys, spanOf } = parseDefinition(text)
    const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end)
    expect(definition).to.equal(undefined)
    expect(draft).to.deep.equal({ type: 't', attributes: [{}, { name: 'b', value: '2' }] })
    expect(keys.map(({ name, span, valueSpan }) => [name, at(span), at(valueSpan)])).to.deep.equal([
      ['mdev_type', '"mdev_type"', '"t"'],
      ['more', '"more"', '[1]'],
      ['attrs', '"attrs"', '[{"a":1},{"b":"2"}]'],
    ])
    expect(at(spanOf(['type']))).to.equal('"t"')
    expect(at(spanOf(['start']))).to.equal('{')
    expect(at(spanOf(['attributes', 1, 'name']))).to.equal('"b"')
    expect(at(spanOf(['attributes', 1, 'value']))).to.equal('"2"')
    expect(at(spanOf(['attributes', 1]))).to.equal('{"b":"2"}')
  })

  it('is not impressed by names of the language', () => {
    const text =
      '{"__proto__": {"mdev_type": "x"}, "constructor": 1, "mdev_type": "t", "start": "auto", "attrs": [{"__proto__": "v"}]}'
    expect(parseDefinition(text).definition).to.deep.equal({
      type: 't',
      start: 'auto',
      attributes: [{ name: '__proto__', value: 'v' }],
    })
  })
})
