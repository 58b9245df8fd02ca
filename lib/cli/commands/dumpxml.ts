import { formatNodeDevice, type NodeDevice } from '../../libvirt/node-device.js'
import { nodeDeviceOf } from '../../machine/snapshot/node-devices.js'
import { parseArguments } from '../arguments.js'
import { Refusal } from '../cli-failure.js'
import type { Command } from '../command.js'
import { unknownDevice } from '../find-device.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'
import { tellProblems } from '../remarks.js'

export const dumpxml: Command = {
  name: 'dumpxml',
  usage: ['dumpxml DEVICE [--host HOST] [--state FILE]'],
  summary: 'the node device XML of a parent or a device, as libvirt writes it',
  help: `DEVICE is libvirt's name (pci_0000_06_00_0), the kernel's (0000:06:00.0), or the
UUID of a mediated device.

${hostHelp}`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, hostOptions, { least: 1, most: 1, names: 'DEVICE' })
    const [name = ''] = positionals
    const snapshot = await withMachine(io, values, (host) => host.snapshot())
    tellProblems(io, snapshot)
    const device = nodeDeviceOf(snapshot, name)
    if (device === undefined) throw unknownDevice(name)
    io.stdout.write(textOf(device))
    return 0
  },
}

/** What a machine or a file says of a device may hold what XML cannot carry. */
function textOf(device: NodeDevice): string {
  try {
    return formatNodeDevice(device)
  } catch (error) {
    if (error instanceof TypeError) throw new Refusal('not-supported', `The device cannot be written: ${error.message}`)
    throw error
  }
}
