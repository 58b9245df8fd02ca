import type { MigrationQuestion } from './migration-result.js'
import type { ComparedPlace } from './place-comparisons.js'

/** What only the target's drivers can tell of the places that were given, each question once. */
export function questionsOf(given: readonly (ComparedPlace | undefined)[]): MigrationQuestion[] {
  const questions = new Map<string, MigrationQuestion>()
  for (const pair of given) {
    const version = pair?.comparison.ask
    if (pair === undefined || version === undefined) continue
    const { key, use, id, parent, type } = pair.place
    const question = {
      target: key,
      use,
      ...(id !== undefined && { id }),
      parent,
      ...(type !== undefined && { type }),
      version,
    }
    questions.set(`${key}\0${version}`, question)
  }
  return [...questions.values()]
}
