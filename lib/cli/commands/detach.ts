import { HostError } from '../../machine/host-error.js'
import { parseArguments } from '../arguments.js'
import { Refusal } from '../cli-failure.js'
import type { CliIo } from '../cli-io.js'
import type { Command } from '../command.js'
import { checkGuestArguments, editGuest, guestOptions } from '../edit-guest.js'
import { unknownDevice } from '../find-device.js'
import { nameOfFile } from '../files.js'
import {
  describeTarget,
  type HostdevTarget,
  indicesOf,
  targetOfHostdev,
  targetOfName,
  targetOfNodeDevice,
} from '../hostdev-target.js'
import { isFileOperand } from '../operand.js'
import { readDeviceFile } from '../read-device-file.js'

export const detach: Command = {
  name: 'detach',
  usage: ['detach GUEST.xml DEVICE|FILE [--in-place]'],
  summary: 'takes a device away from a guest in its XML',
  help: `DEVICE is a UUID, libvirt's name, or a PCI address, in any spelling; FILE is
hostdev XML or node device XML. The guest is printed, or written in its place.
- is stdin. No machine is asked.

  --in-place     writes the guest's file, at once and as a whole`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, guestOptions, {
      least: 2,
      most: 2,
      names: 'GUEST.xml or DEVICE or FILE',
    })
    const [guest = '', operand = ''] = positionals
    const inPlace = values['in-place'] === true
    checkGuestArguments(guest, operand, inPlace)
    const target = await targetOf(io, operand)
    await editGuest(io, guest, inPlace, (document) => {
      const indices = indicesOf(document.draft.hostdevs ?? [], target).reverse()
      if (indices.length === 0) {
        throw new HostError('device-unknown', `${nameOfFile(guest)} has no host device with ${describeTarget(target)}.`)
      }
      return indices.reduce((current, index) => current.remove(['hostdevs', index]), document)
    })
    return 0
  },
}

async function targetOf(io: CliIo, operand: string): Promise<HostdevTarget> {
  if (!(await isFileOperand(io, operand))) {
    const target = targetOfName(operand)
    if (target === undefined) throw unknownDevice(operand)
    return target
  }
  const file = await readDeviceFile(io, operand)
  const target = file.kind === 'hostdev' ? targetOfHostdev(file.hostdev) : targetOfNodeDevice(file.device)
  if (target !== undefined) return target
  throw new Refusal('not-supported', `${nameOfFile(operand)} names no UUID and no PCI address to look for.`)
}
