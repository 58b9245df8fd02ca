import { printable } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'

export const destroy: Command = {
  name: 'destroy',
  usage: ['destroy DEVICE [--host HOST] [--state FILE]'],
  summary: 'removes a mediated device',
  help: `DEVICE is its UUID or libvirt's name. A device that a guest has open is left
alone.

${hostHelp}`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, hostOptions, { least: 1, most: 1, names: 'DEVICE' })
    const [device = ''] = positionals
    await withMachine(io, values, (host) => host.destroy(device))
    io.stdout.write(`destroyed ${printable(device)}\n`)
    return 0
  },
}
