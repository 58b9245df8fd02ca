import type { NamedParent, PlannedDevice } from '../backend/backend.js'
import { HostError } from '../host-error.js'
import type { CreateRequest, OperationOptions } from '../host.js'
import type { Sysfs } from '../port/sysfs.js'
import { Scan, shown } from '../scan/scan.js'
import type { HostDevice } from '../snapshot/host-snapshot.js'
import { createText, setAggregation } from './mdev-aggregation.js'
import { writeAttribute } from './mdev-attributes.js'
import { removeMdev } from './mdev-destroy.js'
import { createRefusal, exhausted } from './mdev-refusals.js'
import { availableOf, MDEV_DEVICES, mdevDevice } from './mdev-scan.js'
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
    throw await undone(sysfs, path, uuid, error)
  }
}

/** @throws HostError `parent-unknown`, `type-unknown`, `no-instances-left` */
export function checkType(scan: Scan, parent: NamedParent, type: string): void {
  const directory = `${parent.path}/mdev_supported_types`
  const offered = scan.names(directory)
  if (!offered) {
    throw new HostError('parent-unknown', `The parent ${shown(parent.id)} is not registered for mediated devices.`, {
      file: directory,
      help: 'Its driver has no types to offer; is it the right one, and has it started?',
    })
  }
  if (!offered.includes(type)) {
    const other = offered.find((id) => id.toLowerCase() === type.toLowerCase())
    throw new HostError('type-unknown', `The parent ${shown(parent.id)} has no type ${shown(type)}.`, {
      file: directory,
      help:
        other === undefined
          ? `It offers ${offered.length === 0 ? 'no types' : offered.map((name) => shown(name)).join(', ')}.`
          : `Types are case-sensitive: did you mean ${shown(other)}?`,
    })
  }
  // a count below zero comes from a kernel that lets the driver decide
  if (availableOf(scan, `${directory}/${type}`) !== 0) return
  const { code, says, ...facts } = exhausted({
    parent: parent.id,
    siblings: siblingsOn(scan, parent.path),
    room: typesWithRoom(scan, parent.path),
  })
  throw new HostError(code, `The parent ${shown(parent.id)} can make no more devices of ${shown(type)}: ${says}.`, {
    file: `${directory}/${type}/available_instances`,
    ...facts,
  })
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

/** Removes what was half done; gives the error to throw: the first one, with the second where that failed too. */
async function undone(sysfs: Sysfs, path: string, uuid: string, error: unknown): Promise<unknown> {
  try {
    await removeMdev(sysfs, path, uuid)
    return error
  } catch (undoing) {
    // gone by itself, with its parent for example
    if (undoing instanceof HostError && undoing.code === 'device-unknown') return error
    const help = `The device ${uuid} is still there, half configured: destroy it.`
    if (!(error instanceof HostError)) {
      return new HostError('driver-refused', `Making ${uuid} was given up, but it could not be removed again.`, {
        ...{ cause: error, undoing, help },
      })
    }
    return error.with({ undoing, help })
  }
}
