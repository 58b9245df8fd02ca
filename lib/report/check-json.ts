import type { Diagnostic, Effect, Layer, Path, Severity, Span } from '../diagnostic.js'
import type { NotRun } from '../rules/check-result.js'
import type { Verdict } from '../rules/verdict.js'
import type { CheckedFile, FileKind } from './checked-file.js'
import { jsonText } from './json-text.js'
import { Positions, positionsByFile } from './positions.js'

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
  /** What libvirt would say: of domains alone. */
  verdict?: Verdict
  /** What comments in the file suppress; absent where there is nothing. */
  suppressed?: CheckReportSuppressed[]
}

/** A finding that a comment in the file suppresses. */
export interface CheckReportSuppressed {
  diagnostic: CheckReportDiagnostic
  /** As the comment gives it. */
  reason: string
}

/** One edit of those that mend a finding: the text between two places is replaced. */
export interface CheckReportEdit {
  line: number
  column: number
  endLine: number
  endColumn: number
  text: string
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
  /** Edits that mend it, where one right answer exists. */
  fix?: CheckReportEdit[]
}

/** What was found as JSON text, for programs. */
export function asJson(files: readonly CheckedFile[]): string {
  return jsonText(checkReport(files))
}

/** What was found as plain data, with lines and columns in the place of offsets. */
export function checkReport(files: readonly CheckedFile[]): CheckReport {
  const positions = positionsByFile(files)
  return {
    version: 1,
    files: files.map(({ file, kind, text, diagnostics, notRun, verdict, suppressed }) => {
      const own = new Positions(text)
      const asReported = (diagnostic: Diagnostic) => reported(diagnostic, file, own, positions)
      return {
        file,
        kind,
        diagnostics: diagnostics.map(asReported),
        notRun: notRun.map(({ code, why, refusedBy }) => ({
          code,
          why,
          ...(refusedBy !== undefined && { refusedBy: [...refusedBy] }),
        })),
        ...(verdict !== undefined && { verdict: { ...verdict } }),
        ...(suppressed !== undefined && {
          suppressed: suppressed.map(({ diagnostic, reason }) => ({ diagnostic: asReported(diagnostic), reason })),
        }),
      }
    }),
  }
}

function reported(
  diagnostic: Diagnostic,
  file: string,
  own: Positions,
  positions: ReadonlyMap<string, Positions>,
): CheckReportDiagnostic {
  const { code, severity, message, path, span, help, refusedBy, effect, certainty, related, fix } = diagnostic
  return {
    code,
    severity,
    message,
    path: [...path],
    ...placed(own, span),
    ...(help !== undefined && { help }),
    refusedBy: [...refusedBy],
    ...(effect !== undefined && { effect }),
    ...(certainty !== undefined && { certainty }),
    ...(related !== undefined && {
      related: related.map((place) => {
        const where = place.file === undefined ? own : positions.get(place.file)
        const { line, column } = where?.position(place.span.start) ?? { line: 1, column: 1 }
        return { file: place.file ?? file, line, column, message: place.message }
      }),
    }),
    ...(fix !== undefined && { fix: fix.map((edit) => ({ ...placed(own, edit), text: edit.text })) }),
  }
}

function placed(positions: Positions, span: Span): Omit<CheckReportEdit, 'text'> {
  const { start, end } = positions.range(span)
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column }
}
