import type { Effect, Layer } from '../../diagnostic.js'
import { type CodeDescription, codeTable } from './code-table.js'
import { definitionRules } from '../lists/definition-rules.js'
import type { DescribedExample } from '../described-rule.js'
import { domainRules } from '../lists/domain-rules.js'
import { nodeDeviceRules } from '../lists/node-device-rules.js'
import type { RuleExample } from '../rule.js'
import type { SetExample } from '../set-rule.js'
import { setRules } from '../lists/set-rules.js'

/** A code with all that is known of it, for `--explain` and for the rules of a report. */
export interface RuleDescription extends CodeDescription {
  /** Why it matters and what to do. */
  readonly why?: string
  /** The layers of libvirt that refuse it; a finding may know better. Absent where it differs from finding to finding. */
  readonly refusedBy?: readonly Layer[]
  readonly effect?: Effect
  readonly needs?: 'host'
  /** Devices of domains, or a document; in a bad one `[[` and `]]` stand around what a finding points at. */
  readonly examples?: { readonly bad: readonly string[]; readonly good: readonly string[] }
}

const RULES = new Map(
  [...domainRules, ...setRules, ...nodeDeviceRules, ...definitionRules].map((rule) => [rule.code, rule]),
)

/** Every code that a diagnostic can have, with all that is known of it. */
export const ruleDescriptions: readonly RuleDescription[] = codeTable.map((row) => {
  const rule = RULES.get(row.code)
  if (rule === undefined) return row
  const { why, refusedBy, effect, needs, examples } = rule
  return {
    ...row,
    why,
    refusedBy,
    ...(effect !== undefined && { effect }),
    ...(needs !== undefined && { needs }),
    examples: { bad: examples.bad.map(textOf), good: examples.good.map(textOf) },
  }
})

function textOf(example: RuleExample | SetExample | DescribedExample): string {
  if ('text' in example) return example.text
  return 'domains' in example ? example.domains.join('\n') : example.devices
}
