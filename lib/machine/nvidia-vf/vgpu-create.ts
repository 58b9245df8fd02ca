import type { NamedParent, PlannedDevice } from '../backend/backend.js'
import { checkParticulars, unknownType } from '../backend/check-request.js'
import { givenUp } from '../backend/given-up.js'
import type { Meaning } from '../backend/refusal.js'
import { HostError } from '../host-error.js'
import type { CreateRequest, OperationOptions } from '../host.js'
import { writeAttribute } from '../backend/device-attributes.js'
import type { Sysfs } from '../port/sysfs.js'
import { Scan, shown } from '../scan/scan.js'
import type { HostDevice } from '../snapshot/host-snapshot.js'
import { vgpuCards } from './vgpu-cards.js'
import { removeVgpu } from './vgpu-destroy.js'
import { currentVgpuType } from './vgpu-functions.js'
import type { VgpuCreateFacts } from './vgpu-refusals.js'
import { fullCard, takenFunction, vgpuCreateRefusal } from './vgpu-refusals.js'
import { instancesLeft, vgpuDevice } from './vgpu-scan.js'

/** The directory of what may be written: the rest of a PCI function's files is not the device's. */
const DIRECTORY = 'nvidia/'
const CURRENT = 'nvidia/current_vgpu_type'

/**
 * Checks a request without writing anything.
 * @throws HostError `not-supported`, `attribute-unknown`, `attribute-refused`, `type-unknown`, `no-instances-left`
 */
export function planVgpu(
  scan: Scan,
  parent: NamedParent,
  request: CreateRequest,
  earlier: readonly PlannedDevice[],
): PlannedDevice {
  checkRequest(parent, request)
  checkType(scan, parent, request.type)
  if (earlier.some((other) => other.parent.path === parent.path)) {
    throw new HostError('no-instances-left', `${shown(parent.id)} is asked to become two devices.`, {
      help: 'A virtual function is one device: give each request another one.',
    })
  }
  return { backend: 'nvidia-vf', parent, type: request.type, id: parent.id, request }
}

function checkRequest(parent: NamedParent, request: CreateRequest): void {
  if (request.uuid !== undefined) {
    throw new HostError(
      'not-supported',
      `${shown(parent.id)} becomes the device itself, so it cannot have the UUID ${shown(request.uuid)}.`,
      { help: 'Leave the UUID out; the device is named by its PCI address.' },
    )
  }
  checkParticulars(parent.id, request)
  for (const { name } of request.attributes ?? []) {
    if (name.startsWith(DIRECTORY) && name !== CURRENT) continue
    const why = name === CURRENT ? 'is what makes and removes the device' : 'is no file of the device'
    throw new HostError('attribute-unknown', `The attribute ${shown(name)} of ${shown(parent.id)} ${why}.`, {
      help: 'Name a file of its directory nvidia, for example "nvidia/vgpu_params".',
    })
  }
}

function checkType(scan: Scan, parent: NamedParent, type: string): void {
  const { current = '0', filesThere, creatable, siblings, room, offered, left } = factsOf(scan, parent, type)
  const file = `${parent.path}/nvidia/creatable_vgpu_types`
  if (!filesThere) {
    throw new HostError('parent-unknown', `The parent ${shown(parent.id)} has no types any more.`, { file })
  }
  if (current !== '0') throw refused(parent, type, takenFunction({ parent: parent.id, current }), file)
  const isNumber = /^[1-9]\d*$/.test(type)
  // where the list cannot be read, the driver decides
  if (creatable || (left === undefined && isNumber)) return
  // beside devices, a card lists only what fits there
  if (offered.includes(type) || (siblings.length > 0 && isNumber)) {
    throw refused(parent, type, fullCard({ siblings, room }), file)
  }
  throw unknownType(parent.id, type, offered, file)
}

function refused(parent: NamedParent, type: string, { code, says, ...facts }: Meaning, file: string): HostError {
  return new HostError(code, `${shown(parent.id)} cannot become a device of type ${shown(type)}: ${says}.`, {
    file,
    ...facts,
  })
}

/** What a function and its card tell of a type. */
function factsOf(
  scan: Scan,
  parent: NamedParent,
  type: string,
): VgpuCreateFacts & { offered: string[]; left: number | undefined } {
  const card = vgpuCards(scan).get(parent.path)
  const vf = card?.functions.find(({ path }) => path === parent.path)
  return {
    parent: parent.id,
    type,
    current: vf?.current,
    filesThere: vf !== undefined,
    creatable: vf?.creatable?.has(type) ?? false,
    siblings: (card?.functions ?? []).flatMap(({ id, current }) =>
      current === undefined || current === '0' ? [] : [{ id, parent: id, type: current }],
    ),
    room: [...(vf?.creatable?.keys() ?? [])],
    offered: [...(card?.types.keys() ?? [])],
    left: vf && instancesLeft(vf, type),
  }
}

/**
 * Makes a planned device: the write of the type's number, then the attributes. The number is taken back when an attribute is
 * refused or the operation is aborted.
 * @throws HostError see `Host.create`
 */
export async function createVgpu(sysfs: Sysfs, planned: PlannedDevice, options: OperationOptions): Promise<HostDevice> {
  const { signal } = options
  const { parent, type } = planned
  const attributes = planned.request.attributes ?? []
  await writeType(sysfs, parent, type)
  try {
    signal?.throwIfAborted()
    for (const attribute of attributes) {
      await writeAttribute(sysfs, parent.path, parent.id, attribute)
      signal?.throwIfAborted()
    }
    const scan = new Scan(sysfs)
    checkMade(scan, parent, type)
    const device = vgpuDevice(scan, parent, type, parent.name)
    if (attributes.length > 0) device.attributes = attributes.map(({ name, value }) => ({ name, value }))
    return device
  } catch (error) {
    throw await givenUp(parent.id, error, () => takeBack(sysfs, parent, type))
  }
}

async function writeType(sysfs: Sysfs, parent: NamedParent, type: string): Promise<void> {
  try {
    await sysfs.write(`${parent.path}/${CURRENT}`, new TextEncoder().encode(type))
  } catch (error) {
    throw vgpuCreateRefusal(error, factsOf(new Scan(sysfs), parent, type))
  }
}

/** A driver may take a number and do something else with it. */
function checkMade(scan: Scan, parent: NamedParent, type: string): void {
  const current = currentVgpuType(scan, parent.path)
  if (current === type) return
  throw new HostError(
    'driver-refused',
    `The driver took the type ${shown(type)} for ${shown(parent.id)}, but it has ${current ?? 'no type that can be read'}.`,
    { file: `${parent.path}/${CURRENT}`, help: 'It is gone again already, or this is no real sysfs.' },
  )
}

/** Takes the type away again, unless the function has another one: nothing but what this write made is taken back. */
async function takeBack(sysfs: Sysfs, parent: NamedParent, type: string): Promise<void> {
  const current = currentVgpuType(new Scan(sysfs), parent.path)
  if (current === undefined || current === type) await removeVgpu(sysfs, parent)
}
