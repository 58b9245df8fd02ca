import type { HostSnapshot } from './host-snapshot.js'

/** One thing that a validator objects to, as ajv's standalone code reports it. */
export interface ValidationProblem {
  /** JSON pointer to the value. */
  instancePath: string
  message?: string
}

/** A validator as ajv generates it: the function answers, and keeps what it objects to. */
export interface Validator<T> {
  (value: unknown): value is T
  errors?: readonly ValidationProblem[] | null
}

/** A snapshot from outside, or why it is none. */
export type ReadSnapshot = { snapshot: HostSnapshot; problems?: never } | { snapshot?: never; problems: string[] }

/** Takes a value that came from outside for a snapshot, when the validator of `schemas/host-snapshot.json` agrees. */
export function readSnapshot(value: unknown, validate: Validator<HostSnapshot>): ReadSnapshot {
  if (validate(value)) return { snapshot: value }
  const problems = (validate.errors ?? []).map(({ instancePath, message }) => {
    return `${instancePath === '' ? 'The snapshot' : instancePath} ${message ?? 'is not as the schema has it'}.`
  })
  return { problems: problems.length > 0 ? problems : ['The snapshot is not as the schema has it.'] }
}

/** The same from JSON text. */
export function parseSnapshot(text: string, validate: Validator<HostSnapshot>): ReadSnapshot {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problems: [`The text is no JSON: ${error instanceof Error ? error.message : String(error)}.`] }
  }
  return readSnapshot(value, validate)
}
