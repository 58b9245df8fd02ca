import type { ActiveDevice, ParentBackend } from '../backend/backend.js'
import { checkParticulars } from '../backend/check-request.js'
import { isOffBus } from '../backend/mdev-bus.js'
import { isMdevId } from '../backend/mdev-id.js'
import { directoryName } from '../port/sysfs-path.js'
import type { Scan } from '../scan/scan.js'
import { planAggregation } from './mdev-aggregation.js'
import { checkType, createMdev } from './mdev-create.js'
import { checkMdevIdle, removeMdev } from './mdev-destroy.js'
import { mdevParents } from './mdev-parents.js'
import type { ActiveMdev } from './mdev-scan.js'
import { activeMdevs, scanMdevDevices, scanMdevTypes } from './mdev-scan.js'

/** The kernel's mediated devices as they were merged: Linux 4.10 to today (`drivers/vfio/mdev`). */
export const mdevBackend: ParentBackend = {
  backend: 'mdev',
  parents: mdevParents,
  types: scanMdevTypes,
  devices: scanMdevDevices,
  holder(scan, uuid) {
    const holder = activeMdevs(scan).find((active) => active.uuid.toLowerCase() === uuid)
    return holder && found(scan, holder)
  },
  find(scan, id) {
    return activeMdevs(scan)
      .filter((active) => isMdevId(id, active.uuid, active.parent))
      .map((active) => found(scan, active))
  },
  isGone: (sysfs, { id }) => isOffBus(sysfs, id),
  plan(scan, parent, { uuid, earlier }, request) {
    checkParticulars(parent.id, request, ['aggregate'])
    checkType(scan, parent, request.type, earlier)
    if ((request.aggregate ?? 1) !== 1) planAggregation(scan, parent, request)
    return { backend: 'mdev', parent, type: request.type, id: uuid, uuid, request }
  },
  create: createMdev,
  checkIdle: checkMdevIdle,
  remove: (sysfs, { path, id }, options) => removeMdev(sysfs, path, id, options),
}

function found(scan: Scan, { uuid, path, parent }: ActiveMdev): ActiveDevice {
  const type = scan.targetName(`${path}/mdev_type`)
  return {
    ...{ backend: 'mdev', id: uuid, uuid, path, parent, parentPath: directoryName(path) },
    ...(type !== undefined && { type }),
  }
}
