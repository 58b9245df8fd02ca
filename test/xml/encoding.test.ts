import { expect } from 'chai'
import fc from 'fast-check'
import { decodeXml, encodeXml, scanXml, type XmlEncoding } from '../../lib/xml/index.js'
import { firstInvalidUtf8 } from '../../lib/xml/utf8.js'

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))
const utf16 = (text: string, first: 0 | 1): Uint8Array =>
  Uint8Array.from(
    [...text].flatMap((character) => {
      const unit = character.charCodeAt(0)
      return first === 0 ? [unit & 0xff, unit >>> 8] : [unit >>> 8, unit & 0xff]
    }),
  )
const declared = (encoding: string, rest = '<a>\u00e9</a>'): string =>
  `<?xml version='1.0' encoding='${encoding}'?>${rest}`

const read: readonly (readonly [
  what: string,
  bytes: Uint8Array,
  encoding: XmlEncoding,
  bom: boolean,
  content: string,
])[] = [
  ['UTF-8', bytesOf('<a>\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80</a>'), 'utf-8', false, '\u00e9\u20ac\u{1F600}'],
  ['UTF-8 with a byte order mark', bytesOf('\xef\xbb\xbf<a>\xc3\xa9</a>'), 'utf-8', true, '\u00e9'],
  ['UTF-8, declared', bytesOf(declared('utf8', '<a>\xc3\xa9</a>')), 'utf-8', false, '\u00e9'],
  [
    'UTF-8, declared and marked',
    bytesOf(`\xef\xbb\xbf${declared('UTF-8', '<a>\xc3\xa9</a>')}`),
    'utf-8',
    true,
    '\u00e9',
  ],
  ['ISO-8859-1', bytesOf(declared('ISO-8859-1', '<a>\xe9\x80</a>')), 'iso-8859-1', false, '\u00e9\u0080'],
  ['latin1', bytesOf(declared('latin1')), 'iso-8859-1', false, '\u00e9'],
  ['US-ASCII', bytesOf(declared('us-ascii', '<a>e</a>')), 'us-ascii', false, 'e'],
  ['UTF-16LE with a byte order mark', utf16('\ufeff<a>\u20ac</a>', 0), 'utf-16le', true, '\u20ac'],
  ['UTF-16BE with a byte order mark', utf16('\ufeff<a>\u20ac</a>', 1), 'utf-16be', true, '\u20ac'],
  ['UTF-16LE by its declaration', utf16(declared('UTF-16'), 0), 'utf-16le', false, '\u00e9'],
  ['UTF-16BE by its declaration', utf16(declared('utf-16be'), 1), 'utf-16be', false, '\u00e9'],
  ['UTF-16 declared UTF-8', utf16(`\ufeff${declared('utf-8')}`, 1), 'utf-16be', true, '\u00e9'],
  ['a malformed declaration, read as UTF-8', bytesOf("<?xml encoding='latin1'?><a>\xc3\xa9</a>"), 'utf-8', false, ''],
  ['no tag at all', bytesOf('x'), 'utf-8', false, ''],
  ['nothing', new Uint8Array(), 'utf-8', false, ''],
]

const refused: readonly (readonly [what: string, bytes: Uint8Array, code: string, message: string])[] = [
  ['a cut UTF-8 sequence', bytesOf('<a>\xe2\x82</a>'), 'encoding-invalid', 'The byte 0xe2 at offset 3 is not UTF-8.'],
  ['bad UTF-8 behind a mark', bytesOf('\xef\xbb\xbf<a>\xff'), 'encoding-invalid', '0xff at offset 6'],
  ['ISO-8859-1 without a declaration', bytesOf('<a>\xe9</a>'), 'encoding-invalid', '0xe9 at offset 3'],
  ['overlong UTF-8', bytesOf('<a>\xc0\xbc'), 'encoding-invalid', '0xc0 at offset 3'],
  ['US-ASCII above 0x7f', bytesOf(declared('ASCII')), 'encoding-invalid', '0xe9 at offset 41 is not US-ASCII'],
  ['half a UTF-16 unit', utf16('\ufeff<a/>', 0).subarray(0, 9), 'encoding-invalid', '0x3e at offset 8 is not UTF-16LE'],
  ['windows-1252', bytesOf(declared('windows-1252')), 'encoding-unsupported', "'windows-1252'"],
  ['UTF-32LE', bytesOf('\xff\xfe\0\0<\0\0\0'), 'encoding-unsupported', 'UTF-32'],
  ['UTF-32BE without a mark', bytesOf('\0\0\0<'), 'encoding-unsupported', 'UTF-32'],
  ['EBCDIC', bytesOf('\x4c\x6f\xa7\x94'), 'encoding-unsupported', 'EBCDIC'],
  [
    'UTF-16 declared in UTF-8',
    bytesOf(declared('UTF-16')),
    'encoding-invalid',
    "says 'UTF-16', but the document begins as UTF-8",
  ],
  ['UTF-16BE declared in UTF-16LE', utf16(declared('UTF-16BE'), 0), 'encoding-invalid', 'begins as UTF-16LE'],
  ['ISO-8859-1 declared in UTF-16', utf16(`\ufeff${declared('l1')}`, 1), 'encoding-invalid', 'begins as UTF-16BE'],
  ['ISO-8859-1 behind the mark of UTF-8', bytesOf(`\xef\xbb\xbf${declared('l1')}`), 'encoding-invalid', "'l1'"],
  ['two byte order marks', bytesOf('\xef\xbb\xbf\xef\xbb\xbf<a/>'), 'text-outside-root', 'second byte order mark'],
  ['too many bytes', new Uint8Array(192 * 1024 * 1024 + 1), 'too-long', '201326593 bytes'],
]

describe('decodeXml and encodeXml', () => {
  for (const [what, bytes, encoding, bom, content] of read) {
    it(`read and write ${what}`, () => {
      const decoded = decodeXml(bytes)
      if ('code' in decoded) throw new Error(decoded.message)
      expect([decoded.encoding, decoded.bom]).to.deep.equal([encoding, bom])
      const child = scanXml(decoded.text).root?.children[0]
      expect(child?.kind === 'text' ? child.value : '').to.equal(content)
      expect(encodeXml(decoded.text, encoding, bom)).to.deep.equal(bytes)
    })
  }

  for (const [what, bytes, code, message] of refused) {
    it(`refuse ${what}`, () => {
      const problem = decodeXml(bytes)
      expect(problem).to.include({ code: `xml/${code}`, fatal: true, start: 0, end: 0 })
      expect('message' in problem && problem.message).to.contain(message)
    })
  }

  it('find the first byte that is not UTF-8', () => {
    const good = [
      'a',
      '\xc2\x80',
      '\xdf\xbf',
      '\xe0\xa0\x80',
      '\xed\x9f\xbf',
      '\xef\xbf\xbf',
      '\xf0\x90\x80\x80',
      '\xf4\x8f\xbf\xbf',
    ]
    const bad = [
      '\x80',
      '\xc1\x80',
      '\xc2',
      '\xc2a',
      '\xe0\x9f\x80',
      '\xed\xa0\x80',
      '\xe1\x80',
      '\xf0\x8f\x80\x80',
      '\xf4\x90\x80\x80',
    ]
    bad.push('\xf1\x80\x80a', '\xf5\x80\x80\x80')
    expect(firstInvalidUtf8(bytesOf(good.join('')))).to.equal(-1)
    for (const sequence of bad) {
      const problem = decodeXml(bytesOf(`${good.join('')}${sequence}`))
      expect('message' in problem && problem.message).to.contain(`offset ${good.join('').length} `)
    }
  })

  it('leave a lone surrogate in UTF-16 to the scanner', () => {
    const decoded = decodeXml(utf16('\ufeff<a>\ud800</a>', 0))
    expect('text' in decoded && scanXml(decoded.text).problems[0]).to.include({
      code: 'xml/character-invalid',
      start: 3,
    })
  })

  it('write references for what an encoding cannot carry', () => {
    const written = (encoding: XmlEncoding): string =>
      String.fromCharCode(...encodeXml('<a>\u00e9\u20ac\u{1F600}</a>', encoding, false))
    expect(written('iso-8859-1')).to.equal('<a>\u00e9&#8364;&#128512;</a>')
    expect(written('us-ascii')).to.equal('<a>&#233;&#8364;&#128512;</a>')
  })

  it('give the same bytes back, for any bytes that are read', () => {
    const beginnings = fc.constantFrom(
      '',
      '\xef\xbb\xbf',
      '\xff\xfe',
      '\xfe\xff',
      declared('l1', ''),
      declared('ascii', ''),
    )
    fc.assert(
      fc.property(beginnings, fc.uint8Array(), (beginning, rest) => {
        const bytes = Uint8Array.from([...bytesOf(beginning), ...rest])
        const decoded = decodeXml(bytes)
        if ('code' in decoded) return
        expect(encodeXml(decoded.text, decoded.encoding, decoded.bom)).to.deep.equal(bytes)
      }),
    )
  })

  it('give the same text back, in every encoding of Unicode', () => {
    const encodings = fc.constantFrom<XmlEncoding>('utf-8', 'utf-16le', 'utf-16be')
    fc.assert(
      fc.property(encodings, fc.string({ unit: 'grapheme' }), (encoding, content) => {
        const text = `<a>${content.replace(/[<&]/g, '')}</a>`
        expect(decodeXml(encodeXml(text, encoding, true))).to.deep.equal({ text, encoding, bom: true })
      }),
    )
  })
})
