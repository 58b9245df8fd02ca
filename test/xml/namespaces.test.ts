import { expect } from 'chai'
import { scanXml } from '../../lib/xml/index.js'

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'
const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/'

const faults: readonly (readonly [text: string, ...findings: (readonly [code: string, covered: string])[]])[] = [
  ["<a xmlns:p='u' p:b='1'><p:c/></a>"],
  ["<p:a xmlns:p='u'/>"],
  ["<a xml:lang='en' xmlns='' b='1'/>"],
  [`<a xmlns:xml='${xmlNamespace}'/>`],
  ["<a xmlns:p='u' xmlns:q='v' p:b='1' q:b='1' b='1'/>"],
  ['<p:a/>', ['prefix-unbound', 'p']],
  ["<a p:b='1'/>", ['prefix-unbound', 'p']],
  ["<a><b xmlns:p='u'/><p:c/></a>", ['prefix-unbound', 'p']],
  ["<a><b xmlns:p='u'><p:c/></b><p:c p:d=''/></a>", ['prefix-unbound', 'p'], ['prefix-unbound', 'p']],
  ["<a xmlns:p='u'><b xmlns:p='v'/><p:c/></a>"],
  ["<a xmlns:p='u' xmlns:q='v'><b xmlns:p='v' xmlns:q='u'/><c p:d='' q:d=''/></a>"],
  ["<a xmlns:p=''/>", ['prefix-empty', "xmlns:p=''"]],
  ["<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", ['attribute-duplicate', 'q:b']],
  ["<a xmlns:p='u'><b xmlns:q='u' p:b='1' q:b='2'/></a>", ['attribute-duplicate', 'q:b']],
  [`<a xmlns:xml='u'/>`, ['invalid', 'u']],
  [`<a xmlns:xmlns='u'/>`, ['invalid', 'xmlns:xmlns']],
  [`<a xmlns:p='${xmlNamespace}'/>`, ['invalid', xmlNamespace]],
  [`<a xmlns='${xmlnsNamespace}'/>`, ['invalid', xmlnsNamespace]],
  [`<a xmlns='${xmlNamespace}'/>`, ['invalid', xmlNamespace]],
  [`<a xmlns='${xmlNamespace}' xmlns='u'/>`, ['invalid', xmlNamespace], ['attribute-duplicate', 'xmlns']],
  [`<a xmlns:p='${xmlnsNamespace}'/>`, ['invalid', xmlnsNamespace]],
  ['<xmlns:a/>', ['invalid', 'xmlns']],
  ['<:a/>', ['invalid', ':a']],
  ['<a:/>', ['invalid', 'a:']],
  ['<:/>', ['invalid', ':']],
  ['<a:1/>', ['invalid', 'a:1']],
  ['<a::b/>', ['invalid', 'a::b']],
  ['<a:b:c/>', ['invalid', 'a:b:c']],
  ['<a:b:/>', ['invalid', 'a:b:']],
  ['<a:b:c:1/>', ['invalid', 'a:b:c:1']],
  ['<a:1:1/>', ['invalid', 'a:1:1']],
  ["<a :b='' xmlns:='' xmlns:1=''/>", ['invalid', ':b'], ['invalid', 'xmlns:'], ['invalid', 'xmlns:1']],
  ["<a xmlns:\u{10000}='u' \u{10000}:\u{10001}='1'/>"],
  ['<?a:b?><a><?c:d e?></a>', ['invalid', 'a:b'], ['invalid', 'c:d']],
  ["<p:a q:b='1'><p:c/></p:a>", ['prefix-unbound', 'p'], ['prefix-unbound', 'q'], ['prefix-unbound', 'p']],
]

describe('scanXml: namespaces', () => {
  for (const [text, ...findings] of faults) {
    it(text, () => {
      const { root, problems } = scanXml(text)
      expect(root?.end).to.equal(text.length)
      expect(problems.map(({ code, start, end, fatal }) => [code, text.slice(start, end), fatal])).to.deep.equal(
        findings.map(([code, covered]) => [`xml/namespace-${code}`, covered, false]),
      )
      for (let i = 1; i < problems.length; i++) {
        expect(Number(problems[i]?.start)).to.be.at.least(Number(problems[i - 1]?.start))
      }
    })
  }

  it('keeps 1,000 findings of a hostile text', () => {
    expect(scanXml(`<a>${'<p:b/>'.repeat(2000)}</a>`).problems).to.have.length(1000)
  })

  it('escapes and shortens names in its sentences', () => {
    const [problem] = scanXml(`<a xmlns:p='u' ${'x'.repeat(200)}:\u202e='1'/>`).problems
    expect(problem?.message).to.contain('xxx...')
    expect(scanXml(`<\u200c:a/>`).problems[0]?.message).to.contain("'\\u200c'")
  })
})
