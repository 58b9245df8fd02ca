import { expect } from 'chai'
import { stripVTControlCharacters } from 'node:util'
import type { Diagnostic } from '../../lib/diagnostic.js'
import { asJson, asText, type CheckedFile, checkReport, jsonText, printable, table } from '../../lib/report/index.js'
import { wrap } from '../../lib/report/wrap.js'

const finding: Diagnostic = {
  code: 'area/fault',
  severity: 'warning',
  message: "It is 'b'.",
  path: ['a', 0],
  span: { start: 5, end: 6 },
  refusedBy: [],
  effect: 'ignored',
  help: 'Write c.',
  related: [
    { span: { start: 0, end: 1 }, message: 'the first' },
    { file: 'other', span: { start: 2, end: 3 }, message: 'over there' },
    { file: 'unread', span: { start: 2, end: 3 }, message: 'anywhere' },
  ],
}
const file = (more: Partial<Diagnostic> = {}): CheckedFile[] => [
  { file: 'f.xml', kind: 'domain', text: 'a\n<a b/>\n', diagnostics: [{ ...finding, ...more }], notRun: [] },
  { file: 'other', kind: 'nodedev', text: 'x\ny', diagnostics: [], notRun: [] },
]

describe('asText', () => {
  it('has place, severity, code, message, source, related, effect, help', () => {
    expect(asText(file())).to.equal(
      [
        "f.xml:2:4: warning: area/fault: It is 'b'.",
        ' 2 | <a b/>',
        '   |    ^',
        '   = see: f.xml:1:1: the first',
        '   = see: other:2:1: over there',
        '   = see: unread: anywhere',
        '   = libvirt: accepted, but it has no effect',
        '   = help: Write c.',
        '',
      ].join('\n'),
    )
  })

  it('says behind the findings of a domain what libvirt says of it', () => {
    const verdict = { define: 'accepts', defineValidate: 'refuses', start: 'undecided' } as const
    const [first, second] = file()
    if (first === undefined || second === undefined) throw new Error('no files')
    const line = 'f.xml: libvirt: define: accepts; define --validate: refuses; start: undecided\n'
    expect(asText([{ ...first, verdict }, second])).to.equal(`${asText(file())}\n${line}`)
    expect(asText([{ ...first, diagnostics: [], verdict }])).to.equal('')
    expect(asText([{ ...first, verdict }], { colour: true })).to.include(
      'validate: \u001b[1;31mrefuses\u001b[0m; start',
    )
    const narrow = asText([{ ...first, file: '\u001b.xml', verdict }], { width: 50 }).split('\n\n')[1]
    expect(narrow).to.equal('\\u001b.xml: libvirt: define: accepts; define\n  --validate: refuses; start: undecided\n')
  })

  it('wraps sentences at the width', () => {
    const text = asText(file({ help: 'word '.repeat(30).trim() }), { width: 50 })
    expect(text.split('\n').filter((line) => line.length > 50)).to.deep.equal([])
    expect(text).to.include('\n     word word')
  })

  it('has colours when asked, and the same text', () => {
    const coloured = asText(file(), { colour: true })
    expect(coloured).to.include('\u001b[1;33mwarning\u001b[0m')

    expect(stripVTControlCharacters(coloured)).to.equal(asText(file()))
  })

  it('escapes what is hostile in every part', () => {
    const evil = '\u001b]0;x\u0007\n\u202e'
    const files = file({
      message: evil,
      help: evil,
      code: evil,
      related: [{ file: evil, span: finding.span, message: evil }],
    })

    expect(asText(files.map((each) => ({ ...each, file: evil, text: `ab\r\n\u009bcd` })))).to.match(/^[\n -~]*$/)
  })
})

describe('asJson', () => {
  it('has the keys of the format', () => {
    expect(checkReport(file()).files[0]?.diagnostics).to.deep.equal([
      {
        code: 'area/fault',
        severity: 'warning',
        message: "It is 'b'.",
        path: ['a', 0],
        line: 2,
        column: 4,
        endLine: 2,
        endColumn: 5,
        help: 'Write c.',
        refusedBy: [],
        effect: 'ignored',
        related: [
          { file: 'f.xml', line: 1, column: 1, message: 'the first' },
          { file: 'other', line: 2, column: 1, message: 'over there' },
          { file: 'unread', line: 1, column: 1, message: 'anywhere' },
        ],
      },
    ])
    expect(JSON.parse(asJson(file()))).to.deep.equal(JSON.parse(JSON.stringify(checkReport(file()))))
  })

  it('counts columns in UTF-16 units', () => {
    const [first] = file()
    if (first === undefined) throw new Error('no file')
    const [found] = checkReport([{ ...first, text: '😀é\t<x/>' }]).files
    expect(found?.diagnostics[0]).to.include({ line: 1, column: 6, endColumn: 7 })
  })
})

describe('what reaches a terminal', () => {
  it('is escaped in full, once', () => {
    const long = 'x'.repeat(500)
    expect(printable(long)).to.equal(long)
    expect(printable('a\u0000\u007f\u0085\u061c\u200b\u2066\ufeff\ud800\u{e0041}\u3164é漢')).to.equal(
      'a\\u0000\\u007f\\u0085\\u061c\\u200b\\u2066\\ufeff\\ud800\\u{e0041}\\u3164é漢',
    )
    expect(printable(printable('\u001b'))).to.equal('\\u001b')
  })

  it('is the same value as JSON', () => {
    const value = { 'k\u202e': ['\u0085\u2028\u007f\n\u{e0041}é\ud800', 1, null] }
    const text = jsonText(value)
    expect(JSON.parse(text)).to.deep.equal(value)
    expect(text).to.match(/^[\n -~é]*$/)
    expect(text).to.include('\\udb40\\udc41')
  })

  it('stands in columns', () => {
    const rows = [
      { name: '漢', count: 1 },
      { name: 'a\u001b', count: 100 },
    ]
    const text = table(
      [
        { title: 'N', cell: ({ name }) => name },
        { title: 'C', cell: ({ count }) => String(count), align: 'right' },
      ],
      rows,
    )
    expect(text).to.equal('N          C\n漢         1\na\\u001b  100\n')
  })

  it('is wrapped at blanks', () => {
    expect(wrap('  aa bb cc', 7, '    ')).to.equal('  aa bb\n    cc')
    expect(wrap('aaaaaaaaaa bb', 5)).to.equal('aaaaaaaaaa\nbb')
    expect(wrap('short', 5)).to.equal('short')
  })
})
