import type { CompatibilityFields } from '../../machine/migration/compatibility.js'
import { compileSet, type CompiledSet, type Template } from '../../machine/migration/template.js'

/** A field that keeps a device out of a set. */
export interface FieldMismatch {
  readonly field: string
  /** What the device says; absent where it does not have the field. */
  readonly value?: string
  /** What the set wants, with what its variables were bound to by other fields; absent where it does not have the field. */
  readonly pattern?: string
}

/** Whether a device is in a set; `unknown` where a pattern cannot be read or there are too many ways to bind variables. */
export type SetMatch =
  | { readonly result: 'match' }
  | { readonly result: 'mismatch'; readonly mismatches: readonly FieldMismatch[] }
  | { readonly result: 'unknown'; readonly why: string }

/** How many more steps may be made to find values for variables; it is counted down. */
export interface MatchBudget {
  left: number
}

/** So many steps are made for one set where nobody says how many. */
const MOST_STEPS = 100_000

/**
 * Whether the fields of a device match the patterns of a set, all of them, with one value for each variable. A field that only
 * one of the two has does not match, unless it is empty on the other.
 */
export function matchSet(
  self: CompatibilityFields,
  patterns: CompatibilityFields,
  budget: MatchBudget = { left: MOST_STEPS },
): SetMatch {
  const set = compileSet(patterns)
  if ('faults' in set) {
    const [fault] = set.faults
    return { result: 'unknown', why: `${fault?.field ?? ''}: ${fault?.message ?? ''}` }
  }
  const fields = new Map(Object.entries(self))
  const unlisted = [...fields]
    .filter(([field, value]) => value !== '' && !set.fields.has(field))
    .map(([field, value]) => ({ field, value }))
  const matcher = new SetMatcher(set, fields, patterns, budget)
  const alone = [...set.fields.keys()].filter((field) => matcher.match([field]) === 'no')
  if (matcher.exhausted) return TOO_MANY
  if (unlisted.length > 0 || alone.length > 0) {
    return { result: 'mismatch', mismatches: [...unlisted, ...alone.map((field) => matcher.mismatchOf(field))] }
  }
  const together = matcher.match([...set.fields.keys()])
  if (together === 'yes') return { result: 'match' }
  if (together === 'unknown') return TOO_MANY
  return { result: 'mismatch', mismatches: [matcher.deepest()] }
}

const TOO_MANY: SetMatch = { result: 'unknown', why: 'There are too many ways to bind the variables of the set.' }

interface Goal {
  readonly field: string
  readonly template: Template
  readonly text: string
}

class SetMatcher {
  readonly #set: CompiledSet
  readonly #self: ReadonlyMap<string, string>
  readonly #patterns: ReadonlyMap<string, string>
  readonly #bound = new Map<string, string>()
  #goals: readonly Goal[] = []
  readonly #budget: MatchBudget
  #deepest: { readonly goal: number; readonly bound: ReadonlyMap<string, string> } | undefined

  constructor(set: CompiledSet, self: ReadonlyMap<string, string>, patterns: CompatibilityFields, budget: MatchBudget) {
    this.#set = set
    this.#budget = budget
    this.#self = self
    this.#patterns = new Map(Object.entries(patterns))
  }

  get exhausted(): boolean {
    return this.#budget.left < 0
  }

  /** Whether these fields can all match at once. */
  match(fields: readonly string[]): 'yes' | 'no' | 'unknown' {
    this.#goals = fields.flatMap((field) => {
      const template = this.#set.fields.get(field)
      return template === undefined ? [] : [{ field, template, text: this.#self.get(field) ?? '' }]
    })
    this.#bound.clear()
    this.#deepest = undefined
    return this.#from(0, 0, 0) ? 'yes' : this.exhausted ? 'unknown' : 'no'
  }

  mismatchOf(field: string, bound: ReadonlyMap<string, string> = new Map()): FieldMismatch {
    const value = this.#self.get(field)
    const values = [...bound].map(([name, text]) => `${name}=${text}`).join(', ')
    const pattern = `${this.#patterns.get(field) ?? ''}${values === '' ? '' : ` (${values})`}`
    return { field, ...(value !== undefined && { value }), pattern }
  }

  /** The field at which the search came to an end that got farthest. */
  deepest(): FieldMismatch {
    const { goal = 0, bound = new Map<string, string>() } = this.#deepest ?? {}
    const { field = '', template } = this.#goals[goal] ?? {}
    const used = new Set(template?.parts.map((part) => (typeof part === 'string' ? '' : part.name)))
    return this.mismatchOf(field, new Map([...bound].filter(([name]) => used.has(name))))
  }

  /** Matches from a part of a goal on; each step is counted, so that no set of patterns takes long. */
  #from(goalIndex: number, partIndex: number, at: number): boolean {
    const goal = this.#goals[goalIndex]
    if (goal === undefined) return true
    if (--this.#budget.left < 0) return false
    const part = goal.template.parts[partIndex]
    if (part === undefined) return at === goal.text.length ? this.#from(goalIndex + 1, 0, 0) : this.#fail(goalIndex)
    if (typeof part === 'string')
      return goal.text.startsWith(part, at)
        ? this.#from(goalIndex, partIndex + 1, at + part.length)
        : this.#fail(goalIndex)
    const known = this.#bound.get(part.name)
    const { divisor } = goal.template
    if (known !== undefined) {
      const end = this.#behind(known, divisor, goal.text, at)
      return end === undefined ? this.#fail(goalIndex) : this.#from(goalIndex, partIndex + 1, end)
    }
    for (const value of this.#set.variables.get(part.name) ?? []) {
      if (--this.#budget.left < 0) return false
      const end = this.#behind(value, divisor, goal.text, at)
      if (end === undefined) continue
      this.#bound.set(part.name, value)
      if (this.#from(goalIndex, partIndex + 1, end)) return true
      this.#bound.delete(part.name)
    }
    return this.#fail(goalIndex)
  }

  /** Where the text goes on behind a value of a variable; `undefined` where the value does not stand there. */
  #behind(value: string, divisor: number | undefined, text: string, at: number): number | undefined {
    const wanted = divisor === undefined ? value : quotient(value, divisor)
    return wanted !== undefined && text.startsWith(wanted, at) ? at + wanted.length : undefined
  }

  #fail(goal: number): false {
    if (this.#deepest === undefined || goal > this.#deepest.goal) this.#deepest = { goal, bound: new Map(this.#bound) }
    return false
  }
}

function quotient(value: string, divisor: number): string | undefined {
  const result = Number(value) / divisor
  return Number.isInteger(result) ? String(result) : undefined
}
