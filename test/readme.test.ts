import { expect } from 'chai'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeTable } from '../lib/rules/codes/code-table.js'
import { printedBy } from './printed-by.js'
import { projectRoot } from './project-root.js'

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8')

/** The samples of the README: code, and at its end the comment that says what it prints. */
const samples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => {
  const lines = code.trimEnd().split('\n')
  const last = lines.findLastIndex((line) => !line.startsWith('//'))
  const printed = lines.slice(last + 1).map((line) => line.replace(/^\/\/ ?/, ''))
  return { code, printed: printed.join('\n') }
})

describe('README', function () {
  this.timeout(30_000)
  let outputs: readonly string[] = []

  before(() => {
    const folder = join(projectRoot, 'build/readme')
    mkdirSync(folder, { recursive: true })
    const files = samples.map((_, index) => join(folder, `sample-${index + 1}.ts`))
    for (const [index, { code }] of samples.entries()) writeFileSync(files[index] ?? '', code)
    outputs = printedBy('readme', files)
  })

  it('has at least five samples', () => {
    expect(samples.length).to.be.at.least(5)
  })

  for (const [index, { printed }] of samples.entries()) {
    it(`sample ${index + 1} runs and prints what it says`, () => {
      expect(printed, 'the sample says what it prints').not.to.equal('')
      expect(outputs[index]?.trimEnd()).to.equal(printed)
    })
  }

  it('has every code in its table', () => {
    for (const { code, severity, summary } of codeTable) {
      expect(readme).to.contain(`| \`${code}\` | ${severity} | ${summary} |`)
    }
  })
})
