import type { Domain } from '../libvirt/domain.js'
import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import type { Document } from '../shape/document.js'
import type { KnownDevice } from './known-device.js'
import type { DomainRule, Finding, RuleExample, Undecided } from './rule.js'

/** A domain and the file that it was read from. */
export interface DomainFile {
  readonly file: string
  readonly document: Document<Domain>
}

/** What a rule may look at that judges domains together. */
export interface SetFacts {
  readonly domains: readonly DomainFile[]
  readonly host: HostSnapshot | undefined
  readonly devices: readonly KnownDevice[]
}

/** One fault that shows in domains together, told in one of them. */
export interface SetFinding extends Omit<Finding, 'related' | 'mend'> {
  /** The index of the domain it is told in. */
  readonly domain: number
  readonly related?: readonly { readonly domain: number; readonly path: Finding['path']; readonly message: string }[]
}

/** Says that a rule could not judge something in a domain, because a fact is missing. */
export interface SetUndecided extends Undecided {
  readonly domain: number
}

/** Domains as an example of a rule; `[[` and `]]` stand around what the findings point at in any of them. */
export interface SetExample extends Pick<RuleExample, 'host' | 'known'> {
  /** What stands in the `<devices>` of each domain. */
  readonly domains: readonly string[]
}

/** One check of domains together. */
export interface SetRule extends Omit<DomainRule, 'examples' | 'check'> {
  readonly examples: { readonly bad: readonly SetExample[]; readonly good: readonly SetExample[] }
  readonly check: (facts: SetFacts) => Iterable<SetFinding | SetUndecided>
}

/**
 * What tells domains apart: files with the same UUID, or the same name where there is none, are one domain twice, which cannot
 * run beside itself.
 */
export function identityOf({ file, document }: DomainFile): string {
  const { uuid, name } = document.draft
  return uuid === undefined ? (name === undefined ? `file ${file}` : `name ${name}`) : `uuid ${uuid}`
}
