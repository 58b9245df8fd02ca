import { jsonText } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'
import { replaceFile } from '../replace-file.js'

export const record: Command = {
  name: 'record',
  usage: ['record [-o FILE] [--redact] [--host HOST] [--state FILE]'],
  summary: "saves the bytes of a machine's files, to be opened by --host FILE",
  help: `What a snapshot is made of is saved as the kernel gave it, so that faults in
reading it can be seen again on another machine.

  -o, --output FILE  writes to a file, at once and as a whole
  --redact           replaces UUIDs and blanks serial numbers
${hostHelp}`,
  async run(args, io) {
    const { values } = parseArguments(
      args,
      { ...hostOptions, output: { type: 'string', short: 'o' }, redact: { type: 'boolean' } },
      { most: 0, names: '' },
    )
    const { output = '-', redact = false } = values
    const text = jsonText(await withMachine(io, values, (host) => host.record({ redact })))
    if (output === '-') io.stdout.write(text)
    else await replaceFile(io, output, text)
    return 0
  },
}
