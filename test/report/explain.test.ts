import { expect } from 'chai'
import { stripVTControlCharacters } from 'node:util'
import { explainText } from '../../lib/report/index.js'
import { codeTable } from '../../lib/rules/codes/code-table.js'
import { ruleDescriptions } from '../../lib/rules/codes/rule-descriptions.js'

describe('explainText', () => {
  it('explains every code, in colours too', () => {
    expect(ruleDescriptions.map(({ code }) => code)).to.deep.equal(codeTable.map(({ code }) => code))
    for (const rule of ruleDescriptions) {
      const text = explainText(rule)
      expect(text.startsWith(`${rule.code} (${rule.severity})\n`), rule.code).to.equal(true)
      expect(text).not.to.match(/\[\[|\n{3}/)
      expect(stripVTControlCharacters(explainText(rule, { colour: true }))).to.equal(text)
      const [bad] = rule.examples?.bad ?? []
      if (bad?.includes('[[') === true) expect(text, rule.code).to.match(/^ +\^/m)
    }
  })

  it('lays an example out and puts carets below what is meant', () => {
    const text = explainText({
      code: 'a/b',
      severity: 'error',
      summary: 'It is wrong.',
      why: 'It matters.',
      refusedBy: ['parse'],
      needs: 'host',
      examples: { bad: ["<a x='[[1]]'><b><[[c]]/></b></a>\n<d>t</d>"], good: ['<a/>'] },
    })
    expect(text).to.equal(`a/b (error)
It is wrong.

It matters.

libvirt: refused by the parser.

It is looked at where a host is given (--host).

Bad:

  <a x='1'>
        ^
    <b>
      <c/>
       ^
    </b>
  </a>
  <d>t</d>

Good:

  <a/>
`)
  })
})
