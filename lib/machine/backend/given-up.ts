import { HostError } from '../host-error.js'

/**
 * Takes a device back whose making failed or was aborted on the way; gives the error to throw: the first one, with the second
 * where taking back failed too.
 * @param remove Removes what is there of it; that it is gone by itself, with its parent for example, is `device-unknown`.
 */
export async function givenUp(id: string, error: unknown, remove: () => Promise<void>): Promise<unknown> {
  try {
    await remove()
    return error
  } catch (undoing) {
    if (undoing instanceof HostError && undoing.code === 'device-unknown') return error
    const facts = { undoing, help: `The device ${id} may still be there, half configured: destroy it.` }
    if (error instanceof HostError) return error.with(facts)
    const message = `Making ${id} was given up, but it could not be removed again.`
    return new HostError('driver-refused', message, { cause: error, ...facts })
  }
}
