import type { Diagnostic, Layer } from '../diagnostic.js'
import type { Domain } from '../libvirt/domain.js'
import type { Document } from '../shape/document.js'
import { checkDomain, type CheckOptions } from './check-domain.js'
import type { CheckResult } from './check-result.js'
import { driverOf, isKnownDriver, type LibvirtDriver } from './facts/libvirt-driver.js'

/** What libvirt says of a domain at one point; `undecided` where what it looks at is not known. */
export type Judgement = 'accepts' | 'refuses' | 'undecided'

/** What libvirt says of a domain. */
export interface Verdict {
  /** `virsh define`. */
  readonly define: Judgement
  /** `virsh define --validate`, which asks the schema first. */
  readonly defineValidate: Judgement
  /**
   * `virsh start` of the defined domain. Without a host QEMU's driver is never known to accept it; the test driver looks at no
   * host, and starts what it has defined.
   */
  readonly start: Judgement
}

/** What a verdict rests on; the same as for `checkDomain`. */
export type VerdictOptions = Pick<CheckOptions, 'libvirt' | 'driver' | 'arch' | 'emulatorCapabilities' | 'host'>

/**
 * Says whether libvirt would accept a domain, as far as that depends on its devices of the host: what stands elsewhere in the
 * domain is not judged. Never throws.
 */
export function verdict(document: Document<Domain>, options: VerdictOptions = {}): Verdict {
  return verdictOf(document, checkDomain(document, options), options.driver)
}

/** The same of what a check has found. `driver` is what the check was told. */
export function verdictOf(document: Document<Domain>, result: CheckResult, driver?: LibvirtDriver): Verdict {
  // what another driver refuses beyond the parser is not known
  const known = isKnownDriver(driver ?? driverOf(document.draft.type))
  const defining: readonly Layer[] = known ? ['parse', 'define'] : ['parse']
  return {
    define: judge(result, defining, known),
    defineValidate: judge(result, ['schema', ...defining], known),
    // nothing is started that could not be defined
    start: judge(result, [...defining, 'start'], known),
  }
}

function judge({ diagnostics, notRun }: CheckResult, layers: readonly Layer[], known: boolean): Judgement {
  const isAsked = (layer: Layer): boolean => layers.includes(layer)
  if (diagnostics.some(({ refusedBy }) => refusedBy.some(isAsked))) return 'refuses'
  if (!known || diagnostics.some(isUnread)) return 'undecided'
  return notRun.some(({ refusedBy = [] }) => refusedBy.some(isAsked)) ? 'undecided' : 'accepts'
}

/** Whether the text was not read at all, for a reason that is none to libvirt. */
function isUnread({ code, severity, refusedBy }: Diagnostic): boolean {
  return code.startsWith('xml/') && severity === 'error' && refusedBy.length === 0
}
