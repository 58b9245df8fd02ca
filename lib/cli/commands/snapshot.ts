import { jsonText } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'
import { tellProblems } from '../remarks.js'
import { replaceFile } from '../replace-file.js'

export const snapshot: Command = {
  name: 'snapshot',
  usage: ['snapshot [-o FILE] [--host HOST] [--state FILE]'],
  summary: 'saves what a machine has as JSON, for --host FILE anywhere else',
  help: `  -o, --output FILE  writes to a file, at once and as a whole
${hostHelp}`,
  async run(args, io) {
    const { values } = parseArguments(
      args,
      { ...hostOptions, output: { type: 'string', short: 'o' } },
      { most: 0, names: '' },
    )
    const taken = await withMachine(io, values, (host) => host.snapshot())
    tellProblems(io, taken)
    const text = jsonText(taken)
    const { output = '-' } = values
    if (output === '-') io.stdout.write(text)
    else await replaceFile(io, output, text)
    return 0
  },
}
