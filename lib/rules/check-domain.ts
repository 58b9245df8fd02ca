import { compareDiagnostics, type Diagnostic, type Layer } from '../diagnostic.js'
import type { Domain } from '../libvirt/domain.js'
import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import type { Document } from '../shape/document.js'
import { editsBetween } from './edits-between.js'
import { guestMachine } from './guest-machine.js'
import type { KnownDevice } from './known-device.js'
import { libvirtVersion } from './libvirt-version.js'
import type { DomainFacts, DomainRule, Finding } from './rule.js'
import { domainRules } from './domain-rules.js'
import { readingDiagnostics } from './reading-diagnostics.js'
import { withSpelling } from './uuid-spelling.js'

export interface CheckOptions {
  /** The release of libvirt that is asked about, for example `9.0`; the newest where absent. */
  readonly libvirt?: string
  /** The architecture of the guest where the domain does not say it. */
  readonly arch?: string
  /** The device models that the emulator has, by QEMU's names (`vfio-ccw`, ...); those of the architecture where absent. */
  readonly emulatorCapabilities?: readonly string[]
  /** The host that the domain is to run on. */
  readonly host?: HostSnapshot
  /** Devices whose type is known from node device XML or a definition. */
  readonly devices?: readonly KnownDevice[]
  /** Rules of your own, run behind the ones that are here; `defineRule` makes one. */
  readonly rules?: readonly DomainRule[]
}

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

/**
 * Checks the devices of a domain, by itself and, where one is given, against a host. Everything that is wrong is told in one
 * run, at the place where it stands, with the layers of libvirt that would refuse it. Never throws.
 */
export function checkDomain(document: Document<Domain>, options: CheckOptions = {}): CheckResult {
  const { host, devices = [], rules = [] } = options
  const domain = document.draft
  const facts: DomainFacts = {
    document,
    domain,
    host,
    devices,
    libvirt: libvirtVersion(options.libvirt),
    machine: guestMachine(domain, options),
  }
  const diagnostics = readingDiagnostics(document, facts.libvirt).map((each) => withSpelling(each, document))
  const notRun: NotRun[] = []
  for (const rule of [...domainRules, ...rules]) {
    if (rule.check === 'reading') continue
    if (rule.needs === 'host' && host === undefined) {
      notRun.push({ code: rule.code, why: 'No host was given to check against.' })
      continue
    }
    for (const found of rule.check(facts)) {
      if ('why' in found) notRun.push({ code: rule.code, ...found })
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
    ...(found.mend === undefined ? {} : { fix: editsBetween(document.text, found.mend(document).text) }),
  }
}
