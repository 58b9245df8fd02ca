import { deviceRows, devicesTable, jsonText } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'
import { tellProblems } from '../remarks.js'

export const list: Command = {
  name: 'list',
  usage: ['list [--host HOST] [--state FILE] [--json]'],
  summary: 'the devices that were made',
  help: `${hostHelp}
  --json         as JSON`,
  async run(args, io) {
    const { values } = parseArguments(args, { ...hostOptions, json: { type: 'boolean' } }, { most: 0, names: '' })
    const snapshot = await withMachine(io, values, (host) => host.snapshot())
    tellProblems(io, snapshot)
    const rows = deviceRows(snapshot)
    if (values.json === true) io.stdout.write(jsonText(rows))
    else if (rows.length > 0) io.stdout.write(devicesTable(rows))
    else io.stderr.write('There are no devices.\n')
    return 0
  },
}
