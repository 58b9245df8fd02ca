import type { ActiveDevice, PlannedDevice } from '../backend/backend.js'
import { checkNotOpen } from '../backend/device-users.js'
import { givenUp } from '../backend/given-up.js'
import { removalWrite } from '../backend/removal-write.js'
import { writeRefusal } from '../backend/write-refusal.js'
import type { OtherDevice } from '../host-error.js'
import { HostError } from '../host-error.js'
import type { DestroyOptions, OperationOptions } from '../host.js'
import { writeAttribute } from '../backend/device-attributes.js'
import { createRefusal, removeRefusal } from '../mdev/mdev-refusals.js'
import type { Sysfs } from '../port/sysfs.js'
import { isAbsent, Scan, shown } from '../scan/scan.js'
import type { HostDevice } from '../snapshot/host-snapshot.js'
import type { ActiveSketch } from './sketch-scan.js'
import { activeSketch, sketchDevice, sketchType, typesOf } from './sketch-scan.js'

const encoder = new TextEncoder()

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
    const path = `${parent.path}/${id}`
    const half: ActiveDevice = { backend: 'sketch', id, path, parent: parent.id, parentPath: parent.path }
    throw await givenUp(id, error, () => removeSketch(sysfs, half))
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
  const own = new Scan(sysfs).list(path).includes('remove')
  const file = own ? `${path}/remove` : `${parentPath}/mdev_destroy`
  try {
    await sysfs.write(file, encoder.encode(own ? '1' : id), removalWrite(options))
  } catch (error) {
    if (options.signal?.aborted === true) throw error
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
    const scan = new Scan(sysfs)
    const types = scan.names(directory)
    const active = activeSketch(scan)
    const here = active.filter((device) => device.parent === parent.id)
    const holder = active.find((device) => device.uuid.toLowerCase() === id)
    throw createRefusal(error, {
      ...{ parent: parent.id, type, uuid: id },
      available: sketchType(scan, parent, parent.name, type, here)?.availableInstances,
      parentThere: types !== undefined,
      typeThere: types?.includes(type) ?? false,
      siblings: here.map(asOther),
      holder: holder && asOther(holder),
    })
  }
}

/** An active device as an error tells of it. */
function asOther({ uuid, parent, type }: ActiveSketch): OtherDevice {
  return { id: uuid, parent, ...(type !== undefined && { type }) }
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
