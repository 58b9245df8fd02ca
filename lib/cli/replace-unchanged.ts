import { takeLock } from '../host/node-lock.js'
import { CliFailure } from './cli-failure.js'
import type { CliIo } from './cli-io.js'
import { fileFailure, kindOfExisting, readInput } from './files.js'
import { replaceFile, targetOf } from './replace-file.js'

/** How long another command may take to write the same file, in milliseconds. */
const PATIENCE = 5000

/**
 * Replaces a file that is still as it was read: of two commands at a time the later one would undo what the first one did.
 * @param before What was read; `undefined` where there was no file.
 * @throws CliFailure where somebody has changed it meanwhile, and as `replaceFile`; the file is left as it is then
 */
export async function replaceUnchanged(
  io: CliIo,
  file: string,
  before: Uint8Array | undefined,
  bytes: Uint8Array,
): Promise<void> {
  const release = await lockOf(io, file)
  try {
    const now = await bytesOf(io, file)
    // under another name it may have been given the same bytes a moment ago
    if (isSame(now, bytes)) return
    if (!isSame(now, before)) {
      throw new CliFailure(`${file} was changed by somebody else meanwhile, and is left so.`, { help: 'Run it again.' })
    }
    await replaceFile(io, file, bytes)
  } finally {
    await release()
  }
}

/** The bytes of a file; `undefined` where there is none. */
export async function bytesOf(io: CliIo, file: string): Promise<Uint8Array | undefined> {
  return (await kindOfExisting(io, file)) === undefined ? undefined : readInput(io, file)
}

async function lockOf(io: CliIo, file: string): Promise<() => Promise<void>> {
  try {
    return await takeLock(await targetOf(io, file), file, { timeout: PATIENCE })
  } catch (error) {
    throw fileFailure(file, 'written', error)
  }
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0
}
