import { HostError } from '../host-error.js'
import type { DefinitionOptions } from '../host.js'
import type { Machine } from '../ledger/machine.js'
import { isAbsent, shown } from '../scan/scan.js'
import { changingDefinitions } from './change-definitions.js'
import { findDefinition } from './find-definition.js'

/**
 * Removes the definition of a device, whatever the file holds; a device that is active stays.
 * @throws HostError see `Host.undefine`
 */
export async function undefineDevice(machine: Machine, id: string, options: DefinitionOptions = {}): Promise<void> {
  const { store } = machine.ledger
  await changingDefinitions(store, options, async () => {
    const { file } = findDefinition(machine, id, options.parent)
    try {
      await store.remove(file)
    } catch (error) {
      if (!isAbsent(error)) throw error
      throw new HostError('definition-unknown', `The definition of ${shown(id)} has just been removed.`, { file })
    }
  })
}
