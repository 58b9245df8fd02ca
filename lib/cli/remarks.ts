import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import { printable } from '../report/index.js'
import { withoutLogCommands } from '../report/log-commands.js'
import type { CliIo } from './cli-io.js'
import { textOptions } from './text-options.js'

/** Tells something on stderr that does not stop the command. */
export function warn(io: CliIo, message: string): void {
  io.stderr.write(`${label(io, 'warning', '1;33')}: ${harmless(message)}\n`)
}

/** Tells on stderr what failed, and below it what to do. */
export function tellFailure(io: CliIo, message: string, help: string | undefined): void {
  io.stderr.write(`${label(io, 'error', '1;31')}: ${harmless(message)}\n`)
  if (help !== undefined) io.stderr.write(`${harmless(help)}\n`)
}

/** Tells on stderr what could not be read of a machine. */
export function tellProblems(io: CliIo, { problems }: HostSnapshot): void {
  for (const { file, message } of problems) warn(io, `${file}: ${message}`)
}

/** A message may name a file, whose name may be anything. */
function harmless(text: string): string {
  return withoutLogCommands(printable(text))
}

function label(io: CliIo, word: string, colour: string): string {
  return textOptions(io, io.stderr).colour === true ? `\u001b[${colour}m${word}\u001b[0m` : word
}
