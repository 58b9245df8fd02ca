import type { CliIo } from './cli-io.js'

/** One verb of the command. */
export interface Command {
  readonly name: string
  /** What stands behind the verb, one line for each way to call it. */
  readonly usage: readonly string[]
  /** One sentence for the list of verbs. */
  readonly summary: string
  /** Its options, and what a person has to know; lines of at most 80 columns. */
  readonly help: string
  /**
   * @returns the exit code: 0, or 1 for a finding of severity error
   * @throws HostError or CliFailure where it cannot do what it was asked
   */
  run(args: readonly string[], io: CliIo): Promise<0 | 1 | 2>
}
