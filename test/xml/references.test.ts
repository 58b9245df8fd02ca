import { expect } from 'chai'
import fc from 'fast-check'
import {
  escapeAttribute,
  escapeText,
  firstInvalidCharacter,
  isName,
  scanXml,
  textOf,
  visible,
} from '../../lib/xml/index.js'

const carried = fc.string({ unit: 'binary' }).filter((text) => firstInvalidCharacter(text) < 0)

describe('escapeText and escapeAttribute', () => {
  it('escape as libvirt does', () => {
    expect(escapeText(`a & b < c > d ' e " f`)).to.equal('a &amp; b &lt; c &gt; d &apos; e &quot; f')
    expect(escapeAttribute(`&<>'"`)).to.equal('&amp;&lt;&gt;&apos;&quot;')
    expect(escapeText('plain \u20ac')).to.equal('plain \u20ac')
  })

  it('keep white space from being normalized', () => {
    expect(escapeText('\t\n\r')).to.equal('\t\n&#13;')
    expect(escapeAttribute('\t\n\r')).to.equal('&#9;&#10;&#13;')
  })

  it('leave the quote alone that does not end the value', () => {
    expect(escapeAttribute(`'"`, '"')).to.equal(`'&quot;`)
    expect(escapeAttribute(`'"`, "'")).to.equal(`&apos;"`)
  })

  it('write what is read back', () => {
    fc.assert(
      fc.property(carried, fc.constantFrom("'" as const, '"' as const), (value, quote) => {
        const text = `<a b=${quote}${escapeAttribute(value, quote)}${quote} c='${escapeAttribute(value)}'>${escapeText(value)}</a>`
        const { root } = scanXml(text)
        expect(root?.attributes.map((attribute) => attribute.value)).to.deep.equal([value, value])
        expect(root && textOf(root)).to.equal(value)
      }),
    )
  })
})

describe('firstInvalidCharacter', () => {
  it('finds what XML cannot carry', () => {
    expect(firstInvalidCharacter('')).to.equal(-1)
    expect(firstInvalidCharacter('\t\n\r\u007f\u0085\u{1F600}\u{10ffff}\ufffd')).to.equal(-1)
    for (const bad of ['\0', '\u001f', '\ud800', '\udc00', '\ufffe', '\uffff', '\udc00\ud800']) {
      expect(firstInvalidCharacter(`ab${bad}c`), JSON.stringify(bad)).to.equal(2)
    }
    expect(firstInvalidCharacter('\u{1F600}', 0, 1)).to.equal(0)
    expect(firstInvalidCharacter('\0ab', 1)).to.equal(-1)
  })

  it('agrees with the scanner', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const [problem] = scanXml(`<a>${escapeText(value)}</a>`).problems
        expect(problem?.code).to.equal(firstInvalidCharacter(value) < 0 ? undefined : 'xml/character-invalid')
      }),
    )
  })
})

describe('isName', () => {
  it('knows names', () => {
    for (const name of ['a', 'a:b', ':', '_', 'a-b.c1', '\u00e9\u00b7', '\u{10000}'])
      expect(isName(name)).to.equal(true)
    for (const name of ['', '1', '-a', 'a b', 'a/', '\u00b7', '\u{F0000}', '\ud800', 'a\0']) {
      expect(isName(name)).to.equal(false)
    }
  })
})

describe('visible', () => {
  it('escapes what a terminal would obey or hide', () => {
    expect(visible('\u001b[31m\0\n\u009b\u202e\ufeff\u2028\ud800\uffff')).to.equal(
      '\\u001b[31m\\u0000\\u000a\\u009b\\u202e\\ufeff\\u2028\\ud800\\uffff',
    )
    expect(visible('\u{E0001}')).to.equal('\\u{e0001}')
    expect(visible('caf\u00e9 \u{1F600}')).to.equal('caf\u00e9 \u{1F600}')
  })

  it('shortens', () => {
    expect(visible('x'.repeat(60))).to.equal('x'.repeat(60))
    expect(visible('x'.repeat(61))).to.equal(`${'x'.repeat(60)}...`)
  })
})
