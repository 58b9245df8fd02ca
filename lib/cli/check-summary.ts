import type { Severity } from '../diagnostic.js'
import { type CheckedFile, printable, type TextOptions, wrap } from '../report/index.js'
import { withoutLogCommands } from '../report/log-commands.js'

/** How many findings there were, and what was not looked at and why. */
export function checkSummary(files: readonly CheckedFile[], { width }: TextOptions): string {
  const counts = (['error', 'warning', 'info'] as const)
    .map((severity) => counted(countOf(files, severity), severity === 'info' ? 'remark' : severity))
    .concat(suppressedCount(files))
    .filter((count) => !count.startsWith('0 '))
  const lines = [
    `${counted(files.length, 'file')} checked: ${counts.join(', ') || 'no findings'}.`,
    ...notRunLines(files),
  ]
  return lines.map((line) => `${width === undefined ? line : wrap(line, width, '  ')}\n`).join('')
}

function notRunLines(files: readonly CheckedFile[]): string[] {
  const codes = new Map<string, Set<string>>()
  for (const { code, why } of files.flatMap(({ notRun }) => notRun))
    codes.set(why, (codes.get(why) ?? new Set()).add(code))
  return [...codes].map(([why, names]) => `Not run: ${[...names].join(', ')}. ${withoutLogCommands(printable(why))}`)
}

function countOf(files: readonly CheckedFile[], severity: Severity): number {
  return files.reduce(
    (sum, { diagnostics }) => sum + diagnostics.filter((each) => each.severity === severity).length,
    0,
  )
}

function suppressedCount(files: readonly CheckedFile[]): string {
  return `${files.reduce((sum, { suppressed = [] }) => sum + suppressed.length, 0)} suppressed`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
