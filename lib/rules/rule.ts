import type { Diagnostic, Effect, Layer, Path, Severity } from '../diagnostic.js'
import type { Domain } from '../libvirt/domain.js'
import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import type { Document } from '../shape/document.js'
import type { Draft } from '../shape/draft.js'
import type { GuestMachine } from './facts/guest-machine.js'
import type { KnownDevice } from './known-device.js'
import type { LibvirtVersion } from './facts/libvirt-version.js'

/** What a rule may look at. */
export interface DomainFacts {
  readonly document: Document<Domain>
  /** Every field may be missing, so that one fault never hides another. */
  readonly domain: Draft<Domain>
  /** Absent where no host was given; a rule that needs one is not run then. */
  readonly host: HostSnapshot | undefined
  /** Devices whose type is known from elsewhere than the host. */
  readonly devices: readonly KnownDevice[]
  /** The release of libvirt that is asked about. */
  readonly libvirt: LibvirtVersion
  readonly machine: GuestMachine
}

/** One fault that a rule found. */
export interface Finding {
  /** The value that is at fault. */
  readonly path: Path
  /** One sentence with the actual value in it. */
  readonly message: string
  readonly help?: string
  /** Where it differs from the rule's. */
  readonly severity?: Severity
  readonly refusedBy?: readonly Layer[]
  readonly effect?: Effect
  readonly certainty?: Exclude<Diagnostic['certainty'], undefined>
  readonly related?: readonly { readonly path: Path; readonly message: string }[]
  /** Mends it, where one right answer exists; the edits of the diagnostic are what that changes in the text. */
  readonly mend?: (document: Document<Domain>) => Document<Domain>
}

/** Says that a rule could not judge something, because a fact is missing. */
export interface Undecided {
  readonly why: string
  /** The layers that might refuse what could not be judged. */
  readonly refusedBy?: readonly Layer[]
}

/** A domain as an example of a rule. */
export interface RuleExample {
  /** What stands in the domain in front of its `<devices>`. */
  readonly head?: string
  /**
   * What stands in the domain's `<devices>`. In a bad example `[[` and `]]` stand around what the finding points at, once for
   * each finding.
   */
  readonly devices: string
  /** What stands in the domain's `<os>` beside its type. */
  readonly os?: string
  /** The architecture of the guest; that which has the models of the devices where absent. */
  readonly arch?: 'x86_64' | 's390x'
  /** The release of libvirt that is asked about, where that is not the newest. */
  readonly libvirt?: string
  readonly host?: HostSnapshot
  readonly known?: readonly KnownDevice[]
}

/** One check of a domain: what it is called, why it is there, and how it is done. */
export interface DomainRule {
  readonly code: string
  readonly severity: Severity
  readonly refusedBy: readonly Layer[]
  readonly effect?: Effect
  /** One sentence: what is wrong. */
  readonly summary: string
  /** Why it matters and what to do. */
  readonly why: string
  readonly needs?: 'host'
  readonly examples: { readonly bad: readonly RuleExample[]; readonly good: readonly RuleExample[] }
  /** `'reading'`: reading the document finds it, and this is its description. */
  readonly check: 'reading' | ((facts: DomainFacts) => Iterable<Finding | Undecided>)
}
