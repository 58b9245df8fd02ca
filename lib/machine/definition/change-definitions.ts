import { HostError } from '../host-error.js'
import type { HostErrorCode } from '../host-error.js'
import type { OperationOptions } from '../host.js'
import type { Store } from '../port/store.js'
import { SysfsError } from '../port/sysfs.js'
import { reasonOf, shown } from '../scan/scan.js'

/** Whoever changes definitions holds it. It does not lie among them, where mdevctl and libvirt look. */
const LOCK = 'run/nodedev-xml/definitions.lock'

/** How long to wait for somebody else who changes definitions, in milliseconds: changing one takes a few. */
const PATIENCE = 5000

const CODES = new Map<string, HostErrorCode>([
  ['EACCES', 'denied'],
  ['EPERM', 'denied'],
  ['EROFS', 'read-only'],
  ['EAGAIN', 'busy'],
])

/**
 * Does something to the definitions while no other process of this library does. (mdevctl takes no lock.)
 * @throws HostError `busy`, `denied`, `read-only`, `driver-refused`, and what the deed throws
 */
export async function changingDefinitions<T>(
  store: Store,
  options: OperationOptions,
  deed: () => Promise<T>,
): Promise<T> {
  const { signal } = options
  signal?.throwIfAborted()
  let release: (() => Promise<void>) | undefined
  try {
    release = await store.lock(LOCK, { timeout: PATIENCE, ...(signal && { signal }) })
    return await deed()
  } catch (error) {
    throw error instanceof SysfsError ? storeFailure(error) : error
  } finally {
    await release?.()
  }
}

/** A failure of the store as one of the host. */
function storeFailure(error: SysfsError): HostError {
  const { code: errno, syscall, file } = error
  const code = CODES.get(errno) ?? 'driver-refused'
  const message =
    code === 'busy'
      ? 'Somebody else is changing definitions.'
      : `The definitions cannot be changed: ${syscall} of ${shown(file)} gave ${reasonOf(error)}.`
  const help = HELP[code]
  return new HostError(code, message, { errno, syscall, file, cause: error, ...(help !== undefined && { help }) })
}

const HELP: Partial<Record<HostErrorCode, string>> = {
  denied: 'Definitions belong to root.',
  busy: 'Try again; a lock of a process that has ended holds nobody up.',
  'read-only': 'Open a live machine, or a simulated one.',
}
