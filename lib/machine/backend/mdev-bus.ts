import type { Sysfs } from '../port/sysfs.js'
import { isAbsent } from '../scan/scan.js'

/** The bus of mediated devices, with a link for each active one: since Linux 4.10, and in the proposals of 2016. */
export const MDEV_DEVICES = 'sys/bus/mdev/devices'

/** Whether no device of a name is on the bus; what cannot be seen may be there. */
export function isOffBus(sysfs: Sysfs, name: string): boolean {
  try {
    sysfs.link(`${MDEV_DEVICES}/${name}`)
    return false
  } catch (error) {
    return isAbsent(error)
  }
}
