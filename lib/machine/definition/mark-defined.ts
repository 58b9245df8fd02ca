import type { Store } from '../port/store.js'
import type { HostDevice } from '../snapshot/host-snapshot.js'
import { definitionsUnder, readDefinition } from './stored-definitions.js'

/** Says of devices that have just been made whether they are defined. */
export function markDefined(store: Store, devices: readonly HostDevice[]): void {
  const silent = () => undefined
  for (const device of devices) {
    const uuid = device.uuid?.toLowerCase()
    const stored = definitionsUnder(store, device.parent, silent).find((each) => each.uuid === uuid)
    const definition = stored && readDefinition(store, stored, silent)
    if (definition === undefined) continue
    device.defined = true
    device.autostart = definition.start === 'auto'
  }
}
