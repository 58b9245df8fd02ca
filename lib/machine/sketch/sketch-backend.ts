import type { ParentBackend } from '../backend/backend.js'
import { isOffBus } from '../backend/mdev-bus.js'
import { isMdevId } from '../backend/mdev-id.js'
import { checkSketchIdle, createSketch, removeSketch } from './sketch-create.js'
import { planSketch } from './sketch-plan.js'
import { activeSketch, foundSketch, scanSketchDevices, scanSketchTypes, sketchParents } from './sketch-scan.js'

/**
 * The directories that were sketched on 31 August 2016, between the flat files and what was merged: types with `create`,
 * `description` and `max_instances`, which is 0 or gone where no more are possible, or a pool that can be divided before
 * the first device is made (`configurePool`). A UUID is that of the device; `vm_uuid` of a device names its guest.
 */
export const sketchBackend: ParentBackend = {
  backend: 'sketch',
  parents: sketchParents,
  types: scanSketchTypes,
  devices: scanSketchDevices,
  holder(scan, uuid) {
    const holder = activeSketch(scan).find((active) => active.uuid.toLowerCase() === uuid)
    return holder && foundSketch(holder)
  },
  find(scan, id) {
    return activeSketch(scan)
      .filter(({ uuid, parent }) => isMdevId(id, uuid, parent))
      .map(foundSketch)
  },
  isGone: (sysfs, { id }) => isOffBus(sysfs, id),
  plan: planSketch,
  create: createSketch,
  checkIdle: checkSketchIdle,
  remove: removeSketch,
}
