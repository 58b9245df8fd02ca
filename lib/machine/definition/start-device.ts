import { HostError } from '../host-error.js'
import type { StartOptions } from '../host.js'
import type { Machine } from '../ledger/machine.js'
import { makeDevices } from '../ledger/make-devices.js'
import { Scan, shown } from '../scan/scan.js'
import type { HostDevice } from '../snapshot/host-snapshot.js'
import type { Definition } from './definition.js'
import { findDefinition } from './find-definition.js'
import { parentOfDefinition } from './parent-id.js'
import type { StoredDefinition } from './stored-definitions.js'
import { readDefinition } from './stored-definitions.js'

/**
 * Makes a defined device.
 * @throws HostError see `Host.start`
 */
export async function startDevice(machine: Machine, id: string, options: StartOptions = {}): Promise<HostDevice> {
  options.signal?.throwIfAborted()
  const { parent: named, ...rest } = options
  const stored = findDefinition(machine, id, named)
  const { parent, uuid } = stored
  const { type, start, attributes } = definitionAt(machine, stored)
  if (parentOfDefinition(new Scan(machine.sysfs), parent).parent?.backend === 'nvidia-vf') {
    throw new HostError('not-supported', `The devices of ${shown(parent)} have no UUIDs: ${uuid} cannot be made there.`)
  }
  const [device] = await makeDevices(machine, [{ parent, type, uuid, attributes }], rest)
  if (device === undefined) throw new RangeError('One request made no device.')
  return { ...device, defined: true, autostart: start === 'auto' }
}

/** @throws HostError `definition-unknown` for a file that cannot be read as a definition */
function definitionAt(machine: Machine, stored: StoredDefinition): Definition {
  const faults: string[] = []
  const definition = readDefinition(machine.ledger.store, stored, (_file, message) => faults.push(message))
  if (definition !== undefined) return definition
  throw new HostError('definition-unknown', `The definition of ${stored.uuid} is damaged: ${faults.join(' ')}`, {
    file: stored.file,
    help: 'Mend the file, or define the device anew.',
  })
}
