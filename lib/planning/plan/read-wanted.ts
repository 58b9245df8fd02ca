import { objectionsOf } from '../../machine/validators/validator.js'
import { visible } from '../../xml/visible.js'
import type { Plan } from './plan-step.js'
import { wishProblems } from './read-wishes.js'
import { isPlan, isWanted } from './validators.js'
import type { Wanted } from './wanted.js'

/** What is wanted, from outside, or why it is not as it has to be: sentences, at least one. */
export type ReadWanted = { wanted: Wanted; problems?: never } | { wanted?: never; problems: string[] }

/** A plan from outside, or why it is none: sentences, at least one. */
export type ReadPlan = { plan: Plan; problems?: never } | { plan?: never; problems: string[] }

/**
 * Takes a value that came from outside for what is wanted where it is as `schemas/wanted.json` has it and its wishes can be
 * understood. Never throws.
 */
export function readWanted(value: unknown): ReadWanted {
  if (!isWanted(value)) return { problems: objections('what is wanted', objectionsOf(isWanted)) }
  const problems = wishProblems(value)
  return problems.length > 0 ? { problems } : { wanted: value }
}

/** Takes a value that came from outside for a plan where it is as `schemas/plan.json` has it. Never throws. */
export function readPlan(value: unknown): ReadPlan {
  return isPlan(value) ? { plan: value } : { problems: objections('the plan', objectionsOf(isPlan)) }
}

function objections(what: string, found: readonly string[]): string[] {
  return found.map((objection) => `In ${what}, ${visible(objection)}.`)
}
