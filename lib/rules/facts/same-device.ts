import type { HostDevice } from '../../machine/snapshot/host-snapshot.js'
import type { DescribedMdev } from '../described-rule.js'

/** Whether a device of the host has the type and the parent that a description of the same UUID has; what is not told fits. */
export function isSameDevice({ type, parent }: DescribedMdev, device: HostDevice): boolean {
  if (type !== undefined && type !== device.type) return false
  return parent === undefined || parent === device.parent || parent === device.parentName
}
