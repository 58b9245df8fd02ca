import type { Diagnostic, Layer } from '../diagnostic.js'

/** A rule that could not be run, and why. */
export interface NotRun {
  readonly code: string
  readonly why: string
  /** The layers of libvirt that might refuse what could not be judged. */
  readonly refusedBy?: readonly Layer[]
}

/** What a check found, and what it could not look at. */
export interface CheckResult {
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[]
  readonly notRun: readonly NotRun[]
}
