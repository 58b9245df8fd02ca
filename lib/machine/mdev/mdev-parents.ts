import type { ParentEntry } from '../backend/backend.js'
import { earlyParentAt } from '../backend/early-parents.js'
import type { Scan } from '../scan/scan.js'

const MDEV_BUS = 'sys/class/mdev_bus'

/** The registered parents, sorted; none where the class is absent, which is no fault. */
export function mdevParents(scan: Scan): ParentEntry[] {
  const parents: ParentEntry[] = []
  for (const id of scan.list(MDEV_BUS)) {
    const path = scan.device(`${MDEV_BUS}/${id}`, { parent: id })
    if (path !== undefined) parents.push({ id, path, backend: 'mdev' })
  }
  return parents.filter(({ path }) => earlyParentAt(scan, path) === undefined)
}
