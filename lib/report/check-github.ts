import type { Diagnostic, Severity } from '../diagnostic.js'
import { printable } from '../xml/visible.js'
import type { CheckedFile } from './checked-file.js'
import { libvirtDoes } from './layer-words.js'
import { Positions } from './positions.js'

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' }

/**
 * What was found as the workflow commands of GitHub Actions that put an annotation on each line: one line a finding.
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function asGithub(files: readonly CheckedFile[]): string {
  return files
    .flatMap((file) => {
      const positions = new Positions(file.text)
      return file.diagnostics.map((diagnostic) => `${command(file.file, positions, diagnostic)}\n`)
    })
    .join('')
}

function command(file: string, positions: Positions, diagnostic: Diagnostic): string {
  const { code, severity, message, help, span } = diagnostic
  const { start, end } = positions.range(span)
  // an annotation has columns only where it lies in one line
  const columns: [string, string][] =
    start.line === end.line
      ? [
          ['col', String(start.column)],
          ['endColumn', String(end.column)],
        ]
      : []
  const properties: [string, string][] = [
    ['file', file],
    ['line', String(start.line)],
    ['endLine', String(end.line)],
    ...columns,
    ['title', code],
  ]
  const does = libvirtDoes(diagnostic)
  const lines = [message, ...(does === undefined ? [] : [`libvirt: ${does}`]), ...(help === undefined ? [] : [help])]
  const written = properties.map(([name, value]) => `${name}=${escapedProperty(value)}`).join(',')
  return `::${COMMANDS[severity]} ${written}::${lines.map(escapedMessage).join('%0A')}`
}

/** Line ends are gone when a text is printable; `%` is what the runner decodes. */
function escapedMessage(text: string): string {
  return printable(text).replaceAll('%', '%25')
}

function escapedProperty(text: string): string {
  return escapedMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
