import type { Diagnostic, Path, Severity } from '../../diagnostic.js'

/** What can be wrong with a text that tells about migration. */
export type MigrationFaultCode =
  | 'empty'
  | 'too-long'
  | 'line-invalid'
  | 'field-repeated'
  | 'self-repeated'
  | 'quote-unclosed'
  | 'template-invalid'
  | 'version-invalid'
  | 'value-invalid'
  | 'json-invalid'
  | 'json-lenient'

/** Longer texts are not read, in UTF-16 units. */
export const LONGEST = 1 << 20
/** So many faults of one text are told. */
const MOST_FAULTS = 100

/** Collects what is wrong with one text. */
export class MigrationFaults {
  readonly #found: Diagnostic[] = []
  #errors = 0

  add(
    code: MigrationFaultCode,
    message: string,
    start: number,
    end: number,
    { path = [], severity = 'error' }: { readonly path?: Path; readonly severity?: Severity } = {},
  ): void {
    if (severity === 'error') this.#errors++
    if (this.#found.length >= MOST_FAULTS) return
    this.#found.push({
      code: `compatibility/${code}`,
      severity,
      message,
      path,
      span: { start, end },
      refusedBy: [],
    })
  }

  /** Whether an error was found, told or not. */
  get failed(): boolean {
    return this.#errors > 0
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#found
  }

  /** Whether the text is too long to be read; that is told. */
  tooLong(text: string): boolean {
    if (text.length <= LONGEST) return false
    this.add('too-long', `The text has ${text.length} characters; at most ${LONGEST} are read.`, 0, text.length)
    return true
  }
}
