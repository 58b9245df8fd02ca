import type { Diagnostic, RelatedPlace, Span, TextEdit } from '../../diagnostic.js'
import type { NotRun } from '../check-result.js'
import type { DomainRule, Finding } from '../rule.js'

/** What a finding of a rule of any kind comes to in the text. */
interface Places {
  readonly span: Span
  readonly related: readonly RelatedPlace[] | undefined
  readonly fix: readonly TextEdit[] | undefined
}

/** A finding as a diagnostic: what it does not say itself is as its rule has it. */
export function diagnosticOf(
  rule: Pick<DomainRule, 'code' | 'severity' | 'refusedBy' | 'effect'>,
  found: Omit<Finding, 'related' | 'mend'>,
  { span, related, fix }: Places,
): Diagnostic {
  const { path, message, help, certainty, effect = rule.effect } = found
  return {
    code: rule.code,
    severity: found.severity ?? rule.severity,
    message,
    path,
    span,
    refusedBy: found.refusedBy ?? rule.refusedBy,
    ...(effect !== undefined && { effect }),
    ...(certainty !== undefined && { certainty }),
    ...(help !== undefined && { help }),
    ...(related !== undefined && { related }),
    ...(fix !== undefined && { fix }),
  }
}

/** A rule that needs a host where none was given. */
export function withoutHost({ code, refusedBy }: Pick<DomainRule, 'code' | 'refusedBy'>): NotRun {
  return { code, why: 'No host was given to check against.', ...(refusedBy.length > 0 && { refusedBy }) }
}
