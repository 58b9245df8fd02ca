import { capabilityOf, parseNodeDevice } from '../../libvirt/node-device.js'
import type { MdevAttribute } from '../../libvirt/mdev.js'
import type { CreateRequest } from '../../machine/host.js'
import { deviceRow, jsonText, printable } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import { Refusal, UsageError } from '../cli-failure.js'
import type { CliIo } from '../cli-io.js'
import type { Command } from '../command.js'
import { nameOfFile } from '../files.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'
import { readValue } from '../read-document.js'

const options = {
  ...hostOptions,
  parent: { type: 'string' },
  type: { type: 'string' },
  uuid: { type: 'string' },
  attr: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const

export const create: Command = {
  name: 'create',
  usage: [
    'create FILE [--host HOST] [--state FILE] [--json]',
    'create --parent PARENT --type TYPE [--uuid UUID]\n[--attr NAME=VALUE]...\n[--host HOST] [--state FILE] [--json]',
  ],
  summary: 'makes a mediated device and prints its name',
  help: `FILE is node device XML of a mediated device, as virsh nodedev-create takes it;
- is stdin. Without a UUID a new one is made. Attributes are written in their
order; when one is refused, the device is removed again.

  --parent PARENT    the kernel's name of the parent, or libvirt's
  --type TYPE        the id of one of its types
  --uuid UUID        the UUID of the new device
  --attr NAME=VALUE  an attribute to write when it is made
${hostHelp}
  --json         the new device as its row of list`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, options, { most: 1, names: 'FILE' })
    const [file] = positionals
    const { parent, type, uuid, attr } = values
    let request: CreateRequest
    if (file !== undefined) {
      if (parent !== undefined || type !== undefined || uuid !== undefined || attr !== undefined) {
        throw new UsageError('A FILE tells parent, type, UUID and attributes itself: give it or them.')
      }
      request = await requestFrom(io, file)
    } else {
      if (parent === undefined || type === undefined) throw new UsageError('Give a FILE, or --parent and --type.')
      const attributes = (attr ?? []).map(attributeFrom)
      request = { parent, type, attributes, ...(uuid !== undefined && { uuid }) }
    }
    const made = await withMachine(io, values, (host) => host.create(request))
    io.stdout.write(values.json === true ? jsonText(deviceRow(made)) : `${printable(made.name)}\n`)
    return 0
  },
}

async function requestFrom(io: CliIo, file: string): Promise<CreateRequest> {
  const device = await readValue(io, file, 'nodedev', parseNodeDevice)
  const mdev = capabilityOf(device, 'mdev')
  if (mdev === undefined) {
    throw new Refusal(
      'not-supported',
      `${nameOfFile(file)} describes no mediated device: it has no capability of type mdev.`,
    )
  }
  if (device.parent === undefined) {
    throw new Refusal('parent-unknown', `${nameOfFile(file)} names no parent.`, 'Put a <parent> into its <device>.')
  }
  return {
    parent: device.parent,
    type: mdev.typeId,
    attributes: mdev.attributes,
    ...(mdev.uuid !== undefined && { uuid: mdev.uuid }),
  }
}

function attributeFrom(text: string): MdevAttribute {
  const equals = text.indexOf('=')
  if (equals < 1) throw new UsageError(`--attr takes NAME=VALUE, not ${JSON.stringify(text)}.`)
  return { name: text.slice(0, equals), value: text.slice(equals + 1) }
}
