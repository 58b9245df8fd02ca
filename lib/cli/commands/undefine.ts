import { printable } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'

const options = { ...hostOptions, parent: { type: 'string' } } as const

export const undefine: Command = {
  name: 'undefine',
  usage: ['undefine DEVICE [--parent PARENT] [--host HOST] [--state FILE]'],
  summary: 'removes the definition of a mediated device',
  help: `DEVICE is its UUID or libvirt's name. A device that is active stays.

  --parent PARENT  the parent, where the UUID is defined on more than one
${hostHelp}`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, options, { least: 1, most: 1, names: 'DEVICE' })
    const [device = ''] = positionals
    const { parent } = values
    await withMachine(io, values, (host) => host.undefine(device, { ...(parent !== undefined && { parent }) }))
    io.stdout.write(`undefined ${printable(device)}\n`)
    return 0
  },
}
