import { HostError } from '../host-error.js'
import type { DefinitionOptions } from '../host.js'
import type { Machine } from '../ledger/machine.js'
import { shown } from '../scan/scan.js'
import { changingDefinitions } from './change-definitions.js'
import { changeDefinition } from './definition-text.js'
import { findDefinition } from './find-definition.js'
import { textOf } from './stored-definitions.js'

/**
 * Changes in a definition whether the device is started when its parent appears.
 * @throws HostError see `Host.setAutostart`
 */
export async function setAutostart(
  machine: Machine,
  id: string,
  autostart: boolean,
  options: DefinitionOptions = {},
): Promise<void> {
  const { store } = machine.ledger
  await changingDefinitions(store, options, async () => {
    const { file } = findDefinition(machine, id, options.parent)
    const text = changeDefinition(textIn(store.read(file)), { start: autostart ? 'auto' : 'manual' })
    if (text === undefined) {
      throw new HostError('definition-unknown', `The definition of ${shown(id)} is damaged and stays as it is.`, {
        file,
        help: 'Mend the file, or define the device anew.',
      })
    }
    await store.replace(file, new TextEncoder().encode(text))
  })
}

/** The text of a definition; empty where it is not UTF-8, which is no definition either. */
function textIn(bytes: Uint8Array): string {
  try {
    return textOf(bytes)
  } catch {
    return ''
  }
}
