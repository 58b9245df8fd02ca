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

/** Tells on stderr what could not be read of a machine, and what somebody left unfinished on it. */
export function tellProblems(io: CliIo, { problems, unfinished = [] }: HostSnapshot): void {
  for (const { file, message } of problems) warn(io, `${file}: ${message}`)
  for (const { id, devices } of unfinished) {
    const there = devices.filter((device) => device.active).map((device) => device.id)
    const what =
      there.length === 0 ? 'nothing of it is there' : `${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} there`
    warn(
      io,
      `A process ended while it made ${devices.length} ${devices.length === 1 ? 'device' : 'devices'} (${id}); ${what}. nodedev recover removes what it left.`,
    )
  }
}

/** A message may name a file, whose name may be anything. */
function harmless(text: string): string {
  return withoutLogCommands(printable(text))
}

function label(io: CliIo, word: string, colour: string): string {
  return textOptions(io, io.stderr).colour === true ? `\u001b[${colour}m${word}\u001b[0m` : word
}
