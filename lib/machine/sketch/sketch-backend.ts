import { mdevName, parseMdevName } from '../../libvirt/names.js'
import { parseUuid } from '../../libvirt/uuid.js'
import type { ParentBackend } from '../backend/backend.js'
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
    const plain = parseUuid(id)
    const uuid = plain ?? parseMdevName(id)?.uuid.toLowerCase()
    if (uuid === undefined) return []
    const name = id.toLowerCase()
    return activeSketch(scan)
      .filter((active) => active.uuid.toLowerCase() === uuid)
      .filter(
        ({ uuid: own, parent }) =>
          plain !== undefined || name === mdevName(own).toLowerCase() || name === mdevName(own, parent).toLowerCase(),
      )
      .map(foundSketch)
  },
  plan: planSketch,
  create: createSketch,
  checkIdle: checkSketchIdle,
  remove: removeSketch,
}
