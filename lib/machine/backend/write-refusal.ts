import type { HostError, HostErrorCode } from '../host-error.js'
import type { Meaning } from './refusal.js'
import { refusal } from './refusal.js'

const MEANINGS: Readonly<Record<string, Meaning>> = {
  EAGAIN: { code: 'busy', says: 'the driver is not ready for it', help: 'Try again later.' },
  EBUSY: { code: 'busy', says: 'the driver is not ready for it', help: 'Try again later.' },
  ENOSPC: { code: 'no-instances-left', says: 'the hardware has not as much left' },
  ENOMEM: { code: 'no-instances-left', says: 'the hardware has not as much left' },
}

/**
 * Turns a failed write to a file whose errors nobody has specified into a `HostError`.
 * @param what What was tried, as a sentence without its end.
 * @param codes What some error symbols mean for this file.
 */
export function writeRefusal(
  error: unknown,
  what: string,
  codes: Readonly<Record<string, HostErrorCode>> = {},
): HostError {
  return refusal(error, what, (errno) => {
    const code = Object.hasOwn(codes, errno) ? codes[errno] : undefined
    const usual = Object.hasOwn(MEANINGS, errno) ? MEANINGS[errno] : undefined
    return code === undefined ? usual : { says: 'the driver refused it', ...usual, code }
  })
}
