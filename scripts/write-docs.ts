import { readFileSync, writeFileSync } from 'node:fs'
import { codeTable } from '../lib/rules/codes/code-table.js'

/** Writes the table of codes into the README, between its two marks. */
const rows = codeTable.map(({ code, severity, summary }) => `| \`${code}\` | ${severity} | ${summary} |`)
const table = ['| code | severity | |', '|---|---|---|', ...rows].join('\n')
const file = new URL('../README.md', import.meta.url)
const before = readFileSync(file, 'utf8')
const after = before.replace(
  /(<!-- codes: begin [^\n]*-->\n).*(<!-- codes: end -->)/s,
  (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`,
)
if (after === before && !before.includes(table)) throw new Error('README.md has no marks for the table of codes.')
writeFileSync(file, after)
