import type { ParentBackend } from '../backend/backend.js'
import { createFlat } from './flat-create.js'
import { flatNodeName, parseFlatId } from './flat-name.js'
import { planFlat } from './flat-plan.js'
import { checkFlatIdle, removeFlat } from './flat-remove.js'
import { activeFlat, flatParents, foundFlat, isFlatGone, scanFlatDevices, scanFlatTypes } from './flat-scan.js'
import { startFlat, stopFlat } from './flat-start.js'

/**
 * The files of the first proposal (patch v6 of the kernel's mediated devices, 3 August 2016, never merged): a table of types,
 * `mdev_create` and `mdev_destroy` on the parent, `mdev_start` and `mdev_stop` of the class. A UUID names the guest, a number
 * below it the device; the directories stand below the parent as `<uuid>-<number>`.
 *
 * The variant of that time that writes `<uuid of the device>:<arguments>` has files of the same names and modes: where they stand at
 * the same place it cannot be told apart before a device is there, and is spoken to as this one. The one tree of it that was
 * published had its files in a directory `mdev-host` below the device and no class, and is not looked for.
 */
export const flatBackend: ParentBackend = {
  backend: 'flat',
  parents: flatParents,
  types: scanFlatTypes,
  devices: scanFlatDevices,
  find(scan, id) {
    const wanted = parseFlatId(id)
    const name = id.toLowerCase()
    return activeFlat(scan)
      .filter((active) =>
        wanted === undefined
          ? flatNodeName(active, active.parent).toLowerCase() === name
          : active.uuid.toLowerCase() === wanted.uuid && active.index === (wanted.index ?? active.index),
      )
      .map(foundFlat)
  },
  isGone: (sysfs, { id }) => isFlatGone(sysfs, id),
  plan: planFlat,
  create: createFlat,
  checkIdle: checkFlatIdle,
  remove: removeFlat,
  start: startFlat,
  stop: stopFlat,
}
