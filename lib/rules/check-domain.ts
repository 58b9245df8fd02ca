import { compareDiagnostics, type Diagnostic } from '../diagnostic.js'
import type { Domain } from '../libvirt/domain.js'
import type { HostSnapshot } from '../machine/host-snapshot.js'
import type { Document } from '../shape/document.js'
import type { KnownDevice } from './known-device.js'
import type { DomainFacts, DomainRule, Finding } from './rule.js'
import { domainRules } from './domain-rules.js'

export interface CheckOptions {
  /** The host that the domain is to run on. */
  readonly host?: HostSnapshot
  /** Devices whose type is known from node device XML or a definition. */
  readonly devices?: readonly KnownDevice[]
}

/** A rule that could not be run, and why. */
export interface NotRun {
  readonly code: string
  readonly why: string
}

/** What a check found, and what it could not look at. */
export interface CheckResult {
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[]
  readonly notRun: readonly NotRun[]
}

/**
 * Checks the devices of a domain, by itself and, where one is given, against a host. Everything that is wrong is told in one
 * run, at the place where it stands, with the layers of libvirt that would refuse it. Never throws.
 */
export function checkDomain(document: Document<Domain>, options: CheckOptions = {}): CheckResult {
  const { host, devices = [] } = options
  const facts: DomainFacts = { document, domain: document.draft, host, devices }
  const diagnostics = [...document.diagnostics]
  const notRun: NotRun[] = []
  for (const rule of domainRules) {
    if (rule.check === 'reading') continue
    if (rule.needs === 'host' && host === undefined) {
      notRun.push({ code: rule.code, why: 'No host was given to check against.' })
      continue
    }
    for (const found of rule.check(facts)) {
      if ('why' in found) notRun.push({ code: rule.code, why: found.why })
      else diagnostics.push(diagnosticOf(rule, found, document))
    }
  }
  return { diagnostics: diagnostics.sort(compareDiagnostics), notRun }
}

function diagnosticOf(rule: DomainRule, found: Finding, document: Document<Domain>): Diagnostic {
  const effect = found.effect ?? rule.effect
  return {
    code: rule.code,
    severity: found.severity ?? rule.severity,
    message: found.message,
    path: found.path,
    span: document.nearestSpan(found.path),
    refusedBy: found.refusedBy ?? rule.refusedBy,
    ...(effect === undefined ? {} : { effect }),
    ...(found.certainty === undefined ? {} : { certainty: found.certainty }),
    ...(found.help === undefined ? {} : { help: found.help }),
    ...(found.related === undefined
      ? {}
      : { related: found.related.map(({ path, message }) => ({ span: document.nearestSpan(path), message })) }),
  }
}
