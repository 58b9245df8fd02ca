import type { HostErrorCode, HostErrorDetails, OtherDevice } from '../host-error.js'
import { HostError } from '../host-error.js'
import { SysfsError } from '../port/sysfs.js'
import { reasonOf, shown } from '../scan/scan.js'

/** What a failed write means, and what to do. */
export interface Meaning extends Pick<HostErrorDetails, 'holders' | 'takenBy' | 'siblings'> {
  code: HostErrorCode
  /** What goes behind the colon of the sentence. */
  says: string
  help?: string
}

export const DENIED: Meaning = {
  code: 'denied',
  says: 'the permission is missing',
  help: 'Run it as root, or give the file to your user.',
}
const READ_ONLY: Meaning = {
  code: 'read-only',
  says: 'this machine can only be read',
  help: 'Mount sysfs writable (a container has it read-only), or open a live machine.',
}
const TIMEOUT: Meaning = {
  code: 'timeout',
  says: 'the kernel did not answer in time',
  help: 'The kernel goes on with it; look again later.',
}
const REFUSED: Meaning = {
  code: 'driver-refused',
  says: 'the driver refused it',
  help: "The kernel's log may say why.",
}

/** More devices are not named in a sentence. */
const NAMED = 3

/**
 * Makes a `HostError` of a failed write.
 * @param what The beginning of the sentence: what could not be done.
 * @param meaningOf What an errno means there; `undefined` where it means what it means everywhere.
 */
export function refusal(
  error: unknown,
  what: string,
  meaningOf: (code: string, syscall: string) => Meaning | undefined,
): HostError {
  if (!(error instanceof SysfsError)) {
    return new HostError('driver-refused', `${what}: ${reasonOf(error)}.`, { cause: error })
  }
  const { code: errno, syscall, file } = error
  const { code, says, ...facts } = meaningOf(errno, syscall) ?? general(errno) ?? REFUSED
  const gave = `${syscall} of ${shown(file, 400)} gave ${reasonOf(error)}`
  return new HostError(code, `${what}: ${says} (${gave}).`, { errno, syscall, file, cause: error, ...facts })
}

function general(errno: string): Meaning | undefined {
  if (errno === 'EACCES' || errno === 'EPERM') return DENIED
  if (errno === 'EROFS') return READ_ONLY
  if (errno === 'ETIMEDOUT') return TIMEOUT
  return undefined
}

/**
 * `<uuid> of type "nvidia-222" on "0000:06:00.0"` for each device, for a sentence.
 * @param here The parent that the sentence is about, which is not said again.
 */
export function devicesText(devices: readonly OtherDevice[], here?: string): string {
  const names = devices.slice(0, NAMED).map(({ id, type, parent }) => {
    const what = type === undefined ? 'half made' : `of type ${shown(type)}`
    return `${shown(id).slice(1, -1)} ${what}${parent === here ? '' : ` on ${shown(parent)}`}`
  })
  const more = devices.length > NAMED ? ` and ${devices.length - NAMED} more` : ''
  return names.join(', ') + more
}
