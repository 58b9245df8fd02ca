/** A half-open range of UTF-16 offsets into a document's text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Where a value stands in the typed view of a document, for example `['hostdevs', 1, 'uuid']`. */
export type Path = readonly (string | number)[]

/** Replaces the text between `start` and `end` (UTF-16 offsets) by `text`. */
export interface TextEdit extends Span {
  readonly text: string
}

/** How grave a diagnostic is; only `error` makes a document invalid and a check fail. */
export type Severity = 'error' | 'warning' | 'info'

/**
 * A point at which libvirt itself refuses a document: its RELAX NG `schema` (only asked with `--validate`), `parse` (the
 * parser and the checks that every driver shares), `define` (the QEMU driver), `start` (when the guest is run).
 */
export type Layer = 'schema' | 'parse' | 'define' | 'start'

/** What happens to a fault that no layer refuses: the part is dropped, silently changed, or kept without any effect. */
export type Effect = 'dropped' | 'changed' | 'ignored'

/** A place that explains a diagnostic, for example the first of two equal UUIDs. */
export interface RelatedPlace {
  /** The file of the place, where it is not the file of the diagnostic itself. */
  readonly file?: string
  readonly span: Span
  readonly message: string
}

/** One fault or remark about a document, as plain data. */
export interface Diagnostic {
  /** `area/fault` in kebab-case; part of the API and never renamed. */
  readonly code: string
  readonly severity: Severity
  /** One sentence with the actual value in it. */
  readonly message: string
  /** The value that is meant; empty for the document as a whole. */
  readonly path: Path
  readonly span: Span
  /** The layers of libvirt that have this check themselves; empty where libvirt says nothing. */
  readonly refusedBy: readonly Layer[]
  readonly effect?: Effect
  /** How sure the finding is, where it rests on what a host said or a vendor's rule; absent means certain. */
  readonly certainty?: 'certain' | 'likely' | 'unknown'
  /** What to do about it. */
  readonly help?: string
  /** Edits that mend it, where one right answer exists; of very many findings in a very long text the last ones have none yet. */
  readonly fix?: readonly TextEdit[]
  readonly related?: readonly RelatedPlace[]
}

/** Orders diagnostics by where they begin, then by where they end, then by code. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return a.span.start - b.span.start || a.span.end - b.span.end || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0)
}
