import type { HostErrorCode } from '../host-error.js'
import { HostError } from '../host-error.js'
import { SysfsError } from '../port/sysfs.js'
import { reasonOf, shown } from '../scan/scan.js'

/** Whether a store says that this user, or nobody, may write to it. */
export function isForbidden(error: SysfsError): boolean {
  return error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS'
}

/** What a store refused to do with a record, as a failure of the host; anything else as it is. */
export function recordRefusal(error: unknown, what: string, help?: string): unknown {
  if (!(error instanceof SysfsError)) return error
  const { code, syscall, file } = error
  return new HostError(codeOf(error), `${what}: ${syscall} of ${shown(file)} gave ${reasonOf(error)}.`, {
    ...{ errno: code, syscall, file, cause: error },
    ...(help !== undefined && { help }),
  })
}

/**
 * What is read from records.
 * @throws HostError where they cannot be read
 */
export function fromRecords<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    const help = 'Run it as the user who made the devices, or as root.'
    throw recordRefusal(error, 'The records of what was made cannot be read', help)
  }
}

function codeOf(error: SysfsError): HostErrorCode {
  if (error.code === 'EROFS') return 'read-only'
  if (error.code === 'EAGAIN') return 'busy'
  return isForbidden(error) ? 'denied' : 'driver-refused'
}
