import type { Severity } from '../diagnostic.js'
import { type CheckedFile, printable, type TextOptions, wrap } from '../report/index.js'
import { withoutLogCommands } from '../report/log-commands.js'

/** How many findings there were and how many can be mended, and what was not looked at and why. */
export function checkSummary(files: readonly CheckedFile[], { width }: TextOptions): string {
  const count = (severity: Severity) =>
    countOf(files, ({ diagnostics }) => diagnostics.filter((each) => each.severity === severity))
  const counts = [
    counted(count('error'), 'error'),
    counted(count('warning'), 'warning'),
    counted(count('info'), 'remark'),
    `${countOf(files, ({ suppressed = [] }) => suppressed)} suppressed`,
  ].filter((text) => !text.startsWith('0 '))
  const fixable = countOf(files, ({ diagnostics }) => diagnostics.filter(({ fix = [] }) => fix.length > 0))
  const lines = [
    `${counted(files.length, 'file')} checked: ${counts.join(', ') || 'no findings'}.`,
    ...(fixable === 0 ? [] : [`With --fix ${fixable === 1 ? '1 of them is' : `${fixable} of them are`} mended.`]),
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

function countOf(files: readonly CheckedFile[], listOf: (file: CheckedFile) => readonly unknown[]): number {
  return files.reduce((sum, file) => sum + listOf(file).length, 0)
}

/** A number with what it counts, for example `2 files`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
