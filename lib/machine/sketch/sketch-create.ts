import type { ActiveDevice, PlannedDevice } from '../backend/backend.js'
import { checkNotOpen } from '../backend/device-users.js'
import { writeRefusal } from '../backend/write-refusal.js'
import { HostError } from '../host-error.js'
import type { DestroyOptions, OperationOptions } from '../host.js'
import { writeAttribute } from '../mdev/mdev-attributes.js'
import { createRefusal, removeRefusal } from '../mdev/mdev-refusals.js'
import type { Sysfs } from '../port/sysfs.js'
import { isAbsent, Scan, shown } from '../scan/scan.js'
import type { HostDevice } from '../snapshot/host-snapshot.js'
import type { ActiveSketch } from './sketch-scan.js'
import { activeSketch, sketchDevice, typesOf } from './sketch-scan.js'

const encoder = new TextEncoder()

/** How long a removal may take, in milliseconds, where the caller does not say. */
const TIMEOUT = 5000

/**
 * Makes a planned device: one write to `create`, the guest's UUID to `vm_uuid` where the device has that, then its attributes.
 * What was made is removed again when one of them is refused or the operation is aborted.
 * @throws HostError see `Host.create`
 */
export async function createSketch(
  sysfs: Sysfs,
  planned: PlannedDevice,
  options: OperationOptions,
): Promise<HostDevice> {
  const { signal } = options
  const { id, parent, group } = planned
  const attributes = planned.request.attributes ?? []
  await write(sysfs, planned)
  try {
    signal?.throwIfAborted()
    const active = made(sysfs, planned)
    if (group !== undefined) await writeGuest(sysfs, active, group)
    for (const attribute of attributes) {
      await writeAttribute(sysfs, active.path, id, attribute)
      signal?.throwIfAborted()
    }
    const device = sketchDevice(new Scan(sysfs), active, parent.name)
    if (attributes.length > 0) device.attributes = attributes.map(({ name, value }) => ({ name, value }))
    return device
  } catch (error) {
    throw await undone(sysfs, planned, error)
  }
}

/**
 * Asks whether a device is half made, and whether somebody has it open.
 * @throws HostError `busy`, `in-use`
 */
export async function checkSketchIdle(sysfs: Sysfs, device: ActiveDevice): Promise<void> {
  const { id, parent, path } = device
  const now = activeSketch(new Scan(sysfs)).find((active) => active.path === path)
  if (now !== undefined && now.type === undefined) {
    throw new HostError('busy', `The device ${id} on ${shown(parent)} is being made or removed and is left alone.`, {
      file: path,
      help: "Try again later; if it stays without a type, unbind its parent's driver.",
    })
  }
  await checkNotOpen(sysfs, path, `The device ${id} on ${shown(parent)}`)
}

/**
 * Removes a device: by its own `remove`, or by `mdev_destroy` of its parent.
 * @throws HostError
 */
export async function removeSketch(sysfs: Sysfs, device: ActiveDevice, options: DestroyOptions = {}): Promise<void> {
  const { id, path, parentPath } = device
  const { timeout = TIMEOUT, signal } = options
  const own = new Scan(sysfs).list(path).includes('remove')
  const file = own ? `${path}/remove` : `${parentPath}/mdev_destroy`
  try {
    const blocking = { mayBlock: true, timeout, ...(signal && { signal }) }
    await sysfs.write(file, encoder.encode(own ? '1' : id), blocking)
  } catch (error) {
    if (signal?.aborted === true) throw error
    const scan = new Scan(sysfs)
    const listed = activeSketch(scan).some((active) => active.path === path)
    throw removeRefusal(error, { uuid: id, directoryThere: scan.names(path) !== undefined, listed })
  }
}

async function write(sysfs: Sysfs, { parent, type, id }: PlannedDevice): Promise<void> {
  const directory = typesOf(parent)
  try {
    await sysfs.write(`${directory}/${type}/create`, encoder.encode(id))
  } catch (error) {
    const types = new Scan(sysfs).names(directory)
    throw createRefusal(error, {
      ...{ parent: parent.id, type, uuid: id },
      available: undefined,
      parentThere: types !== undefined,
      typeThere: types?.includes(type) ?? false,
    })
  }
}

function made(sysfs: Sysfs, { id, parent }: PlannedDevice): ActiveSketch {
  const active = activeSketch(new Scan(sysfs)).find((device) => device.uuid.toLowerCase() === id)
  if (active !== undefined) return active
  throw new HostError(
    'driver-refused',
    `The kernel took the UUID ${id} for ${shown(parent.id)}, but no device appeared.`,
    {
      file: 'sys/bus/mdev/devices',
      help: 'It is gone again already, or this is no real sysfs.',
    },
  )
}

/** Tells the driver whose device it is, so that it finds the guest's others. */
async function writeGuest(sysfs: Sysfs, { uuid, path }: ActiveSketch, group: string): Promise<void> {
  try {
    await sysfs.write(`${path}/vm_uuid`, encoder.encode(group))
  } catch (error) {
    // a driver that needs not know its guests
    if (isAbsent(error)) return
    throw writeRefusal(error, `The device ${uuid} does not take the guest ${group}`)
  }
}

/** Removes what was half done; gives the error to throw: the first one, with the second where that failed too. */
async function undone(sysfs: Sysfs, { id, parent }: PlannedDevice, error: unknown): Promise<unknown> {
  try {
    const path = `${parent.path}/${id}`
    await removeSketch(sysfs, { backend: 'sketch', id, path, parent: parent.id, parentPath: parent.path })
    return error
  } catch (undoing) {
    // gone by itself, with its parent for example
    if (undoing instanceof HostError && undoing.code === 'device-unknown') return error
    const help = `The device ${id} may still be there, half configured: destroy it.`
    if (error instanceof HostError) return error.with({ undoing, help })
    const message = `Making ${id} was given up, but it could not be removed again.`
    return new HostError('driver-refused', message, { cause: error, undoing, help })
  }
}
