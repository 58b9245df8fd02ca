import { compareDiagnostics, type Diagnostic } from '../diagnostic.js'
import { checkDomain, type CheckOptions } from './check-domain.js'
import type { CheckResult, NotRun } from './check-result.js'
import { diagnosticOf, withoutHost } from './running/diagnostic-of.js'
import { asDriverHas, driverOf } from './facts/libvirt-driver.js'
import type { DomainFile, SetFacts, SetFinding } from './set-rule.js'
import { setRules } from './lists/set-rules.js'

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
      for (const each of notRun) each.push(withoutHost(rule))
      continue
    }
    for (const found of rule.check(facts)) {
      if ('why' in found) {
        const { domain, ...undecided } = found
        notRun[domain]?.push({ code: rule.code, ...undecided })
      } else {
        const places = placesOf(found, domains)
        if (places !== undefined) diagnostics[found.domain]?.push(diagnosticOf(rule, found, places))
      }
    }
  }
  return domains.map(({ document }, index) => {
    const driver = options.driver ?? driverOf(document.draft.type)
    return {
      diagnostics: asDriverHas((diagnostics[index] ?? []).sort(compareDiagnostics), driver),
      notRun: asDriverHas(notRun[index] ?? [], driver),
    }
  })
}

/** `undefined` where a rule names a domain that is none of these. */
function placesOf({ domain, path, related }: SetFinding, domains: readonly DomainFile[]) {
  const document = domains[domain]?.document
  if (document === undefined) return undefined
  return {
    span: document.nearestSpan(path),
    related: related?.flatMap((place) => {
      const other = domains[place.domain]
      if (other === undefined) return []
      return [{ file: other.file, span: other.document.nearestSpan(place.path), message: place.message }]
    }),
    fix: undefined,
  }
}
