import type { Diagnostic } from '../diagnostic.js'
import type { NotRun } from '../rules/check-result.js'
import type { Verdict } from '../rules/verdict.js'

/** What a checked file is: the XML of a domain or of a node device, or a definition in mdevctl's format. */
export type FileKind = 'domain' | 'nodedev' | 'mdevctl'

/** A file and what was found in it: what every report is made from. */
export interface CheckedFile {
  /** As it was named by who asked. */
  readonly file: string
  readonly kind: FileKind
  /** The text that the spans mean. */
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
  readonly notRun: readonly NotRun[]
  /** What libvirt says of a domain; levels of codes and comments that suppress change nothing in it. */
  readonly verdict?: Verdict
  /** What was found and is suppressed by a comment in the file. */
  readonly suppressed?: readonly SuppressedFinding[]
}

/** A finding that a comment in the file suppresses, and the reason that it gives. */
export interface SuppressedFinding {
  readonly diagnostic: Diagnostic
  readonly reason: string
}
