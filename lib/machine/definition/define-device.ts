import { v4 } from 'uuid'
import { findDevice } from '../backend/find-device.js'
import { uuidFrom } from '../backend/plan-device.js'
import { HostError } from '../host-error.js'
import type { DefineOptions, DefineRequest } from '../host.js'
import type { Machine } from '../ledger/machine.js'
import { checkAttributes } from '../backend/device-attributes.js'
import type { Store } from '../port/store.js'
import { SysfsError } from '../port/sysfs.js'
import { Scan, shown } from '../scan/scan.js'
import type { Definition } from './definition.js'
import { changeDefinition, formatDefinition } from './definition-text.js'
import { changingDefinitions } from './change-definitions.js'
import { parentOfDefinition } from './parent-id.js'
import type { StoredDefinition } from './stored-definitions.js'
import { DEFINITIONS, definitionsUnder, isParentName, isPlainName, textOf } from './stored-definitions.js'

/**
 * Stores the definition of a device.
 * @returns where it is
 * @throws HostError see `Host.define`
 */
export async function defineDevice(
  machine: Machine,
  request: DefineRequest,
  options: DefineOptions = {},
): Promise<StoredDefinition> {
  const { store } = machine.ledger
  const { parent, uuid, type } = placeOf(new Scan(machine.sysfs), request)
  const attributes = (request.attributes ?? []).map(({ name, value }) => ({ name, value }))
  checkAttributes(attributes)
  const definition: Definition = { type, start: request.autostart === true ? 'auto' : 'manual', attributes }
  return changingDefinitions(store, options, async () => {
    const existing = definitionsUnder(store, parent, () => undefined).find((stored) => stored.uuid === uuid)
    if (existing !== undefined && options.replace !== true) throw exists(existing)
    const stored = existing ?? { file: `${DEFINITIONS}/${parent}/${uuid}`, parent, uuid }
    const old = existing === undefined ? undefined : storedText(store, existing.file)
    const text = old === undefined ? undefined : changeDefinition(old, definition)
    await store.replace(stored.file, new TextEncoder().encode(text ?? formatDefinition(definition)))
    return stored
  })
}

/** Parent, UUID and type that a request means; an active device tells what it leaves out, as with mdevctl. */
function placeOf(scan: Scan, request: DefineRequest): { parent: string; uuid: string; type: string } {
  const uuid = request.uuid === undefined ? v4() : uuidFrom(request.uuid)
  const active = request.uuid === undefined ? undefined : activeDevice(scan, uuid)
  const wanted = request.parent ?? active?.parent
  if (wanted === undefined) {
    throw new HostError('parent-unknown', `No parent is named for ${uuid}, and no device of that UUID is active.`, {
      help: 'Name the parent that the device is to be made on.',
    })
  }
  const { id: parent, parent: registered } = parentOfDefinition(scan, wanted)
  if (!isParentName(parent)) {
    throw new HostError('parent-unknown', `${shown(parent)} can be no name of a parent device.`)
  }
  if (registered?.backend === 'nvidia-vf') {
    throw new HostError('not-supported', `The devices of ${shown(parent)} have no UUIDs, so none can be defined.`, {
      help: 'Create them when they are needed; NVIDIA keeps their types on the virtual functions.',
    })
  }
  const type = request.type ?? (active?.parent === parent ? active.type : undefined)
  if (type === undefined) {
    throw new HostError('type-unknown', `No type is named for ${uuid} on ${shown(parent)}.`, {
      help: 'Name one of the types that the parent offers.',
    })
  }
  if (isPlainName(type)) return { parent, uuid, type }
  throw new HostError('type-unknown', `${shown(type)} can be no type of a parent.`)
}

function activeDevice(scan: Scan, uuid: string): ReturnType<typeof findDevice> | undefined {
  try {
    return findDevice(scan, uuid)
  } catch (error) {
    if (error instanceof HostError) return undefined
    throw error
  }
}

function exists({ file, parent, uuid }: StoredDefinition): HostError {
  return new HostError('definition-exists', `The device ${uuid} on ${shown(parent)} is defined already.`, {
    file,
    help: 'Undefine it first, or have the definition replaced.',
  })
}

/** The text of a definition that is to be replaced; `undefined` where there is none that could be kept in part. */
function storedText(store: Store, file: string): string | undefined {
  try {
    return textOf(store.read(file))
  } catch (error) {
    if (error instanceof TypeError || error instanceof SysfsError) return undefined
    throw error
  }
}
