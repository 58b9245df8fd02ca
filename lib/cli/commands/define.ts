import { parseDefinition } from '../../machine/definition/definition.js'
import type { DefineRequest } from '../../machine/host.js'
import type { HostDevice, HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import { deviceRow, jsonText, printable } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import { InvalidInput, UsageError } from '../cli-failure.js'
import type { CliIo } from '../cli-io.js'
import type { Command } from '../command.js'
import { nameOfFile, readInput } from '../files.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { attributeFrom, requestIn } from '../mdev-request.js'
import { withMachine } from '../open-machine.js'
import { warn } from '../remarks.js'
import { sniff } from '../sniff.js'

const options = {
  ...hostOptions,
  parent: { type: 'string' },
  type: { type: 'string' },
  uuid: { type: 'string' },
  attr: { type: 'string', multiple: true },
  auto: { type: 'boolean' },
  replace: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

/** The values of the options that describe a device. */
interface Described {
  readonly parent?: string | undefined
  readonly type?: string | undefined
  readonly uuid?: string | undefined
  readonly attr?: readonly string[] | undefined
}

export const define: Command = {
  name: 'define',
  usage: [
    'define FILE [--auto] [--replace] [--host HOST] [--state FILE]\n[--json]',
    'define FILE.json --parent PARENT [--uuid UUID] ...',
    'define --parent PARENT --type TYPE [--uuid UUID]\n[--attr NAME=VALUE]... [--auto] ...',
    'define --uuid UUID ...',
  ],
  summary: 'stores the definition of a mediated device and prints its name',
  help: `FILE is node device XML of a mediated device, as virsh nodedev-define takes it,
or a definition of mdevctl, which is JSON; - is stdin. Definitions are stored as
mdevctl does, in etc/mdevctl.d. With the UUID alone an active device is defined
as it is. Parent and type need not be there yet.

  --parent PARENT    the kernel's name of the parent, or libvirt's
  --type TYPE        the id of one of its types
  --uuid UUID        the UUID of the device; a new one is made where absent
  --attr NAME=VALUE  an attribute to write each time it is started
  --auto             started when its parent appears
  --replace          overwrites a definition that is there; keys that are not
                     mdevctl's stay
${hostHelp}
  --json         the device as its row of list`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, options, { most: 1, names: 'FILE' })
    const [file] = positionals
    const described = file === undefined ? requestOf(values) : await requestOfFile(io, file, values)
    const request = values.auto === true ? { ...described, autostart: true } : described
    const { device, snapshot } = await withMachine(io, values, async (host) => ({
      device: await host.define(request, { replace: values.replace === true }),
      snapshot: await host.snapshot(),
    }))
    tellUnknown(io, device, snapshot)
    io.stdout.write(values.json === true ? jsonText(deviceRow(device)) : `${printable(device.name)}\n`)
    return 0
  },
}

function requestOf({ parent, type, uuid, attr }: Described): DefineRequest {
  if (uuid === undefined && (parent === undefined || type === undefined)) {
    throw new UsageError('Give a FILE, or --parent and --type, or the --uuid of an active device.')
  }
  return {
    ...(parent !== undefined && { parent }),
    ...(type !== undefined && { type }),
    ...(uuid !== undefined && { uuid }),
    attributes: (attr ?? []).map(attributeFrom),
  }
}

async function requestOfFile(io: CliIo, file: string, described: Described): Promise<DefineRequest> {
  const { parent, type, uuid, attr } = described
  const bytes = await readInput(io, file)
  const sniffed = sniff(bytes)
  if (sniffed.form !== 'json') {
    if (parent !== undefined || type !== undefined || uuid !== undefined || attr !== undefined) {
      throw new UsageError('A FILE tells parent, type, UUID and attributes itself: give it or them.')
    }
    return requestIn(io, file, bytes)
  }
  if (type !== undefined || attr !== undefined) {
    throw new UsageError('A definition tells type and attributes itself: give it or them.')
  }
  const { text } = sniffed
  const { definition, diagnostics } = parseDefinition(text)
  if (definition === undefined) {
    throw new InvalidInput({ file: nameOfFile(file), kind: 'mdevctl', text, diagnostics, notRun: [] })
  }
  if (parent === undefined) throw new UsageError('A definition does not tell the parent: give --parent too.')
  const { start, attributes } = definition
  return {
    parent,
    type: definition.type,
    attributes,
    autostart: start === 'auto',
    ...(uuid !== undefined && { uuid }),
  }
}

/** What is misspelled would be noticed only when the device is started. */
function tellUnknown(io: CliIo, { parent, type }: HostDevice, { types }: HostSnapshot): void {
  const offered = types.filter((each) => each.parent === parent)
  if (offered.some(({ id }) => id === type)) return
  const what =
    offered.length === 0
      ? `No parent ${JSON.stringify(parent)} is there now`
      : `The parent ${JSON.stringify(parent)} has no type ${JSON.stringify(type)} now`
  warn(io, `${what}: the device cannot be started before there is.`)
}
