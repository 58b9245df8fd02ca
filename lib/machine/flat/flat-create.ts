import type { PlannedDevice } from '../backend/backend.js'
import { givenUp } from '../backend/given-up.js'
import { removalWrite } from '../backend/removal-write.js'
import { writeRefusal } from '../backend/write-refusal.js'
import { HostError } from '../host-error.js'
import type { DestroyOptions, OperationOptions } from '../host.js'
import { writeAttribute } from '../backend/device-attributes.js'
import { createRefusal } from '../mdev/mdev-refusals.js'
import type { Sysfs } from '../port/sysfs.js'
import { Scan, shown } from '../scan/scan.js'
import type { HostDevice } from '../snapshot/host-snapshot.js'
import { flatId } from './flat-name.js'
import { createText } from './flat-plan.js'
import { activeFlat, flatDevice, readFlatTable } from './flat-scan.js'

const encoder = new TextEncoder()

/**
 * Makes a planned device: one write to `mdev_create`, then its attributes. What was made is destroyed again when an attribute
 * is refused or the operation is aborted.
 * @throws HostError see `Host.create`
 */
export async function createFlat(sysfs: Sysfs, planned: PlannedDevice, options: OperationOptions): Promise<HostDevice> {
  const { signal } = options
  const attributes = planned.request.attributes ?? []
  await write(sysfs, planned)
  try {
    signal?.throwIfAborted()
    const { path, device } = made(sysfs, planned)
    for (const attribute of attributes) {
      await writeAttribute(sysfs, path, planned.id, attribute)
      signal?.throwIfAborted()
    }
    if (attributes.length > 0) device.attributes = attributes.map(({ name, value }) => ({ name, value }))
    return device
  } catch (error) {
    throw await givenUp(planned.id, error, () => takeBack(sysfs, planned))
  }
}

/** Writes to `mdev_destroy` of a parent. */
export async function writeDestroy(
  sysfs: Sysfs,
  parentPath: string,
  id: string,
  options: DestroyOptions,
): Promise<void> {
  await sysfs.write(`${parentPath}/mdev_destroy`, encoder.encode(id), removalWrite(options))
}

async function write(sysfs: Sysfs, planned: PlannedDevice): Promise<void> {
  const { parent, type } = planned
  try {
    await sysfs.write(`${parent.path}/mdev_create`, encoder.encode(createText(planned)))
  } catch (error) {
    const scan = new Scan(sysfs)
    const rows = readFlatTable(scan, parent)
    const siblings = activeFlat(scan)
      .filter((device) => device.parent === parent.id)
      .map((device) => ({ id: flatId(device), parent: parent.id }))
    const refused = createRefusal(error, {
      ...{ parent: parent.id, type, uuid: planned.id },
      available: undefined,
      parentThere: scan.list(parent.path).includes('mdev_create'),
      typeThere: rows.some(({ id }) => id === type),
      siblings,
    })
    const help = refused.code === 'driver-refused' ? helpOn(planned, siblings.length) : undefined
    throw help === undefined ? refused : refused.with({ help })
  }
}

/** The first proposal answers `EINVAL` to everything: what may be meant. */
function helpOn({ index = '', parent }: PlannedDevice, siblings: number): string | undefined {
  if (!/^\d+$/.test(index)) return `This kernel may take only numbers for what is below a UUID, not ${shown(index)}.`
  if (siblings === 0) return undefined
  return `Types of one card may exclude each other, and ${shown(parent.id)} has ${siblings} devices: choose their type or another parent.`
}

function made(sysfs: Sysfs, planned: PlannedDevice): { path: string; device: HostDevice } {
  const scan = new Scan(sysfs)
  const active = activeFlat(scan).find((device) => flatId(device).toLowerCase() === planned.id.toLowerCase())
  if (active === undefined) {
    throw new HostError(
      'driver-refused',
      `The kernel took ${planned.id} for ${shown(planned.parent.id)}, but no device appeared.`,
      { file: 'sys/bus/mdev/devices', help: 'It is gone again already, or this is no real sysfs.' },
    )
  }
  // no file tells the type: it is what was asked for
  return { path: active.path, device: { ...flatDevice(scan, active, planned.parent.name), type: planned.type } }
}

/** Destroys what was just made; nothing where it is gone by itself, with its parent for example. */
async function takeBack(sysfs: Sysfs, { parent, id }: PlannedDevice): Promise<void> {
  try {
    await writeDestroy(sysfs, parent.path, id, {})
  } catch (error) {
    const scan = new Scan(sysfs)
    if (!activeFlat(scan).some((device) => flatId(device) === id) && scan.failures.length === 0) return
    throw writeRefusal(error, `The device ${id} cannot be destroyed`)
  }
}
