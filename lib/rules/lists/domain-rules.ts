import { documentRules } from './document-rules.js'
import { hostRules } from './host-rules.js'
import { readingRules } from './reading-rules.js'
import type { DomainRule } from '../rule.js'

/** Every check of a domain's devices: what the document alone shows, what a host shows, and what reading finds in any document. */
export const domainRules: readonly DomainRule[] = [...documentRules, ...hostRules, ...readingRules]
