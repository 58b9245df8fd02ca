import type { PlannedDevice } from '../backend/backend.js'
import { EARLY_CLASS } from '../backend/early-parents.js'
import { writeRefusal } from '../backend/write-refusal.js'
import type { HostError } from '../host-error.js'
import type { Sysfs } from '../port/sysfs.js'
import { Scan } from '../scan/scan.js'
import { flatName } from './flat-name.js'

const encoder = new TextEncoder()

/** A file that starts or stops what belongs together, and what is written to it. */
interface Switch {
  file: string
  start: string
  stop: { file: string; text: string }
  what: string
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
  const done: Switch[] = []
  for (const each of switches) {
    try {
      await sysfs.write(each.file, encoder.encode(each.start))
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

/** Stops or starts all devices of one guest, where the class has the file for it; tells whether it has. */
export async function switchGuest(sysfs: Sysfs, uuid: string, what: 'mdev_start' | 'mdev_stop'): Promise<boolean> {
  if (!new Scan(sysfs).list(EARLY_CLASS).includes(what)) return false
  await sysfs.write(`${EARLY_CLASS}/${what}`, encoder.encode(uuid))
  return true
}

function switchesOf(sysfs: Sysfs, devices: readonly PlannedDevice[]): Switch[] {
  const scan = new Scan(sysfs)
  const files = scan.list(EARLY_CLASS)
  const switches = new Map<string, Switch>()
  for (const device of devices) {
    const { uuid = '', index = '', parent } = device
    const own = `${parent.path}/${flatName({ uuid, index })}`
    const found = files.includes('mdev_start')
      ? {
          file: `${EARLY_CLASS}/mdev_start`,
          start: uuid,
          stop: { file: `${EARLY_CLASS}/mdev_stop`, text: uuid },
          what: `The guest ${uuid}`,
        }
      : scan.list(own).includes('start')
        ? ofFile(`${own}/start`, `The device ${device.id}`)
        : scan.list(`${EARLY_CLASS}/${uuid}`).includes('start')
          ? ofFile(`${EARLY_CLASS}/${uuid}/start`, `The guest ${uuid}`)
          : undefined
    if (found === undefined) continue
    const key = `${found.file} ${found.start}`
    const known = switches.get(key)
    if (known) known.devices.push(device)
    else switches.set(key, { ...found, devices: [device] })
  }
  const [failure] = scan.failures
  if (failure !== undefined) throw writeRefusal(failure, 'What starts the devices cannot be seen')
  return [...switches.values()]
}

function ofFile(file: string, what: string): Omit<Switch, 'devices'> {
  return { file, start: '1', stop: { file, text: '0' }, what }
}

async function stopAll(sysfs: Sysfs, switches: readonly Switch[]): Promise<HostError[]> {
  const failures: HostError[] = []
  for (const { stop, what } of switches.toReversed()) {
    try {
      await sysfs.write(stop.file, encoder.encode(stop.text))
    } catch (error) {
      failures.push(writeRefusal(error, `${what} cannot be stopped`))
    }
  }
  return failures
}

function asOne(failures: readonly HostError[]): unknown {
  return failures.length === 1 ? failures[0] : new AggregateError(failures, 'Several guests could not be stopped.')
}
