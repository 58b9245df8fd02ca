import { compareDiagnostics, type Diagnostic, type Path, type Span } from '../diagnostic.js'
import type { CheckResult, NotRun } from './check-domain.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from './described-rule.js'

/** Runs rules over a description, beside what reading it found. */
export function runDescribedRules(
  rules: readonly DescribedRule[],
  facts: DescribedFacts,
  found: readonly Diagnostic[],
  spanOf: (path: Path) => Span,
): CheckResult {
  const diagnostics = [...found]
  const notRun: NotRun[] = []
  for (const rule of rules) {
    if (rule.check === 'reading') continue
    if (rule.needs === 'host' && facts.host === undefined) {
      // What is no mediated device asks nothing of a host.
      if (facts.mdev !== undefined) notRun.push({ code: rule.code, why: 'No host was given to check against.' })
      continue
    }
    for (const each of rule.check(facts)) {
      if ('why' in each) notRun.push({ code: rule.code, ...each })
      else diagnostics.push(diagnosticOf(rule, each, spanOf))
    }
  }
  return { diagnostics: diagnostics.sort(compareDiagnostics), notRun }
}

function diagnosticOf(rule: DescribedRule, found: DescribedFinding, spanOf: (path: Path) => Span): Diagnostic {
  const { path, message, help, certainty, related, effect = rule.effect } = found
  return {
    code: rule.code,
    severity: found.severity ?? rule.severity,
    message,
    path,
    span: found.span ?? spanOf(path),
    refusedBy: found.refusedBy ?? rule.refusedBy,
    ...(effect === undefined ? {} : { effect }),
    ...(certainty === undefined ? {} : { certainty }),
    ...(help === undefined ? {} : { help }),
    ...(related === undefined
      ? {}
      : { related: related.map((place) => ({ span: spanOf(place.path), message: place.message })) }),
  }
}
