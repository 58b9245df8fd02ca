import type { CliIo } from './cli-io.js'
import { CliFailure } from './cli-failure.js'
import { nameOfFile, readInput } from './files.js'

/**
 * A file as JSON, not yet known to be anything.
 * @throws CliFailure where it cannot be read or is no JSON
 */
export async function readJson(io: CliIo, file: string): Promise<unknown> {
  const bytes = await readInput(io, file)
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return value
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliFailure(`${nameOfFile(file)} is no JSON: ${reason}.`, { cause: error })
  }
}
