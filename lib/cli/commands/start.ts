import { deviceRow, jsonText, printable } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'

const options = {
  ...hostOptions,
  parent: { type: 'string' },
  group: { type: 'string' },
  json: { type: 'boolean' },
} as const

export const start: Command = {
  name: 'start',
  usage: ['start DEVICE [--parent PARENT] [--group UUID]\n[--host HOST] [--state FILE] [--json]'],
  summary: 'makes a defined mediated device and prints its name',
  help: `DEVICE is its UUID or libvirt's name. Its attributes are written in their order;
when one is refused, the device is removed again.

  --parent PARENT  the parent, where the UUID is defined on more than one
  --group UUID     the domain that the device is for, as with create
${hostHelp}
  --json         the device as its row of list`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, options, { least: 1, most: 1, names: 'DEVICE' })
    const [device = ''] = positionals
    const { parent, group } = values
    const place = { ...(parent !== undefined && { parent }), ...(group !== undefined && { group }) }
    const made = await withMachine(io, values, (host) => host.start(device, place))
    io.stdout.write(values.json === true ? jsonText(deviceRow(made)) : `${printable(made.name)}\n`)
    return 0
  },
}
