import { expect } from 'chai'
import { excerpt } from '../../lib/report/excerpt.js'
import { LineCounter } from '../../lib/xml/lines.js'

/** Shows the part between `[` and `]` of a text. */
function shown(marked: string, width = 60): string {
  const start = marked.indexOf('[')
  const end = marked.indexOf(']') - 1
  const text = marked.replace('[', '').replace(']', '')
  return excerpt(text, new LineCounter(text), { start, end }, width)
    .flatMap(({ source, carets }) => (carets === '' ? [source] : [source, carets]))
    .join('\n')
}

describe('excerpt', () => {
  it('puts carets below a span', () => {
    expect(shown("one\n<a [b='c']/>\nthree")).to.equal("<a b='c'/>\n   ^^^^^")
  })

  it('puts one caret below an empty span, also at the end of a line and of the text', () => {
    expect(shown('ab[]c')).to.equal('abc\n  ^')
    expect(shown('abc[]\nd')).to.equal('abc\n   ^')
    expect(shown('abc[\r\n]d')).to.equal('abc\n   ^')
    expect(shown('abc\n[]')).to.equal('\n^')
  })

  it('reckons with tabs, wide and combining characters, and escapes', () => {
    expect(shown('\t[x]')).to.equal('    x\n    ^')
    expect(shown('漢字[é漢]z')).to.equal('漢字é漢z\n    ^^^')
    expect(shown('e\u0301[x]')).to.equal('e\u0301x\n ^')
    expect(shown('😀[😀]')).to.equal('😀😀\n  ^^')
    expect(shown('\u001b[\u202e]x')).to.equal('\\u001b\\u202ex\n      ^^^^^^')
    expect(shown('\u0301[x]')).to.equal('\\u{301}x\n       ^')
  })

  it('cuts long lines around the span', () => {
    const cut = shown(`${'a'.repeat(5000)}[bcd]${'e'.repeat(5000)}`, 40)
    const [source = '', carets = ''] = cut.split('\n')
    expect(source)
      .to.match(/^\.\.\.a+bcde+\.\.\.$/)
      .and.have.length(40)
    expect(carets.trimEnd()).to.equal(`${' '.repeat(source.indexOf('bcd'))}^^^`)
    expect(shown(`[${'b'.repeat(5000)}]`, 40)).to.equal(`${'b'.repeat(34)}...\n${'^'.repeat(34)}`)
    expect(shown(`${'a'.repeat(100)}[b]`, 40)).to.equal(`...${'a'.repeat(33)}b\n${' '.repeat(36)}^`)
    expect(shown(`[a]${'b'.repeat(100)}`, 40)).to.equal(`a${'b'.repeat(33)}...\n^`)
  })

  it('stays quick and within the width on any text', () => {
    const text = '😀\u0301\t\u001b漢'.repeat(200_000)
    const lines = new LineCounter(text)
    for (let offset = 0; offset < 40; offset++) {
      const [line] = excerpt(text, lines, { start: 5000 + offset, end: 5003 + offset }, 50)
      expect(line?.source).to.match(/^\.\.\.[^]*\.\.\.$/)
      expect(line?.carets).to.match(/^ *\^+$/)
    }
  })

  it('shows the first and the last line of a longer span', () => {
    expect(shown('<a>[<b>\n  </b>]</a>')).to.equal('<a><b>\n   ^^^\n  </b></a>\n  ^^^^')
    expect(shown('[<b>\n\n\n</b>]')).to.equal('<b>\n^^^\n...\n</b>\n^^^^')
  })

  it('bears spans that are not in the text', () => {
    expect(excerpt('abc', new LineCounter('abc'), { start: 9, end: 12 }, 20)).to.have.length(1)
    expect(excerpt('', new LineCounter(''), { start: -1, end: NaN }, 20)).to.have.length(1)
  })
})
