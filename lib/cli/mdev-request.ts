import { capabilityOf, parseNodeDevice } from '../libvirt/node-device.js'
import type { MdevAttribute } from '../libvirt/mdev.js'
import type { CreateRequest } from '../machine/host.js'
import type { CliIo } from './cli-io.js'
import { Refusal, UsageError } from './cli-failure.js'
import { nameOfFile, readInput } from './files.js'
import { valueOf } from './read-document.js'

/**
 * What node device XML of a mediated device asks for.
 * @throws InvalidInput where it has errors, Refusal where it is no mediated device or names no parent
 */
export async function requestFrom(io: CliIo, file: string): Promise<CreateRequest> {
  return requestIn(io, file, await readInput(io, file))
}

/** The same of bytes that are there. */
export function requestIn(io: CliIo, file: string, bytes: Uint8Array): CreateRequest {
  const device = valueOf(io, file, 'nodedev', parseNodeDevice(bytes))
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

/**
 * An attribute as `--attr` gives it.
 * @throws UsageError
 */
export function attributeFrom(text: string): MdevAttribute {
  const equals = text.indexOf('=')
  if (equals < 1) throw new UsageError(`--attr takes NAME=VALUE, not ${JSON.stringify(text)}.`)
  return { name: text.slice(0, equals), value: text.slice(equals + 1) }
}
