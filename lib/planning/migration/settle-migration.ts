import { checkMigration } from './check-migration.js'
import type { MigrationOptions } from './migration-options.js'
import type { MigrationAnswer, MigrationQuestion, MigrationResult } from './migration-result.js'

/** So many times places are shared out anew after answers. */
const MOST_ROUNDS = 100

/**
 * The same as `checkMigration`, and the questions that only the target's drivers can answer are put to them by `ask`, which tells
 * whether the driver took the version: places are shared out anew until nothing is left to be asked.
 */
export async function settleMigration(
  options: MigrationOptions,
  ask: (question: MigrationQuestion) => Promise<boolean>,
): Promise<MigrationResult> {
  const answers: MigrationAnswer[] = [...(options.answers ?? [])]
  for (let round = 0; ; round++) {
    const result = checkMigration({ ...options, answers })
    if (result.questions.length === 0 || round === MOST_ROUNDS) return result
    for (const question of result.questions) {
      const { target, version } = question
      answers.push({ target, version, accepted: await ask(question) })
    }
  }
}
