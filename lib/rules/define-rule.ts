import type { DomainRule } from './rule.js'

const CODE = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*\/[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

/**
 * A rule of a product's own, for `checkDomain(document, { rules: [rule] })`: the types are asked here, and the form of the code.
 * @throws TypeError where the code is not `area/fault` in kebab-case
 */
export function defineRule(rule: DomainRule): DomainRule {
  if (!CODE.test(rule.code)) {
    throw new TypeError(`The code of a rule is 'area/fault' in kebab-case, not ${JSON.stringify(rule.code)}.`)
  }
  return rule
}
