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
  ELOOP: 'It is a symbolic link that leads back to itself',
  ENAMETOOLONG: 'Its name is too long',
  EIO: 'The disk does not give it',
  ERR_FS_FILE_TOO_LARGE: 'It is larger than 2 GiB',
}

/** The same where it was to be written. */
const WRITE_REASONS: Readonly<Record<string, string>> = {
  ...REASONS,
  ENOENT: 'There is no such directory',
  ENOTDIR: 'There is no such directory',
  EACCES: 'It or its directory may not be written to',
  EPERM: 'It or its directory may not be written to',
  EAGAIN: 'Somebody else writes it',
  EDQUOT: 'There is no space left',
  EIO: 'The disk does not take it',
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

/** What there is of a name; everything that is no directory is a file. */
export type PathKind = 'file' | 'directory'

/**
 * Whether there is a file or directory of that name.
 * @throws CliFailure where that cannot be seen
 */
export async function kindOfExisting(io: CliIo, path: string): Promise<PathKind | undefined> {
  try {
    return (await stat(resolve(io.cwd, path))).isDirectory() ? 'directory' : 'file'
  } catch (error) {
    if (isAbsence(error)) return undefined
    throw fileFailure(path, 'read', error)
  }
}

/** The same; what cannot be looked at is none. */
export async function kindOfPath(io: CliIo, path: string): Promise<PathKind | undefined> {
  return kindOfExisting(io, path).catch(() => undefined)
}

/** Whether an error of the file system says that there is nothing of the name. */
export function isAbsence(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
}

/** A failure of the file system as one sentence. */
export function fileFailure(file: string, deed: 'read' | 'written', error: unknown): CliFailure {
  const code = codeOf(error)
  const reasons = deed === 'read' ? REASONS : WRITE_REASONS
  const reason = code === undefined ? (error instanceof Error ? error.message : String(error)) : (reasons[code] ?? code)
  return new CliFailure(`${file} cannot be ${deed}: ${reason}.`, { cause: error })
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

async function readAll(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  return new Uint8Array(Buffer.concat(chunks))
}
