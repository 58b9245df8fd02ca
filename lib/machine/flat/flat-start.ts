import type { PlannedDevice } from '../backend/backend.js'
import { EARLY_CLASS } from '../backend/early-parents.js'
import { writeRefusal } from '../backend/write-refusal.js'
import type { HostError } from '../host-error.js'
import type { Sysfs } from '../port/sysfs.js'
import { Scan } from '../scan/scan.js'
import { flatName } from './flat-name.js'

const encoder = new TextEncoder()

/** What starts and stops a device: its own file, or one that does so for all devices of its guest. */
export interface Switch {
  of: 'device' | 'guest'
  start: { file: string; text: string }
  stop: { file: string; text: string }
  /** What a sentence about it begins with. */
  what: string
}

/** A switch with what it starts of a transaction. */
interface SharedSwitch extends Switch {
  devices: PlannedDevice[]
}

/**
 * Commits the resources of devices that were made together: `mdev_start` of the class takes the UUID of the guest, for all its
 * devices at once; reviewers wished for `start` of each device, or of the guest, which takes 1. Where there is none of them
 * nothing is to be done.
 * @returns the devices that were started
 * @throws HostError when one is refused; those started before it are stopped again
 */
export async function startFlat(sysfs: Sysfs, devices: readonly PlannedDevice[]): Promise<PlannedDevice[]> {
  const switches = switchesOf(sysfs, devices)
  const done: SharedSwitch[] = []
  for (const each of switches) {
    try {
      await turnOn(sysfs, each)
      done.push(each)
    } catch (error) {
      const refused = writeRefusal(error, `${each.what} cannot be started`)
      const failures = await stopAll(sysfs, done)
      throw failures.length === 0 ? refused : refused.with({ undoing: asOne(failures) })
    }
  }
  return done.flatMap((each) => each.devices)
}

/**
 * Releases the resources of devices that were started together.
 * @throws HostError when that is refused, after the others were tried
 */
export async function stopFlat(sysfs: Sysfs, devices: readonly PlannedDevice[]): Promise<void> {
  const failures = await stopAll(sysfs, switchesOf(sysfs, devices))
  if (failures.length > 0) throw asOne(failures)
}

/**
 * What starts a device: `mdev_start` of the class, else `start` of the device, else that of the guest; `undefined` where none of
 * them is there.
 */
export function switchOf(
  scan: Scan,
  { id, uuid, index, parentPath }: { id: string; uuid: string; index: string; parentPath: string },
): Switch | undefined {
  const own = `${parentPath}/${flatName({ uuid, index })}`
  const guest = `${EARLY_CLASS}/${uuid}`
  if (scan.list(EARLY_CLASS).includes('mdev_start')) {
    const start = { file: `${EARLY_CLASS}/mdev_start`, text: uuid }
    return { of: 'guest', start, stop: { file: `${EARLY_CLASS}/mdev_stop`, text: uuid }, what: `The guest ${uuid}` }
  }
  if (scan.list(own).includes('start')) return { of: 'device', ...ofFile(own), what: `The device ${id}` }
  if (scan.list(guest).includes('start')) return { of: 'guest', ...ofFile(guest), what: `The guest ${uuid}` }
  return undefined
}

export async function turnOn(sysfs: Sysfs, { start }: Switch): Promise<void> {
  await sysfs.write(start.file, encoder.encode(start.text))
}

export async function turnOff(sysfs: Sysfs, { stop }: Switch): Promise<void> {
  await sysfs.write(stop.file, encoder.encode(stop.text))
}

/** `start` in a directory, which takes 1 and 0. */
function ofFile(directory: string): Pick<Switch, 'start' | 'stop'> {
  const file = `${directory}/start`
  return { start: { file, text: '1' }, stop: { file, text: '0' } }
}

function switchesOf(sysfs: Sysfs, devices: readonly PlannedDevice[]): SharedSwitch[] {
  const scan = new Scan(sysfs)
  const switches = new Map<string, SharedSwitch>()
  for (const device of devices) {
    const { id, uuid = '', index = '', parent } = device
    const found = switchOf(scan, { id, uuid, index, parentPath: parent.path })
    if (found === undefined) continue
    const key = `${found.start.file} ${found.start.text}`
    const known = switches.get(key)
    if (known) known.devices.push(device)
    else switches.set(key, { ...found, devices: [device] })
  }
  const [failure] = scan.failures
  if (failure !== undefined) throw writeRefusal(failure, 'What starts the devices cannot be seen')
  return [...switches.values()]
}

async function stopAll(sysfs: Sysfs, switches: readonly Switch[]): Promise<HostError[]> {
  const failures: HostError[] = []
  for (const each of switches.toReversed()) {
    try {
      await turnOff(sysfs, each)
    } catch (error) {
      failures.push(writeRefusal(error, `${each.what} cannot be stopped`))
    }
  }
  return failures
}

function asOne(failures: readonly HostError[]): unknown {
  return failures.length === 1 ? failures[0] : new AggregateError(failures, 'Several guests could not be stopped.')
}
