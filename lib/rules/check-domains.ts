import { compareDiagnostics, type Diagnostic } from '../diagnostic.js'
import { checkDomain, type CheckOptions, type CheckResult, type NotRun } from './check-domain.js'
import type { DomainFile, SetFacts, SetFinding, SetRule } from './set-rule.js'
import { setRules } from './set-rules.js'

/**
 * Checks domains that are to run on one host at the same time: each by itself, as `checkDomain` does, and all together: what
 * two of them use, and whether the host can make all the devices that are missing. One result for each domain, in their order;
 * what domains show together is told in the later one, with the places in the others. Never throws.
 */
export function checkDomains(domains: readonly DomainFile[], options: CheckOptions = {}): CheckResult[] {
  const { host, devices = [] } = options
  const results = domains.map(({ document }) => checkDomain(document, options))
  // One domain has nothing to share.
  if (domains.length < 2) return results
  const diagnostics = results.map((result): Diagnostic[] => [...result.diagnostics])
  const notRun = results.map((result): NotRun[] => [...result.notRun])
  const facts: SetFacts = { domains, host, devices }
  for (const rule of setRules) {
    if (rule.needs === 'host' && host === undefined) {
      for (const each of notRun) each.push({ code: rule.code, why: 'No host was given to check against.' })
      continue
    }
    for (const found of rule.check(facts)) {
      if ('why' in found) {
        const { domain, ...undecided } = found
        notRun[domain]?.push({ code: rule.code, ...undecided })
      } else diagnostics[found.domain]?.push(...diagnosticOf(rule, found, domains))
    }
  }
  return results.map((_, index) => ({
    diagnostics: (diagnostics[index] ?? []).sort(compareDiagnostics),
    notRun: notRun[index] ?? [],
  }))
}

function diagnosticOf(rule: SetRule, found: SetFinding, domains: readonly DomainFile[]): Diagnostic[] {
  const document = domains[found.domain]?.document
  if (document === undefined) return []
  const { path, message, help, certainty, effect = rule.effect } = found
  return [
    {
      code: rule.code,
      severity: found.severity ?? rule.severity,
      message,
      path,
      span: document.nearestSpan(path),
      refusedBy: found.refusedBy ?? rule.refusedBy,
      ...(effect === undefined ? {} : { effect }),
      ...(certainty === undefined ? {} : { certainty }),
      ...(help === undefined ? {} : { help }),
      ...(found.related === undefined
        ? {}
        : {
            related: found.related.flatMap((place) => {
              const other = domains[place.domain]
              if (other === undefined) return []
              const span = other.document.nearestSpan(place.path)
              return [{ file: other.file, span, message: place.message }]
            }),
          }),
    },
  ]
}
