import { formatHostdev } from '../../libvirt/hostdev.js'
import { parseNodeDevice } from '../../libvirt/node-device.js'
import { oneOf, parseArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { nameOfFile } from '../files.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { hostdevFrom, sourceOfName, sourceOfNodeDevice } from '../hostdev-source.js'
import { withMachine } from '../open-machine.js'
import { isFileOperand } from '../operand.js'
import { readValue } from '../read-document.js'
import { tellProblems } from '../remarks.js'

export const hostdev: Command = {
  name: 'hostdev',
  usage: ['hostdev DEVICE|FILE [--display on|off] [--ramfb on|off]\n[--host HOST] [--state FILE]'],
  summary: 'the hostdev XML that gives a device to a guest',
  help: `DEVICE is the UUID of a mediated device, the PCI address of a virtual function
that became a vGPU, or libvirt's name of it; FILE is its node device XML, also
of a mediated device that is still to be made; - is stdin. Such a device's model
is the device API of its type, which the machine tells.

  --display on|off  whether the guest's screen can be seen through the device
  --ramfb on|off    whether the guest can draw on it before its driver is loaded
${hostHelp}`,
  async run(args, io) {
    const { values, positionals } = parseArguments(
      args,
      { ...hostOptions, display: { type: 'string' }, ramfb: { type: 'string' } },
      { least: 1, most: 1, names: 'DEVICE or FILE' },
    )
    const display = oneOf('display', values.display, ['on', 'off'])
    const ramfb = oneOf('ramfb', values.ramfb, ['on', 'off'])
    const [operand = ''] = positionals
    const described = (await isFileOperand(io, operand))
      ? await readValue(io, operand, 'nodedev', parseNodeDevice)
      : undefined
    const snapshot = await withMachine(io, values, (host) => host.snapshot())
    tellProblems(io, snapshot)
    const source =
      described === undefined
        ? sourceOfName(snapshot, operand)
        : sourceOfNodeDevice(snapshot, described, nameOfFile(operand))
    const device = hostdevFrom(source, {
      ...(display !== undefined && { display }),
      ...(ramfb !== undefined && { ramfb }),
    })
    io.stdout.write(formatHostdev(device))
    return 0
  },
}
