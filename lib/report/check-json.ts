import type { Diagnostic, Effect, Layer, Path, Severity } from '../diagnostic.js'
import type { NotRun } from '../rules/check-domain.js'
import { LineCounter } from '../xml/lines.js'
import type { CheckedFile, FileKind } from './checked-file.js'
import { jsonText } from './json-text.js'

/** What `check --json` prints. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface CheckReport {
  version: 1
  files: CheckReportFile[]
}

/** One file of a report. */
export interface CheckReportFile {
  file: string
  kind: FileKind
  diagnostics: CheckReportDiagnostic[]
  notRun: NotRun[]
}

/** One finding of a report. */
export interface CheckReportDiagnostic {
  code: string
  severity: Severity
  message: string
  path: Path
  line: number
  column: number
  endLine: number
  endColumn: number
  help?: string
  refusedBy: readonly Layer[]
  effect?: Effect
  certainty?: 'certain' | 'likely' | 'unknown'
  related?: { file: string; line: number; column: number; message: string }[]
}

/** What was found as JSON text, for programs. */
export function asJson(files: readonly CheckedFile[]): string {
  return jsonText(checkReport(files))
}

/** What was found as plain data, with lines and columns in the place of offsets. */
export function checkReport(files: readonly CheckedFile[]): CheckReport {
  const counters = new Map(files.map(({ file, text }) => [file, new Lines(text)]))
  return {
    version: 1,
    files: files.map(({ file, kind, text, diagnostics, notRun }) => {
      const lines = new Lines(text)
      return {
        file,
        kind,
        diagnostics: diagnostics.map((diagnostic) => reported(diagnostic, file, lines, counters)),
        notRun: notRun.map(({ code, why }) => ({ code, why })),
      }
    }),
  }
}

function reported(
  diagnostic: Diagnostic,
  file: string,
  lines: Lines,
  counters: ReadonlyMap<string, Lines>,
): CheckReportDiagnostic {
  const { code, severity, message, path, span, help, refusedBy, effect, certainty, related } = diagnostic
  const start = lines.position(span.start)
  const end = lines.position(span.end)
  return {
    code,
    severity,
    message,
    path: [...path],
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    ...(help !== undefined && { help }),
    refusedBy: [...refusedBy],
    ...(effect !== undefined && { effect }),
    ...(certainty !== undefined && { certainty }),
    ...(related !== undefined && {
      related: related.map((place) => {
        const where = place.file === undefined ? lines : counters.get(place.file)
        const { line, column } = where?.position(place.span.start) ?? { line: 1, column: 1 }
        return { file: place.file ?? file, line, column, message: place.message }
      }),
    }),
  }
}

/** A line counter that takes any offset. */
class Lines {
  readonly #counter: LineCounter
  readonly #length: number

  constructor(text: string) {
    this.#counter = new LineCounter(text)
    this.#length = text.length
  }

  position(offset: number) {
    return this.#counter.position(Math.min(Math.max(offset, 0), this.#length))
  }
}
