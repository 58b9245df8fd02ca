import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CliIo } from './cli-io.js'
import { CliFailure } from './cli-failure.js'

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  ENOTDIR: 'There is no such file',
  EACCES: 'It may not be opened',
  EPERM: 'It may not be opened',
  EISDIR: 'It is a directory',
  ENOSPC: 'There is no space left',
  EROFS: 'It is on a file system that can only be read',
}

/** How a file is called in messages. */
export function nameOfFile(file: string): string {
  return file === '-' ? 'stdin' : file
}

/**
 * The bytes of a file, or of stdin for `-`.
 * @throws CliFailure where it cannot be read
 */
export async function readInput(io: CliIo, file: string): Promise<Uint8Array> {
  try {
    return file === '-' ? await readAll(io.stdin) : await readFile(resolve(io.cwd, file))
  } catch (error) {
    throw fileFailure(nameOfFile(file), 'read', error)
  }
}

/** Whether there is a file or directory of that name; what cannot be looked at is none. */
export async function kindOfPath(io: CliIo, path: string): Promise<'file' | 'directory' | undefined> {
  try {
    return (await stat(resolve(io.cwd, path))).isDirectory() ? 'directory' : 'file'
  } catch {
    return undefined
  }
}

/** A failure of the file system as one sentence. */
export function fileFailure(file: string, deed: 'read' | 'written', error: unknown): CliFailure {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const reason = code === undefined ? (error instanceof Error ? error.message : String(error)) : (REASONS[code] ?? code)
  return new CliFailure(`${file} cannot be ${deed}: ${reason}.`, { cause: error })
}

async function readAll(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  return new Uint8Array(Buffer.concat(chunks))
}
