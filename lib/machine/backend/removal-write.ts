import type { DestroyOptions } from '../host.js'
import type { SysfsWriteOptions } from '../port/sysfs.js'

/** How long a removal may take, in milliseconds, where the caller does not say. */
const TIMEOUT = 5000

/** How what removes a device is written: the kernel may wait with its answer until whoever has the device open closes it. */
export function removalWrite({ timeout = TIMEOUT, signal }: DestroyOptions): SysfsWriteOptions {
  return { mayBlock: true, timeout, ...(signal && { signal }) }
}
