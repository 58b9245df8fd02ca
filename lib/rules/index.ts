export type { Diagnostic, Effect, Layer, Path, RelatedPlace, Severity, Span, TextEdit } from '../diagnostic.js'
export type { Domain } from '../libvirt/domain.js'
export type { MdevAttribute } from '../libvirt/mdev.js'
export type { NodeDevice } from '../libvirt/node-device.js'
export type { Definition, DefinitionKey, DefinitionReading } from '../machine/definition/definition.js'
export type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
export type { Document } from '../shape/document.js'
export type { Draft } from '../shape/draft.js'
export { checkDomain, type CheckOptions } from './check-domain.js'
export type { CheckResult, NotRun } from './check-result.js'
export { checkDefinition, type CheckDefinitionOptions } from './check-definition.js'
export { checkDomains } from './check-domains.js'
export { checkNodeDevice, type CheckNodeDeviceOptions } from './check-node-device.js'
export { codeTable, type CodeDescription } from './codes/code-table.js'
export { defineRule } from './define-rule.js'
export { ruleDescriptions, type RuleDescription } from './codes/rule-descriptions.js'
export { definitionRules } from './lists/definition-rules.js'
export type {
  DefinitionFile,
  DescribedExample,
  DescribedFacts,
  DescribedFinding,
  DescribedMdev,
  DescribedRule,
} from './described-rule.js'
export type { Chipset, GuestMachine } from './facts/guest-machine.js'
export type { LibvirtDriver } from './facts/libvirt-driver.js'
export { libvirtVersion, type LibvirtVersion } from './facts/libvirt-version.js'
export { verdict, verdictOf, type Judgement, type Verdict, type VerdictOptions } from './verdict.js'
export { domainRules } from './lists/domain-rules.js'
export { knownDevice, type KnownDevice } from './known-device.js'
export { nodeDeviceRules } from './lists/node-device-rules.js'
export type { DomainFacts, DomainRule, Finding, RuleExample, Undecided } from './rule.js'
export { setRules } from './lists/set-rules.js'
export type { DomainFile, SetExample, SetFacts, SetFinding, SetRule, SetUndecided } from './set-rule.js'
