import { v4 } from 'uuid'
import { parseUuid } from '../../libvirt/uuid.js'
import { checkTypeAttributes } from '../attribute-schema/check-type-attributes.js'
import { HostError } from '../host-error.js'
import type { CreateRequest } from '../host.js'
import { checkAttributes } from './device-attributes.js'
import type { Scan } from '../scan/scan.js'
import { parentNameOf, shown } from '../scan/scan.js'
import type { ActiveDevice, PlannedDevice } from './backend.js'
import { backendOf, backends } from './backends.js'
import { findParent } from './find-parent.js'

/**
 * Checks a request by mdevctl's checks in mdevctl's order (mdevctl 1.4, `start`), without writing anything.
 * @param earlier What is to be made before it.
 * @throws HostError see `Host.create`
 */
export function planDevice(
  scan: Scan,
  request: CreateRequest,
  group: string | undefined,
  earlier: readonly PlannedDevice[],
): PlannedDevice {
  const uuid = request.uuid === undefined ? v4() : uuidFrom(request.uuid)
  checkAttributes(request.attributes ?? [])
  for (const backend of backends) {
    const holder = backend.holder?.(scan, uuid)
    if (holder) throw taken(scan, uuid, holder, request)
  }
  const parent = findParent(scan, request.parent)
  const planned = backendOf(parent.backend).plan(scan, parent, { uuid, group, earlier }, request)
  checkTypeAttributes({ id: planned.type, backend: planned.backend }, request.attributes ?? [])
  const twin = earlier.find(
    (other) => other.id === planned.id && (other.parent.path === parent.path || other.uuid !== undefined),
  )
  if (twin === undefined) return planned
  throw new HostError('uuid-exists', `The device ${shown(planned.id)} is asked for twice.`, {
    help: 'Give each request a UUID of its own, or none.',
  })
}

/**
 * A UUID in lower case from any spelling that libvirt reads.
 * @param of What it is to name: a device, or the group of a guest's devices.
 * @throws HostError `uuid-invalid`
 */
export function uuidFrom(text: string, of: 'device' | 'group' = 'device'): string {
  const uuid = parseUuid(text)
  if (uuid !== undefined) return uuid
  const form = 'Write it as 8-4-4-4-12 hexadecimal digits'
  if (of === 'group') {
    const message = `${shown(text)} is no UUID, and a group is named by that of its guest.`
    throw new HostError('uuid-invalid', message, { help: `${form}.` })
  }
  throw new HostError('uuid-invalid', `${shown(text)} is no UUID.`, {
    help: `${form}, or leave it out to have one made.`,
  })
}

function taken(scan: Scan, uuid: string, holder: ActiveDevice, request: CreateRequest): HostError {
  const names = [holder.parent, parentNameOf(scan, holder.parent, holder.parentPath).name]
  const same = names.includes(request.parent) && holder.type === request.type
  const what = holder.type === undefined ? 'half made' : `of type ${shown(holder.type)}`
  return new HostError('uuid-exists', `The UUID ${uuid} is in use by a device ${what} on ${shown(holder.parent)}.`, {
    file: holder.path,
    takenBy: { id: holder.id, parent: holder.parent, ...(holder.type !== undefined && { type: holder.type }) },
    help: same
      ? 'It is the device that you ask for; use it, or destroy it first.'
      : 'UUIDs are unique on a host: choose another.',
  })
}
