import { printable } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import { UsageError } from '../cli-failure.js'
import type { Command } from '../command.js'
import { duration } from '../duration.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'

const options = {
  ...hostOptions,
  parent: { type: 'string' },
  group: { type: 'string' },
  wait: { type: 'string' },
} as const

/** The kernel is given so long in any case, in milliseconds: a removal that is not waited for would be told to have failed. */
const LEAST = 2000

export const destroy: Command = {
  name: 'destroy',
  usage: [
    'destroy DEVICE [--parent PARENT] [--wait TIME]\n[--host HOST] [--state FILE]',
    'destroy --group UUID [--wait TIME] [--host HOST] [--state FILE]',
  ],
  summary: 'removes a mediated device, or those of one guest',
  help: `DEVICE is its UUID, its PCI address, or libvirt's name. A device that a guest
has open is left alone.

  --parent PARENT  the parent, where the UUID alone names more than one
  --group UUID     the devices that create --group made, the last one first;
                   none when one of them is in use
  --wait TIME      waits so long (2s, 500ms) for the guest to let go, and then
                   for the kernel
${hostHelp}`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, options, { most: 1, names: 'DEVICE' })
    const [device] = positionals
    const { parent, group } = values
    const wait = duration('wait', values.wait)
    const waiting = wait === undefined ? {} : { wait, timeout: Math.max(wait, LEAST) }
    if (group !== undefined) {
      if (device !== undefined || parent !== undefined) throw new UsageError('Give a DEVICE or --group.')
      const removed = await withMachine(io, values, (host) => host.destroyGroup(group, waiting))
      for (const id of removed) io.stdout.write(`destroyed ${printable(id)}\n`)
      if (removed.length === 0) io.stderr.write('There are no devices of this group.\n')
      return 0
    }
    if (device === undefined) throw new UsageError('DEVICE is missing.')
    await withMachine(io, values, (host) =>
      host.destroy(device, { ...waiting, ...(parent !== undefined && { parent }) }),
    )
    io.stdout.write(`destroyed ${printable(device)}\n`)
    return 0
  },
}
