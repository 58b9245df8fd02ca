import type { NamedParent, PlannedDevice } from '../backend/backend.js'
import { HostError } from '../host-error.js'
import type { CreateRequest } from '../host.js'
import type { Sysfs } from '../port/sysfs.js'
import { directoryName } from '../port/sysfs-path.js'
import type { ProblemPlace } from '../scan/scan.js'
import { Scan, shown } from '../scan/scan.js'
import type { Aggregation } from '../snapshot/host-snapshot.js'
import { writeAttribute } from '../backend/device-attributes.js'

const MOST = 0xffffffff

/** The names that a device's count has had, those that can be written first: patches of 2020, 2018 and 2019, June 2018. */
const WRITABLE = ['mdev/aggregated_instances', 'intel_vgpu/aggregator']
const COUNTS = [
  ...WRITABLE,
  'aggregated_instances',
  'intel_vgpu/aggregated_instances',
  'instances',
  'intel_vgpu/instances',
]
const MAXIMUM = 'mdev/max_aggregation'

/**
 * Whether only the devices of a type may tell that they are made of several instances: the patches of 2020 have nothing in the
 * type's directory. No driver but GVT-g was ever given them; of other types nothing is looked for, which would cost time.
 */
function isToldByDevices(type: string): boolean {
  return type.startsWith('i915-')
}

/**
 * How devices of a type are made of several instances, by the type's file `aggregation` or by a device that is there;
 * `undefined` where they are not, or nothing tells.
 * @param entries The names in the directory of the type.
 */
export function aggregationOf(
  scan: Scan,
  directory: string,
  type: string,
  entries: readonly string[],
  place?: ProblemPlace,
): Aggregation | undefined {
  if (entries.includes('aggregation')) {
    const text = scan.value(`${directory}/aggregation`, place)?.trim()
    // the first patches had a word there: that it is there says it all
    if (text === undefined || !/^\d{1,9}$/.test(text)) return { form: 'instances' }
    const maximum = Number(text)
    return maximum > 1 ? { form: 'aggregate', maximum } : undefined
  }
  if (!isToldByDevices(type) || !entries.includes('devices')) return undefined
  const [device] = scan.list(`${directory}/devices`, place)
  return device === undefined ? undefined : aggregationByDevice(scan, `${directory}/devices/${device}`)
}

function aggregationByDevice(scan: Scan, device: string): Aggregation | undefined {
  if (fileIn(scan, device, WRITABLE) === undefined) return undefined
  const told = fileIn(scan, device, [MAXIMUM]) !== undefined
  const maximum = told ? scan.decimal(`${device}/${MAXIMUM}`, 1, MOST) : undefined
  return { form: 'attribute', ...(maximum !== undefined && { maximum }) }
}

/** Of how many instances a device is made, where its type is one that may have that. */
export function aggregationOfDevice(scan: Scan, device: string, type: string, known: boolean): number | undefined {
  if (!known && !isToldByDevices(type)) return undefined
  const file = fileIn(scan, device, COUNTS)
  return file === undefined ? undefined : scan.decimal(`${device}/${file}`, 1, MOST)
}

/**
 * Checks the count that a request asks for.
 * @throws HostError `attribute-refused` for no count or one that is too large, `not-supported`
 */
export function planAggregation(scan: Scan, { id: parent, path }: NamedParent, request: CreateRequest): void {
  const { type, aggregate: count = 1 } = request
  const directory = `${path}/mdev_supported_types/${type}`
  const aggregation = aggregationOf(scan, directory, type, scan.list(directory))
  if (!Number.isInteger(count) || count < 1 || count > MOST) {
    throw new HostError('attribute-refused', `A device cannot be made of ${count} instances.`, {
      help: 'Give a whole number from 1 up.',
    })
  }
  // where a type of the parent tells, those that do not have nothing to tell
  const isTold = scan
    .list(directoryName(directory))
    .some((each) => scan.list(`${directoryName(directory)}/${each}`).includes('aggregation'))
  if (aggregation === undefined && (isTold || !isToldByDevices(type))) {
    throw new HostError(
      'not-supported',
      `The type ${shown(type)} on ${shown(parent)} has no devices that are made of several instances.`,
      {
        help: isTold
          ? 'Choose a smaller type, of which several are left.'
          : 'Only GVT-g on a patched kernel ever had them.',
      },
    )
  }
  const { maximum } = aggregation ?? {}
  if (maximum === undefined || count <= maximum) return
  throw new HostError(
    'attribute-refused',
    `A device of ${shown(type)} on ${shown(parent)} is made of at most ${maximum} instances, not of ${count}.`,
    { help: 'Choose a larger type, or fewer instances.' },
  )
}

/** What is written to `create`: the count is behind the UUID, in the forms that have it there. */
export function createText(scan: Scan, directory: string, { id, type, request }: PlannedDevice): string {
  const { aggregate = 1 } = request
  if (aggregate === 1) return id
  const { form } = aggregationOf(scan, directory, type, scan.list(directory)) ?? {}
  return form === 'instances' || form === 'aggregate' ? `${id},${form}=${aggregate}` : id
}

/**
 * Has a device that was just made be of as many instances as asked for, where that was not said when it was made.
 * @throws HostError `not-supported` where the device has no file for it; what writing an attribute throws
 */
export async function setAggregation(
  sysfs: Sysfs,
  device: string,
  { id, type, request }: PlannedDevice,
): Promise<void> {
  const { aggregate = 1 } = request
  if (aggregate === 1) return
  const scan = new Scan(sysfs)
  if (aggregationOfDevice(scan, device, type, true) === aggregate) return
  const name = fileIn(scan, device, WRITABLE)
  if (name === undefined) {
    throw new HostError('not-supported', `The device ${id} of ${shown(type)} cannot be made of several instances.`, {
      file: device,
      help: 'Its kernel has no patch for that; only GVT-g was ever given one.',
    })
  }
  await writeAttribute(sysfs, device, id, { name, value: String(aggregate) })
}

/** The first of some files that a device has, each in its directory or one below it. */
function fileIn(scan: Scan, device: string, files: readonly string[]): string | undefined {
  const entries = scan.list(device)
  return files.find((file) => {
    const [first = '', second] = file.split('/')
    return entries.includes(first) && (second === undefined || scan.list(`${device}/${first}`).includes(second))
  })
}
