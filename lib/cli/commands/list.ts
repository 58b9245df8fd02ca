import { deviceRows, devicesTable, jsonText } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import { UsageError } from '../cli-failure.js'
import type { Command } from '../command.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'
import { tellProblems } from '../remarks.js'

const options = {
  ...hostOptions,
  inactive: { type: 'boolean' },
  all: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

export const list: Command = {
  name: 'list',
  usage: ['list [--inactive | --all] [--host HOST] [--state FILE] [--json]'],
  summary: 'the devices that were made, or are defined',
  help: `Without an option the active ones, as virsh nodedev-list shows them.

  --inactive     those that are defined and not active
  --all          both
${hostHelp}
  --json         as JSON`,
  async run(args, io) {
    const { values } = parseArguments(args, options, { most: 0, names: '' })
    const { inactive = false, all = false } = values
    if (inactive && all) throw new UsageError('Give --inactive or --all.')
    const snapshot = await withMachine(io, values, (host) => host.snapshot())
    tellProblems(io, snapshot)
    const every = deviceRows(snapshot)
    const rows = every.filter(({ active }) => all || active !== inactive)
    if (values.json === true) io.stdout.write(jsonText(rows))
    else if (rows.length > 0) io.stdout.write(devicesTable(rows))
    else io.stderr.write(every.length === 0 ? 'There are no devices.\n' : othersAreThere(inactive))
    return 0
  },
}

function othersAreThere(inactive: boolean): string {
  return inactive
    ? 'There are no inactive devices; list shows the active ones.\n'
    : 'There are no active devices; list --inactive shows those that are defined.\n'
}
