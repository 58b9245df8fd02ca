import { documentRules } from './document-rules.js'
import { hostRules } from './host-rules.js'
import type { DomainRule } from './rule.js'

/** Every check of a domain's devices: first what the document alone shows, then what a host shows. */
export const domainRules: readonly DomainRule[] = [...documentRules, ...hostRules]
