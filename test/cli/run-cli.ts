import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CliIo } from '../../lib/cli/cli-io.js'
import { run } from '../../lib/cli/main.js'

export interface CliResult {
  code: number
  stdout: string
  stderr: string
  bytes: Uint8Array
}

export interface RunOptions {
  cwd?: string
  stdin?: string | Uint8Array
  env?: Record<string, string>
  /** Has both outputs be terminals of that many columns. */
  columns?: number
}

/** Runs the command as a function; nothing of this process but the file system is used. */
export async function runCli(argv: readonly string[], options: RunOptions = {}): Promise<CliResult> {
  const out: Uint8Array[] = []
  const err: Uint8Array[] = []
  const terminal = options.columns === undefined ? {} : { isTTY: true, columns: options.columns }
  const code = await run(argv, {
    stdout: { write: (data) => out.push(Buffer.from(data)), ...terminal },
    stderr: { write: (data) => err.push(Buffer.from(data)), ...terminal },
    stdin: chunks(options.stdin ?? ''),
    env: options.env ?? {},
    cwd: options.cwd ?? '/nonexistent',
  })
  const bytes = Buffer.concat(out)
  return { code, stdout: bytes.toString('utf8'), stderr: Buffer.concat(err).toString('utf8'), bytes }
}

/** What a part of the command is given that works on the files of a directory; what it prints is lost. */
export function ioIn(cwd: string): CliIo {
  const nowhere = { write: () => true }
  return { stdout: nowhere, stderr: nowhere, stdin: chunks(''), env: {}, cwd }
}

/** A command line without quotes, split at blanks. */
export function sh(line: string, options: RunOptions = {}): Promise<CliResult> {
  return runCli(line.split(' '), options)
}

/** A directory for one test, removed behind it. */
export async function inTemporaryDirectory(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'nodedev-test-'))
  try {
    await use(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

async function* chunks(data: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(data)
  const middle = bytes.length >> 1
  yield bytes.subarray(0, middle)
  yield bytes.subarray(middle)
}
