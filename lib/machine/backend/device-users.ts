import { HostError } from '../host-error.js'
import type { DeviceUser, Sysfs } from '../port/sysfs.js'
import { Scan, shown } from '../scan/scan.js'
import { iommuGroupOf } from './iommu-group.js'

/** More are not named in a sentence. */
const NAMED = 3

/** Who has a VFIO group open; nobody where that cannot be seen. */
export async function usersOf(sysfs: Sysfs, group: number | undefined): Promise<DeviceUser[]> {
  if (group === undefined) return []
  try {
    return (await sysfs.users?.(group)) ?? []
  } catch {
    return []
  }
}

/** `"qemu-system-x86" (process 4711)`, for a sentence; empty where nobody is known. */
export function usersText(users: readonly DeviceUser[]): string {
  const names = users.slice(0, NAMED).map(({ pid, command }) => `${shown(command)} (process ${pid})`)
  const more = users.length > NAMED ? ` and ${users.length - NAMED} more` : ''
  return names.join(', ') + more
}

/**
 * Asks whether somebody has the VFIO group of a device open, as libvirt does: the kernel would wait for them.
 * @param device What a sentence about it begins with.
 * @throws HostError `in-use`
 */
export async function checkNotOpen(sysfs: Sysfs, path: string, device: string): Promise<void> {
  const group = iommuGroupOf(new Scan(sysfs), path)
  if (group === undefined || !(await sysfs.inUse(group))) return
  const holders = await usersOf(sysfs, group)
  const by = holders.length === 0 ? '' : ` by ${usersText(holders)}`
  throw new HostError('in-use', `${device} is open: its VFIO group ${group} is held${by}.`, {
    file: `dev/vfio/${group}`,
    help: 'Shut the guest down, or detach the device from it.',
    ...(holders.length > 0 && { holders }),
  })
}
