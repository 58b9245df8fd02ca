import type { NamedParent, PlannedDevice } from '../backend/backend.js'
import { unknownType } from '../backend/check-request.js'
import { givenUp } from '../backend/given-up.js'
import { MDEV_DEVICES } from '../backend/mdev-bus.js'
import { HostError } from '../host-error.js'
import type { CreateRequest, OperationOptions } from '../host.js'
import type { Sysfs } from '../port/sysfs.js'
import { Scan, shown } from '../scan/scan.js'
import type { HostDevice } from '../snapshot/host-snapshot.js'
import { createText, setAggregation } from './mdev-aggregation.js'
import { writeAttribute } from '../backend/device-attributes.js'
import { removeMdev } from './mdev-destroy.js'
import { createRefusal, exhausted } from './mdev-refusals.js'
import { availableOf, mdevDevice } from './mdev-scan.js'
import { holderOf, siblingsOn, typesWithRoom } from './mdev-siblings.js'

/**
 * Makes a planned mediated device: the one write that counts, then the attributes. What was made is removed again when an
 * attribute is refused or the operation is aborted.
 * @throws HostError see `Host.create`
 */
export async function createMdev(sysfs: Sysfs, planned: PlannedDevice, options: OperationOptions): Promise<HostDevice> {
  const { signal } = options
  const { parent, type, id: uuid } = planned
  const attributes = planned.request.attributes ?? []
  await write(sysfs, new Scan(sysfs), planned)
  const path = `${parent.path}/${uuid}`
  try {
    signal?.throwIfAborted()
    await setAggregation(sysfs, path, planned)
    for (const attribute of attributes) {
      await writeAttribute(sysfs, path, uuid, attribute)
      signal?.throwIfAborted()
    }
    return made(sysfs, parent, type, uuid, planned.request)
  } catch (error) {
    throw await givenUp(uuid, error, () => removeMdev(sysfs, path, uuid))
  }
}

/**
 * Checks that a parent offers a type and has an instance left, also for what is to be made before.
 * @throws HostError `parent-unknown`, `type-unknown`, `no-instances-left`
 */
export function checkType(scan: Scan, parent: NamedParent, type: string, earlier: readonly PlannedDevice[]): void {
  const directory = `${parent.path}/mdev_supported_types`
  const offered = scan.names(directory)
  if (!offered) {
    throw new HostError('parent-unknown', `The parent ${shown(parent.id)} is not registered for mediated devices.`, {
      file: directory,
      help: 'Its driver has no types to offer; is it the right one, and has it started?',
    })
  }
  if (!offered.includes(type)) throw unknownType(parent.id, type, offered, directory)
  const left = availableOf(scan, `${directory}/${type}`)
  const before = earlier.filter((other) => other.parent.path === parent.path && other.type === type).length
  // a count below zero comes from a kernel that lets the driver decide; what is made of other types makes no room for this one
  if (left === undefined || left < 0 || left - before > 0) return
  const { code, says, ...facts } = exhausted({
    parent: parent.id,
    siblings: siblingsOn(scan, parent.path),
    room: typesWithRoom(scan, parent.path),
  })
  const than = before === 0 ? '' : ` than the ${before} asked for before it`
  throw new HostError(
    code,
    `The parent ${shown(parent.id)} can make no more devices of ${shown(type)}${than}: ${says}.`,
    {
      file: `${directory}/${type}/available_instances`,
      ...facts,
    },
  )
}

async function write(sysfs: Sysfs, scan: Scan, planned: PlannedDevice): Promise<void> {
  const { parent, type, id: uuid } = planned
  const directory = `${parent.path}/mdev_supported_types`
  const text = createText(scan, `${directory}/${type}`, planned)
  try {
    await sysfs.write(`${directory}/${type}/create`, new TextEncoder().encode(text))
  } catch (error) {
    const types = scan.names(directory)
    throw createRefusal(error, {
      parent: parent.id,
      type,
      uuid,
      available: availableOf(scan, `${directory}/${type}`),
      parentThere: types !== undefined,
      typeThere: types?.includes(type) ?? false,
      holder: holderOf(scan, uuid),
      siblings: siblingsOn(scan, parent.path),
      room: typesWithRoom(scan, parent.path),
    })
  }
}

function made(
  sysfs: Sysfs,
  parent: NamedParent,
  type: string,
  uuid: string,
  { attributes = [], aggregate = 1 }: CreateRequest,
): HostDevice {
  const scan = new Scan(sysfs)
  const path = scan.target(`${MDEV_DEVICES}/${uuid}`)
  if (path === undefined) {
    throw new HostError(
      'driver-refused',
      `The kernel took the UUID ${uuid} for ${shown(parent.id)}, but no device appeared.`,
      {
        file: `${MDEV_DEVICES}/${uuid}`,
        help: 'It is gone again already, or this is no real sysfs.',
      },
    )
  }
  const typeDirectory = `${parent.path}/mdev_supported_types/${type}`
  const device = mdevDevice(
    scan,
    { uuid, path, parent: parent.id },
    parent.name,
    () => scan.value(`${typeDirectory}/device_api`),
    () => scan.list(typeDirectory).includes('aggregation'),
  )
  if (aggregate !== 1) device.aggregation ??= aggregate
  if (attributes.length > 0) device.attributes = attributes.map(({ name, value }) => ({ name, value }))
  return device
}
