import type { CliIo } from './cli-io.js'
import { CliFailure } from './cli-failure.js'
import { nameOfFile, readInput } from './files.js'

/**
 * A file as JSON, not yet known to be anything.
 * @throws CliFailure where it cannot be read or is no JSON
 */
export async function readJson(io: CliIo, file: string): Promise<unknown> {
  return jsonOf(file, await readInput(io, file))
}

/** The same of bytes that are there. */
export function jsonOf(file: string, bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(decoded(bytes))
    return value
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliFailure(`${nameOfFile(file)} is no JSON: ${reason}.`, { cause: error })
  }
}

/** @throws TypeError that says why it is no text that JSON could be */
function decoded(bytes: Uint8Array): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new TypeError('it is not UTF-8', { cause: error })
  }
  if (text.trim() === '') throw new TypeError('it is empty')
  return text
}
