import { HostError } from '../machine/host-error.js'
import { asText, printable } from '../report/index.js'
import type { CliIo } from './cli-io.js'
import { CliFailure, InvalidInput, Refusal, UsageError } from './cli-failure.js'
import type { Command } from './command.js'
import { commands } from './commands/index.js'
import { commandHelp, generalHelp, usageOf } from './help.js'
import { tellFailure } from './remarks.js'
import { textOptions } from './text-options.js'
import { packageVersion } from './version.js'

/**
 * Runs the command: what a shell calls `nodedev`.
 * @param argv What stands behind the command's name.
 * @returns the exit code: 0; 1 for a finding of severity error or a refused operation; 2 where it could not run
 */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  const [verb, ...args] = argv
  if (verb === '--help' || verb === '-h') return printed(io, generalHelp(commands))
  if (verb === '--version') return printed(io, `${packageVersion()}\n`)
  const command = commands.find(({ name }) => name === verb)
  if (command === undefined) {
    const known = commands.map(({ name }) => name).join(', ')
    io.stderr.write(`error: ${printable(verbFault(verb))}\nVerbs: ${known}. See nodedev --help.\n`)
    return 2
  }
  if (asksHelp(args)) return printed(io, commandHelp(command, usageOf(command)))
  try {
    return await command.run(args, io)
  } catch (error) {
    return told(io, command, error)
  }
}

function verbFault(verb: string | undefined): string {
  if (verb === undefined) return 'The verb is missing.'
  if (verb.startsWith('-')) return `The verb comes first, and its options behind it: ${JSON.stringify(verb)} is none.`
  return `There is no verb ${JSON.stringify(verb)}.`
}

function printed(io: CliIo, text: string): 0 {
  io.stdout.write(text)
  return 0
}

function asksHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h')
}

/** Tells on stderr why a command failed, and gives the exit code. */
function told(io: CliIo, command: Command, error: unknown): 1 | 2 {
  if (error instanceof HostError) {
    tellFailure(io, `${error.code}: ${error.message}`, error.help)
    for (const second of failuresIn(error.undoing)) {
      const help = second instanceof HostError ? second.help : undefined
      tellFailure(io, `undoing it failed too: ${reason(second)}`, help)
    }
    return 1
  }
  if (error instanceof InvalidInput) {
    io.stderr.write(asText([error.checked], textOptions(io, io.stderr)))
    return error.exitCode
  }
  if (error instanceof CliFailure) {
    tellFailure(io, error instanceof Refusal ? `${error.code}: ${error.message}` : error.message, error.help)
    if (error instanceof UsageError) io.stderr.write(`${usageOf(command)}See nodedev ${command.name} --help.\n`)
    return error.exitCode
  }
  tellFailure(
    io,
    `unexpected failure: ${reason(error)}`,
    'This is a fault of nodedev; please report it with what you ran.',
  )
  return 2
}

/** What an error says of undoing: nothing, one failure, or several. */
function failuresIn(undoing: unknown): readonly unknown[] {
  if (undoing === undefined) return []
  return undoing instanceof AggregateError ? undoing.errors : [undoing]
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
