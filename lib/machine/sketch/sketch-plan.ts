import type { NamedParent, PlanContext, PlannedDevice } from '../backend/backend.js'
import { checkParticulars, unknownType } from '../backend/check-request.js'
import { HostError } from '../host-error.js'
import type { CreateRequest } from '../host.js'
import type { Scan } from '../scan/scan.js'
import { shown } from '../scan/scan.js'
import { activeSketch, sketchType, typesOf } from './sketch-scan.js'

/**
 * Checks a request.
 * @throws HostError `not-supported`, `uuid-exists`, `type-unknown`, `no-instances-left`
 */
export function planSketch(
  scan: Scan,
  parent: NamedParent,
  { uuid, group, earlier }: PlanContext,
  request: CreateRequest,
): PlannedDevice {
  checkParticulars(parent.id, request)
  const { type } = request
  const directory = typesOf(parent)
  const offered = scan.list(directory)
  if (!offered.includes(type)) throw unknownType(parent.id, type, offered, directory)
  const active = activeSketch(scan).filter((device) => device.parent === parent.id)
  const { availableInstances: left, configurable } = sketchType(scan, parent, parent.name, type, active) ?? {}
  const planned = earlier.filter((other) => other.parent.path === parent.path && other.type === type).length
  if (left !== undefined && left - planned <= 0) {
    throw new HostError('no-instances-left', `The parent ${shown(parent.id)} has no instance of ${shown(type)} left.`, {
      file: `${directory}/${type}/max_instances`,
      help:
        configurable === true
          ? 'Divide the pool of the parent otherwise while it has no devices, or choose another parent or type.'
          : 'Choose another parent or type, or destroy a device that shares its hardware.',
    })
  }
  return {
    ...{ backend: 'sketch', parent, type, id: uuid, uuid, request },
    ...(group !== undefined && { group }),
  }
}
