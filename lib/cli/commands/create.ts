import { HostError } from '../../machine/host-error.js'
import type { CreateRequest } from '../../machine/host.js'
import { deviceRow, jsonText, printable } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import { UsageError } from '../cli-failure.js'
import type { Command } from '../command.js'
import { nameOfFile } from '../files.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { attributeFrom, requestFrom } from '../mdev-request.js'
import { withMachine } from '../open-machine.js'

const options = {
  ...hostOptions,
  parent: { type: 'string' },
  type: { type: 'string' },
  uuid: { type: 'string' },
  attr: { type: 'string', multiple: true },
  group: { type: 'string' },
  index: { type: 'string' },
  params: { type: 'string' },
  aggregate: { type: 'string' },
  json: { type: 'boolean' },
} as const

export const create: Command = {
  name: 'create',
  usage: [
    'create FILE... [--group UUID]\n[--host HOST] [--state FILE] [--json]',
    'create --parent PARENT --type TYPE [--uuid UUID]\n[--attr NAME=VALUE]... [--group UUID]\n[--index INDEX] [--params TEXT] [--aggregate COUNT]\n[--host HOST] [--state FILE] [--json]',
  ],
  summary: 'makes a mediated device and prints its name',
  help: `FILE is node device XML of a mediated device, as virsh nodedev-create takes it;
- is stdin. Without a UUID a new one is made. Attributes are written in their
order; when one is refused, the device is removed again. Of several FILEs all
devices are made, in this order, or none.

  --parent PARENT    the kernel's name of the parent, or libvirt's
  --type TYPE        the id of one of its types
  --uuid UUID        the UUID of the new device
  --attr NAME=VALUE  an attribute to write when it is made
  --group UUID       the domain that the devices are for: they can be listed
                     and destroyed together
  --index INDEX      which of the guest's devices it is, on a parent of patch
                     v6; the lowest free number where absent
  --params TEXT      the vendor's text there; the id of the type where absent
  --aggregate COUNT  of how many instances of its type the device is made
${hostHelp}
  --json         the new device as its row of list; of several a list of them`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, options, { most: Infinity, names: 'FILE' })
    const { parent, type, uuid, attr, group, index, params, aggregate } = values
    const requests: CreateRequest[] = []
    if (positionals.length > 0) {
      const told = [parent, type, uuid, attr, index, params, aggregate]
      if (told.some((value) => value !== undefined)) {
        throw new UsageError('A FILE tells parent, type, UUID and attributes itself: give it or them.')
      }
      if (positionals.filter((file) => file === '-').length > 1) throw new UsageError('Only one FILE can be stdin.')
      for (const file of positionals) requests.push(await requestFrom(io, file))
    } else {
      if (parent === undefined || type === undefined) throw new UsageError('Give a FILE, or --parent and --type.')
      const attributes = (attr ?? []).map(attributeFrom)
      requests.push({
        ...{ parent, type, attributes },
        ...(uuid !== undefined && { uuid }),
        ...(index !== undefined && { index }),
        ...(params !== undefined && { parameters: params }),
        ...(aggregate !== undefined && { aggregate: countFrom(aggregate) }),
      })
    }
    const made = await withMachine(io, values, (host) =>
      host.createAll(requests, { ...(group !== undefined && { group }) }),
    ).catch((error: unknown) => {
      throw ofFile(error, positionals)
    })
    if (values.json === true) {
      const rows = made.map(deviceRow)
      io.stdout.write(jsonText(positionals.length > 1 ? rows : rows[0]))
    } else {
      for (const { name } of made) io.stdout.write(`${printable(name)}\n`)
    }
    return 0
  },
}

/** Of several files, which one it was. */
function ofFile(error: unknown, files: readonly string[]): unknown {
  if (!(error instanceof HostError) || error.request === undefined) return error
  const which = `${nameOfFile(files[error.request] ?? '')} asks for it, and none of the ${files.length} devices is made.`
  return error.with({ help: error.help === undefined ? which : `${error.help} ${which}` })
}

function countFrom(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new UsageError(`--aggregate takes a whole number from 1 up, not ${JSON.stringify(text)}.`)
  }
  return Number(text)
}
