import type { Hostdev } from '../../libvirt/hostdev.js'
import { parseArguments } from '../arguments.js'
import { Refusal } from '../cli-failure.js'
import type { CliIo } from '../cli-io.js'
import type { Command } from '../command.js'
import { checkGuestArguments, editGuest, guestOptions } from '../edit-guest.js'
import { nameOfFile } from '../files.js'
import { type HostArguments, hostHelp, hostOptions } from '../host-options.js'
import { hostdevFrom, sourceOfName, sourceOfNodeDevice } from '../hostdev-source.js'
import { describeTarget, indicesOf, targetOfHostdev } from '../hostdev-target.js'
import { withMachine } from '../open-machine.js'
import { isFileOperand } from '../operand.js'
import { readDeviceFile } from '../read-device-file.js'
import { tellProblems } from '../remarks.js'

export const attach: Command = {
  name: 'attach',
  usage: ['attach GUEST.xml DEVICE|FILE [--in-place]\n[--host HOST] [--state FILE]'],
  summary: 'gives a device to a guest in its XML; no other byte changes',
  help: `DEVICE is the UUID of a mediated device, the PCI address of a virtual function
that became a vGPU, or libvirt's name of it; FILE is hostdev XML or node device
XML. The guest is printed, or written in its place. - is stdin.

  --in-place     writes the guest's file, at once and as a whole
${hostHelp}`,
  async run(args, io) {
    const { values, positionals } = parseArguments(
      args,
      { ...hostOptions, ...guestOptions },
      { least: 2, most: 2, names: 'GUEST.xml or DEVICE or FILE' },
    )
    const [guest = '', operand = ''] = positionals
    const inPlace = values['in-place'] === true
    checkGuestArguments(guest, operand, inPlace)
    const device = await hostdevOf(io, values, operand)
    const target = targetOfHostdev(device)
    await editGuest(io, guest, inPlace, (document) => {
      if (target !== undefined && indicesOf(document.draft.hostdevs ?? [], target).length > 0) {
        const code = 'uuid' in target ? 'hostdev/uuid-duplicate' : 'hostdev/source-duplicate'
        throw new Refusal(code, `${nameOfFile(guest)} has a host device with ${describeTarget(target)} already.`)
      }
      return document.append('hostdevs', device)
    })
    return 0
  },
}

async function hostdevOf(io: CliIo, values: HostArguments, operand: string): Promise<Hostdev> {
  const file = (await isFileOperand(io, operand)) ? await readDeviceFile(io, operand) : undefined
  if (file?.kind === 'hostdev') {
    return file.hostdev
  }
  const snapshot = await withMachine(io, values, (host) => host.snapshot())
  tellProblems(io, snapshot)
  return hostdevFrom(
    file === undefined
      ? sourceOfName(snapshot, operand)
      : sourceOfNodeDevice(snapshot, file.device, nameOfFile(operand)),
  )
}
