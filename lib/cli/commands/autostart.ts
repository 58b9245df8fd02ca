import { printable } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'

const options = { ...hostOptions, parent: { type: 'string' }, disable: { type: 'boolean' } } as const

export const autostart: Command = {
  name: 'autostart',
  usage: ['autostart DEVICE [--disable] [--parent PARENT]\n[--host HOST] [--state FILE]'],
  summary: 'has a defined mediated device started when its parent appears',
  help: `DEVICE is its UUID or libvirt's name. mdevctl is what starts it then.

  --disable        no longer
  --parent PARENT  the parent, where the UUID is defined on more than one
${hostHelp}`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, options, { least: 1, most: 1, names: 'DEVICE' })
    const [device = ''] = positionals
    const { parent } = values
    const on = values.disable !== true
    await withMachine(io, values, (host) => host.setAutostart(device, on, { ...(parent !== undefined && { parent }) }))
    io.stdout.write(`${on ? 'marked' : 'unmarked'} ${printable(device)} as autostarted\n`)
    return 0
  },
}
