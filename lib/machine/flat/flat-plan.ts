import { parseUuid } from '../../libvirt/uuid.js'
import { checkParticulars, unknownType } from '../backend/check-request.js'
import type { NamedParent, PlanContext, PlannedDevice } from '../backend/backend.js'
import { HostError } from '../host-error.js'
import type { CreateRequest } from '../host.js'
import type { Scan } from '../scan/scan.js'
import { shown } from '../scan/scan.js'
import { flatId } from './flat-name.js'
import { activeFlat, readFlatTable } from './flat-scan.js'

/** The kernel's directory is printed with `%d`. */
const LARGEST_INDEX = 0x7fffffff
/** A name in sysfs has 255 bytes at most, of which the UUID and its dash take 37. */
const LONGEST_INDEX = 255 - 37
/** The kernel hands a driver one page, of which the last byte ends the text. */
const LONGEST_WRITE = 4095

const encoder = new TextEncoder()

/**
 * Checks a request. The UUID is that of the guest: the group's where the request names none.
 * @throws HostError `not-supported`, `type-unknown`, `no-instances-left`, `uuid-invalid`, `uuid-exists`, `attribute-refused`
 */
export function planFlat(scan: Scan, parent: NamedParent, context: PlanContext, request: CreateRequest): PlannedDevice {
  checkParticulars(parent.id, request, ['index', 'parameters'])
  const uuid = guestOf(parent, context, request)
  checkType(scan, parent, context, request.type)
  const taken = new Set([
    ...activeFlat(scan)
      .filter((device) => device.uuid.toLowerCase() === uuid)
      .map((device) => device.index),
    ...context.earlier
      .filter((other) => other.backend === 'flat' && other.uuid === uuid)
      .flatMap(({ index }) => index ?? []),
  ])
  const index = request.index === undefined ? lowestFree(taken) : checkedIndex(request.index)
  const planned: PlannedDevice = {
    ...{ backend: 'flat', parent, type: request.type, id: flatId({ uuid, index }), uuid, index, request },
  }
  if (taken.has(index)) {
    throw new HostError('uuid-exists', `The guest ${uuid} has a device ${shown(index)} already.`, {
      file: 'sys/bus/mdev/devices',
      help: 'Choose another index, or leave it out to have the lowest free number.',
    })
  }
  const length = encoder.encode(createText(planned)).length
  if (length > LONGEST_WRITE || createText(planned).includes('\0')) {
    const why = length > LONGEST_WRITE ? `are too long: ${length} bytes would be written` : 'hold NUL'
    throw new HostError('attribute-refused', `The parameters of ${planned.id} ${why}.`)
  }
  return planned
}

/** What is written to `mdev_create`. Where no parameters are given the type stands there: the driver learns it no other way. */
export function createText({ id, type, request }: PlannedDevice): string {
  return `${id}:${request.parameters ?? type}`
}

function guestOf(parent: NamedParent, { uuid, group }: PlanContext, request: CreateRequest): string {
  if (group === undefined || request.uuid === undefined) return group ?? uuid
  if (parseUuid(request.uuid) === group) return group
  throw new HostError(
    'uuid-invalid',
    `The device on ${shown(parent.id)} is asked for with the UUID ${uuid}, where the UUID is that of the guest, ${group}.`,
    { help: 'Leave out the UUID of the device: its index tells it from its siblings.' },
  )
}

function checkType(scan: Scan, parent: NamedParent, { earlier }: PlanContext, type: string): void {
  const file = `${parent.path}/mdev_supported_types`
  const rows = readFlatTable(scan, parent)
  const row = rows.find((candidate) => candidate.id === type)
  if (row === undefined) {
    throw unknownType(
      parent.id,
      type,
      rows.map(({ id }) => id),
      file,
    )
  }
  const here = activeFlat(scan).filter((device) => device.parent === parent.id).length
  const planned = earlier.filter((other) => other.parent.path === parent.path).length
  // whatever types the others have, none of them makes room
  if (row.maxInstances === undefined || here + planned < row.maxInstances) return
  throw new HostError(
    'no-instances-left',
    `The parent ${shown(parent.id)} takes ${row.maxInstances} of ${shown(type)} at most and has ${here + planned} devices.`,
    { file, help: 'Choose another parent or type, or destroy a device of it.' },
  )
}

function lowestFree(taken: ReadonlySet<string>): string {
  let index = 0
  while (taken.has(String(index))) index++
  return String(index)
}

/**
 * A number is what the proposal has; reviewers wished for any text.
 * @throws HostError `attribute-refused`
 */
function checkedIndex(index: string): string {
  const fault =
    index === ''
      ? 'is empty'
      : /[:/\s\u0000-\u001f\u007f-\u009f]/.test(index)
        ? 'holds a character that ends it or cannot stand in the name of a directory'
        : encoder.encode(index).length > LONGEST_INDEX
          ? `is longer than ${LONGEST_INDEX} bytes`
          : /^\+?0[0-9x]|^[+-]\d/i.test(index)
            ? 'may be read as another number than it looks like'
            : /^\d+$/.test(index) && Number(index) > LARGEST_INDEX
              ? `is more than ${LARGEST_INDEX}`
              : undefined
  if (fault === undefined) return index
  throw new HostError('attribute-refused', `The index ${shown(index)} ${fault}.`, {
    help: 'Give a number without leading zeros, or leave it out to have the lowest free one.',
  })
}
