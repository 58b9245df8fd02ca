import { compareDiagnostics, type Diagnostic } from '../diagnostic.js'
import type { Domain } from '../libvirt/domain.js'
import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import type { Document } from '../shape/document.js'
import type { CheckResult, NotRun } from './check-result.js'
import { diagnosticOf, withoutHost } from './running/diagnostic-of.js'
import { Mender } from './running/mender.js'
import { guestMachine } from './facts/guest-machine.js'
import type { KnownDevice } from './known-device.js'
import { libvirtVersion } from './facts/libvirt-version.js'
import { asDriverHas, driverOf, type LibvirtDriver } from './facts/libvirt-driver.js'
import type { DomainFacts, DomainRule } from './rule.js'
import { domainRules } from './lists/domain-rules.js'
import { readingDiagnostics } from './running/reading-diagnostics.js'
import { withModelFix, withUuidFix } from './running/reading-fixes.js'

export interface CheckOptions {
  /** The release of libvirt that is asked about, for example `9.0`; the newest where absent. */
  readonly libvirt?: string
  /**
   * The driver that the domain is meant for; where absent, that of its type, and QEMU's for a type that is not known. What only
   * QEMU's refuses (`define`, `start`) is not told for the test driver, nor for a domain whose type is another driver's (`xen`,
   * `lxc`, `bhyve`, `vz`, ...).
   */
  readonly driver?: LibvirtDriver
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

/**
 * Checks the devices of a domain, by itself and, where one is given, against a host. Everything that is wrong is told in one
 * run, at the place where it stands, with the layers of libvirt that would refuse it. Never throws.
 */
export function checkDomain(document: Document<Domain>, options: CheckOptions = {}): CheckResult {
  const { host, devices = [], rules = [] } = options
  const domain = document.draft
  const driver = options.driver ?? driverOf(domain.type)
  const facts: DomainFacts = {
    document,
    domain,
    host,
    devices,
    libvirt: libvirtVersion(options.libvirt),
    machine: guestMachine(domain, options),
  }
  const mender = new Mender(document)
  const diagnostics: Diagnostic[] = readingDiagnostics(document, facts.libvirt).map((each) =>
    withModelFix(withUuidFix(each, document), document, host, mender),
  )
  const notRun: NotRun[] = []
  for (const rule of [...domainRules, ...rules]) {
    if (rule.check === 'reading') continue
    if (rule.needs === 'host' && host === undefined) {
      notRun.push(withoutHost(rule))
      continue
    }
    for (const found of rule.check(facts)) {
      if ('why' in found) notRun.push({ code: rule.code, ...found })
      else {
        const { path, related, mend } = found
        const places = {
          span: document.nearestSpan(path),
          related: related?.map((place) => ({ span: document.nearestSpan(place.path), message: place.message })),
          fix: mend && mender.edits(mend),
        }
        diagnostics.push(diagnosticOf(rule, found, places))
      }
    }
  }
  return {
    diagnostics: asDriverHas(diagnostics.sort(compareDiagnostics), driver),
    notRun: asDriverHas(notRun, driver),
  }
}
