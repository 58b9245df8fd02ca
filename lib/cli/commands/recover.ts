import { HostError } from '../../host/index.js'
import { jsonText, printable } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'
import { tellFailure } from '../remarks.js'

export const recover: Command = {
  name: 'recover',
  usage: ['recover [ID] [--host HOST] [--state FILE] [--json]'],
  summary: 'removes what a process left that was killed while it made devices',
  help: `Devices that are made together are recorded before the first one is made. Where
the process did not come to the end, the record tells which of them to remove.
What is still being made is left alone, and so is every other device. ID is one
record, as a snapshot lists it; without it all are taken.

${hostHelp}
  --json         what was removed, and what could not be, as JSON`,
  async run(args, io) {
    const { values, positionals } = parseArguments(
      args,
      { ...hostOptions, json: { type: 'boolean' } },
      { most: 1, names: 'ID' },
    )
    const done = await withMachine(io, values, (host) => host.recover(positionals[0]))
    const left = done.flatMap((recovery) => recovery.left)
    if (values.json === true) {
      io.stdout.write(
        jsonText(
          done.map((each) => ({ ...each, left: each.left.map(({ id, error }) => ({ id, ...failure(error) })) })),
        ),
      )
    } else {
      for (const { removed } of done) for (const id of removed) io.stdout.write(`destroyed ${printable(id)}\n`)
      if (done.length === 0) io.stderr.write('Nothing was left behind.\n')
    }
    for (const { error } of left) {
      const { code, message, help } = failure(error)
      tellFailure(io, `${code}: ${message}`, help)
    }
    return left.length === 0 ? 0 : 1
  },
}

function failure(error: unknown): { code: string; message: string; help?: string } {
  if (!(error instanceof HostError)) return { code: 'driver-refused', message: String(error) }
  const { code, message, help } = error
  return { code, message, ...(help !== undefined && { help }) }
}
