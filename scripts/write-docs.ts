import { readFileSync, writeFileSync } from 'node:fs'
import { hostErrorTable } from '../lib/machine/host-error-table.js'
import { personalities } from '../lib/machine/simulation/personalities/index.js'
import { codeTable } from '../lib/rules/codes/code-table.js'

/** Writes tables into the documents, each between its two marks. */
writeTable('README.md', 'codes', [
  '| code | severity | |',
  '|---|---|---|',
  ...codeTable.map(({ code, severity, summary }) => `| \`${code}\` | ${severity} | ${summary} |`),
])
writeTable('README.md', 'host errors', [
  '| code | | |',
  '|---|---|---|',
  ...Object.entries(hostErrorTable).map(([code, { meaning, help }]) => `| \`${code}\` | ${meaning} | ${help} |`),
])
writeTable('docs/machines.md', 'machines', [
  '| name | |',
  '|---|---|',
  ...personalities.map(({ name, summary }) => `| \`${name}\` | ${summary} |`),
])

function writeTable(document: string, name: string, lines: readonly string[]): void {
  const file = new URL(`../${document}`, import.meta.url)
  const before = readFileSync(file, 'utf8')
  const marks = new RegExp(`(<!-- ${name}: begin [^\\n]*-->\\n).*(<!-- ${name}: end -->)`, 's')
  if (!marks.test(before)) throw new Error(`${document} has no marks for the table of ${name}.`)
  writeFileSync(
    file,
    before.replace(marks, (_, begin: string, end: string) => `${begin}\n${lines.join('\n')}\n\n${end}`),
  )
}
