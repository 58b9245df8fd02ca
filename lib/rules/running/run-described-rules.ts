import { compareDiagnostics, type Diagnostic, type Path, type Span } from '../../diagnostic.js'
import type { CheckResult, NotRun } from '../check-result.js'
import type { DescribedFacts, DescribedRule } from '../described-rule.js'
import { diagnosticOf, withoutHost } from './diagnostic-of.js'

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
      if (facts.mdev !== undefined) notRun.push(withoutHost(rule))
      continue
    }
    for (const each of rule.check(facts)) {
      if ('why' in each) notRun.push({ code: rule.code, ...each })
      else {
        const { path, span = spanOf(path), related, fix } = each
        const places = {
          span,
          related: related?.map((place) => ({ span: spanOf(place.path), message: place.message })),
          fix,
        }
        diagnostics.push(diagnosticOf(rule, each, places))
      }
    }
  }
  return { diagnostics: diagnostics.sort(compareDiagnostics), notRun }
}
