import { expect } from 'chai'
import fc from 'fast-check'
import { parseCompatibilityJson } from '../../../lib/machine/migration/compatibility-json.js'
import {
  parseCompatibilityFields,
  parseCompatibilityText,
  parseCompatiblePatterns,
} from '../../../lib/machine/migration/compatibility-text.js'
import { inVersionRanges, parseSoftwareVersion, parseVersionRanges } from '../../../lib/machine/migration/version.js'
import type { Diagnostic } from '../../../lib/diagnostic.js'
import { printable } from '../../../lib/xml/visible.js'
import { instances } from '../../thorough.js'
import '../../seed.js'

const faults = (text: string, diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(({ code, span }) => [code.replace('compatibility/', ''), text.slice(span.start, span.end)])

describe('parseCompatibilityText', () => {
  const ofText = (text: string) => faults(text, parseCompatibilityText(text).diagnostics)

  it('reads blocks, quotes, comments and any line end', () => {
    const text =
      '# made by hand\r\nSELF: # this one\r\n  a = "x # y" # note\r\n\tb=z#note\r\n\r\nCOMPATIBLE:\n\ta={v:string:"#",b}# note\n\tb="{v}"\nCOMPATIBLE:\n'
    expect(parseCompatibilityText(text)).to.deep.equal({
      value: {
        self: { a: 'x # y', b: 'z' },
        accepts: [{ fields: { a: '{v:string:"#",b}', b: '"{v}"' } }, { fields: {} }],
      },
      diagnostics: [],
    })
  })

  it('tells each fault at its place', () => {
    expect(ofText('')).to.deep.equal([['empty', '']])
    expect(ofText('a=1\nSELF:\na=1\na=2\nb\n=c\nSELF:\n')).to.deep.equal([
      ['line-invalid', 'a=1'],
      ['field-repeated', 'a=2'],
      ['line-invalid', 'b'],
      ['line-invalid', '=c'],
      ['self-repeated', 'SELF:'],
    ])
    expect(ofText('SELF:\na="x\nb="x" y\n')).to.deep.equal([
      ['quote-unclosed', '"x'],
      ['line-invalid', 'y'],
    ])
    expect(
      ofText(
        'COMPATIBLE:\na={v\nb={}\nc={w:int:1,x}\nd={w:int:1}\ne={u}\nf={s:string:p}/2\ng={i:int:2}/0\nh={q:int:}\ni={r:float:1}\nj={t:string:"a}\nk={t:string:"a"b}',
      ).map(([code, at]) => `${code ?? ''} ${at ?? ''}`),
    ).to.deep.equal(
      [
        'template-invalid {v',
        'template-invalid {',
        'template-invalid {w:int:1,x}',
        'template-invalid {w:int:1}',
        'template-invalid {q:int:}',
        'template-invalid {r',
        'template-invalid {t:string:"a}',
        'template-invalid {t:string:"a"b}',
        'template-invalid /0',
        'template-invalid {u}',
        'template-invalid {s:string:p}',
      ].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)),
    )
  })

  it('gives nothing where there is an error', () => {
    expect(parseCompatibilityText('SELF:\na\n').value).to.equal(undefined)
  })
})

/** Faults of patterns stand in the order of the text, and behind them those of variables. */
const ORDER = [
  'template-invalid {v',
  'template-invalid {',
  'template-invalid {w:int:1,x}',
  'template-invalid {w:int:1}',
  'template-invalid /0',
  'template-invalid {q:int:}',
  'template-invalid {r',
  'template-invalid {t:string:"a}',
  'template-invalid {t:string:"a"b}',
  'template-invalid {u}',
  'template-invalid {s:string:p}',
]

describe('parseCompatibilityFields', () => {
  it('reads lines without headers, where # is a part of a value', () => {
    expect(parseCompatibilityFields('# a comment\nurl=http://x/#y\na={b}\n').value).to.deep.equal({
      url: 'http://x/#y',
      a: '{b}',
    })
    expect(faults('a', parseCompatibilityFields('a').diagnostics)).to.deep.equal([['line-invalid', 'a']])
    expect(parseCompatiblePatterns('a={b}\n').diagnostics[0]?.message).to.equal(
      'a: The variable b is declared nowhere in its set.',
    )
  })
})

describe('parseCompatibilityJson', () => {
  it('reads what the mail wrote, and remarks what is no JSON', () => {
    const text = `{ // as it was
  "device_api":"vfio-pci", "vendor":"name", "version":{"major":0,"minor":1,"bugfix":2},
  "vfio-pci":{"vendor":0x1234,"device":0xFFFFFFFF}
  "vendor_fields":[{"k":1},{"l":true}], /* more */
  "mdev_attrs":[{"attribute0":"VALUE"},{"n":2},], }`
    const { value, diagnostics } = parseCompatibilityJson(text)
    const fields = {
      device_api: 'vfio-pci',
      vendor: 'name',
      'vfio-pci.vendor': '0x1234',
      'vfio-pci.device': '0xffffffff',
      'vendor_fields.k': '1',
      'vendor_fields.l': 'true',
    }
    expect(value).to.deep.equal({
      self: fields,
      softwareVersion: '0.1.2',
      accepts: [
        {
          fields,
          softwareVersion: '0.1.2',
          attributes: [
            { name: 'attribute0', value: 'VALUE' },
            { name: 'n', value: '2' },
          ],
        },
      ],
    })
    expect(diagnostics.map(({ severity, message }) => [severity, message])).to.deep.equal([
      ['info', 'JSON has no comments; they were read nevertheless.'],
      ['info', 'JSON has no hexadecimal numbers; they were read nevertheless.'],
      ['warning', 'A comma is missing between two values; it was read nevertheless.'],
    ])
  })

  it('takes texts literally', () => {
    const { value } = parseCompatibilityJson('{"a":"{x}"}')
    expect(value).to.deep.equal({ self: { a: '{x}' }, accepts: [{ fields: { a: '"{x}"' } }] })
  })

  it('tells each fault at its place', () => {
    const ofJson = (text: string) => {
      const { value, diagnostics } = parseCompatibilityJson(text)
      expect(value, text).to.equal(undefined)
      return faults(text, diagnostics)
    }
    expect(ofJson('')[0]?.[0]).to.equal('json-invalid')
    expect(ofJson('[]')).to.deep.equal([['empty', '[]']])
    expect(ofJson('[1]')).to.deep.equal([['value-invalid', '1']])
    expect(ofJson('{"version":{"major":1}}')).to.deep.equal([['value-invalid', '{"major":1}']])
    expect(ofJson('{"version":"1.0"}')).to.deep.equal([['value-invalid', '"1.0"']])
    expect(ofJson('{"a":null}')).to.deep.equal([['value-invalid', 'null']])
    expect(ofJson('{"a":"{\\""}')).to.deep.equal([['value-invalid', '"{\\""']])
    expect(ofJson('{"a":1,"a":2}')).to.deep.equal([['field-repeated', '"a"']])
    expect(ofJson('{"a.b":1,"a":{"b":2}}')).to.deep.equal([['field-repeated', '2']])
    expect(ofJson('{"mdev_attrs":[{"a":1,"b":2},3]}')).to.deep.equal([
      ['value-invalid', '{"a":1,"b":2}'],
      ['value-invalid', '3'],
    ])
    expect(ofJson('{"a":0x123456789}')).to.deep.equal([['json-invalid', '0x123456789']])
    expect(ofJson('{"a":}')[0]?.[0]).to.equal('json-invalid')
    expect(ofJson('['.repeat(100_000))[0]?.[0]).to.equal('json-invalid')
  })
})

describe('versions', () => {
  it('are major, minor and perhaps bugfix', () => {
    expect(parseSoftwareVersion('1.2')).to.deep.equal({ major: 1, minor: 2, bugfix: 0 })
    for (const text of ['', '1', '1.2.3.4', '1.x', '1.2-', '-1.2', ' 1.2', '1.9999999999'])
      expect(parseSoftwareVersion(text), text).to.equal(undefined)
  })

  it('come in lists', () => {
    const { ranges = [] } = parseVersionRanges('1.0.0, 2.0.2-2.0.4 ,3.1-')
    const inside = (text: string) =>
      inVersionRanges(parseSoftwareVersion(text) ?? { major: 99, minor: 0, bugfix: 0 }, ranges)
    expect(['1.0', '2.0.3', '3.1.0', '3.9.9'].map(inside)).to.deep.equal([true, true, true, true])
    expect(['1.0.1', '2.0.5', '2.1.0', '3.0.9', '4.0.0'].map(inside)).to.deep.equal([false, false, false, false, false])
  })

  it('tells what is none', () => {
    const text = '1.0.0,x,2.0.0-3.0.0,2.1.0-2.0.0,-1.0.0,,1.0-x'
    const { ranges, diagnostics } = parseVersionRanges(text)
    expect(ranges).to.equal(undefined)
    expect(faults(text, diagnostics)).to.deep.equal(
      ['x', '2.0.0-3.0.0', '2.1.0-2.0.0', '-1.0.0', '', '1.0-x'].map((item) => ['version-invalid', item]),
    )
  })
})

describe('hostile texts about migration', () => {
  const parsers = [
    parseCompatibilityText,
    parseCompatibilityFields,
    parseCompatiblePatterns,
    parseCompatibilityJson,
    parseVersionRanges,
  ]

  function sane(text: string): void {
    for (const parse of parsers) {
      const { diagnostics } = parse(text)
      expect(diagnostics.length).to.be.at.most(100)
      const wrong = diagnostics.filter(({ span: { start, end }, message }) => {
        const inside = start >= 0 && start <= end && end <= text.length
        return !inside || message.length > 1000 || message !== printable(message)
      })
      expect(wrong).to.deep.equal([])
    }
  }

  it('never throw, and are told with places inside the text', () => {
    const pieces = fc.constantFrom(
      ...[
        'SELF:',
        'COMPATIBLE:',
        '\n',
        '\t',
        'a',
        '=',
        '"',
        '{',
        '}',
        'v',
        ':int:',
        ':string:',
        ',',
        '/2',
        '#',
        '1',
        '-',
      ],
      ...['0x1', '[', ']', '//', '/*', '*/', '\\', '\u0000', '\u202e', '\ud800', 'version', '1.0.0', '2.0-', ' '],
    )
    const texts = fc.oneof(
      fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
      fc.string(),
    )
    fc.assert(fc.property(texts, sane), { numRuns: instances(500, 2000) })
  })

  it('are read in no time, however long', () => {
    const much = 1 << 18
    const started = performance.now()
    for (const piece of [
      '{',
      '"',
      'a=1\n',
      '=',
      '{a:int:',
      '{a:int:1,',
      '[',
      '\\"',
      '1.0.0,',
      '0x1 ',
      '/*',
      ' ',
      'SELF:\n',
      '{a}',
      '"\\a',
    ]) {
      sane(piece.repeat(Math.floor(much / piece.length)))
      sane(`COMPATIBLE:\n\tx=${piece.repeat(Math.floor((much - 20) / piece.length))}`)
      sane(`COMPATIBLE:\n\tx={v:string:${piece.repeat(Math.floor((much - 40) / piece.length))}`)
    }
    sane('x'.repeat((1 << 20) + 1))
    expect(performance.now() - started).to.be.below(10_000)
  }).timeout(20_000)
})
