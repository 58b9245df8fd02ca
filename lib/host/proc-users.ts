import { setImmediate } from 'node:timers/promises'
import type { DeviceUser, Sysfs } from '../machine/port/sysfs.js'

/** Longer than this is not searched, in milliseconds: an error should not wait long to be told. */
const LONGEST = 1000
/** How long the event loop may be kept, in milliseconds. */
const SLICE = 20

/**
 * The processes that have a VFIO group open, by the links in `/proc/<pid>/fd`; of those of other users only root sees them.
 * Nothing is read that waits for the process: no command line, whose reading takes a lock of its memory, and no file behind a
 * link. What cannot be read is passed over.
 */
export async function processesHolding(
  sysfs: Pick<Sysfs, 'list' | 'link' | 'read'>,
  iommuGroup: number,
  longest = LONGEST,
): Promise<DeviceUser[]> {
  const files = new Set(devicesOf(sysfs, iommuGroup).flatMap((file) => [file, `${file} (deleted)`]))
  const users: DeviceUser[] = []
  const end = performance.now() + longest
  let sliceEnd = performance.now() + SLICE
  for (const pid of namesIn(sysfs, 'proc').filter((name) => /^\d{1,10}$/.test(name))) {
    if (performance.now() > sliceEnd) {
      if (performance.now() > end) break
      await setImmediate()
      sliceEnd = performance.now() + SLICE
    }
    const directory = `proc/${pid}/fd`
    if (!namesIn(sysfs, directory).some((fd) => files.has(linkAt(sysfs, `${directory}/${fd}`)))) continue
    users.push({ pid: Number(pid), command: commandOf(sysfs, pid) })
  }
  return users.sort((a, b) => a.pid - b.pid)
}

/** The files by which the group can be held: its own, and those of its devices on kernels that have them (6.1 and later). */
function devicesOf(sysfs: Pick<Sysfs, 'list'>, iommuGroup: number): string[] {
  const devices = `sys/kernel/iommu_groups/${iommuGroup}/devices`
  const own = namesIn(sysfs, devices).flatMap((device) => namesIn(sysfs, `${devices}/${device}/vfio-dev`))
  return [`/dev/vfio/${iommuGroup}`, ...own.map((name) => `/dev/vfio/devices/${name}`)]
}

function namesIn(sysfs: Pick<Sysfs, 'list'>, directory: string): string[] {
  try {
    return sysfs.list(directory)
  } catch {
    // ended meanwhile, or somebody else's
    return []
  }
}

function linkAt(sysfs: Pick<Sysfs, 'link'>, path: string): string {
  try {
    return sysfs.link(path)
  } catch {
    return ''
  }
}

function commandOf(sysfs: Pick<Sysfs, 'read'>, pid: string): string {
  try {
    return new TextDecoder().decode(sysfs.read(`proc/${pid}/comm`)).replace(/\n$/, '') || '?'
  } catch {
    return '?'
  }
}
