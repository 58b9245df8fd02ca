import { attributeSchemasFor } from '../attribute-schema/attribute-schemas-for.js'
import { formatText } from '../attribute-schema/format-text.js'
import { usersText } from './device-users.js'
import type { Meaning } from './refusal.js'
import { devicesText, refusal } from './refusal.js'
import type { HostError, OtherDevice } from '../host-error.js'
import type { DeviceUser } from '../port/sysfs.js'
import { shown } from '../scan/scan.js'

/** The facts around a failed write to an attribute of a device that has just been made. */
export interface AttributeFacts {
  /** See `HostDevice.id`. */
  device: string
  name: string
  value: string
  /** The id of the device's type, where that can be read. */
  type: string | undefined
  /** Whether the device is still there, and has a file of that name. */
  deviceThere: boolean
  fileThere: boolean
  /** Devices that hold what was asked for. */
  siblings: readonly OtherDevice[]
  /** The largest number that this machine has of what is assigned, where it tells. */
  largest?: number | undefined
  /** Who has the device open. */
  holders: readonly DeviceUser[]
}

/** Turns a failed write to a device's attribute into a `HostError`. */
export function attributeRefusal(error: unknown, facts: AttributeFacts): HostError {
  const { device, name, value, deviceThere, fileThere } = facts
  const what = `The attribute ${shown(name)} of ${device} does not take ${shown(value)}`
  return refusal(error, what, (code, syscall) => {
    if (code === 'EROFS' || code === 'ETIMEDOUT') return undefined
    if (code === 'EXDEV') return { code: 'attribute-refused', says: "the name leads out of the device's directory" }
    if (!deviceThere) return { code: 'parent-gone', says: 'the device has vanished meanwhile' }
    switch (code) {
      case 'ENOENT':
      case 'ENOTDIR':
      case 'EISDIR':
        return unknown(facts)
      case 'EACCES':
      case 'EPERM':
        if (!fileThere) return unknown(facts)
        // whoever could make the device is no stranger: the file itself is read-only
        return {
          code: 'attribute-refused',
          says: syscall === 'open' ? 'it can only be read' : 'it cannot be written now',
        }
      case 'EIO':
        return { code: 'attribute-refused', says: 'the driver has nothing that takes it' }
      case 'EAGAIN':
        return NOT_READY
      case 'EBUSY':
        return inUse(facts) ?? NOT_READY
      default:
        return ofDriver(code, facts)
    }
  })
}

const NOT_READY: Meaning = { code: 'busy', says: 'the driver is not ready for it', help: 'Try again later.' }

function unknown({ type }: AttributeFacts): Meaning {
  const names = schemasOf(type).map((each) => each.name)
  return {
    code: 'attribute-unknown',
    says: 'the device has no such attribute',
    ...(names.length > 0 && { help: `Known are ${names.join(', ')}; not every kernel has all.` }),
  }
}

function inUse({ holders }: AttributeFacts): Meaning | undefined {
  if (holders.length === 0) return undefined
  return {
    code: 'in-use',
    says: `it is open in ${usersText(holders)}`,
    help: 'Shut the guest down, or detach the device.',
    holders,
  }
}

/** What the drivers mean by an errno (`vfio_ap_ops.c` for queues), else that the value is refused. */
function ofDriver(errno: string, { name, type, siblings, largest }: AttributeFacts): Meaning {
  const code = 'attribute-refused'
  const format = schemasOf(type).find((each) => each.name === name)?.format
  const expected = format === undefined ? undefined : `It takes ${formatText(format)}.`
  if (type?.startsWith('vfio_ap-') === true) {
    switch (errno) {
      case 'ENODEV':
        return {
          code,
          says: `the number is above the largest of this machine${largest === undefined ? '' : `, which is ${largest}`}`,
          help: 'lszcrypt shows what there is.',
        }
      case 'EADDRNOTAVAIL':
        return {
          code,
          says: 'the host keeps one of its queues for itself, or the queue is not bound to vfio_ap',
          help: 'Give the queues to guests by /sys/bus/ap/apmask and aqmask.',
        }
      case 'EADDRINUSE': {
        const by = siblings.length === 0 ? 'another device' : devicesText(siblings)
        return {
          code,
          says: `one of its queues belongs to ${by}`,
          help: 'A queue belongs to one device: take it away there, or choose another adapter or domain.',
          ...(siblings.length > 0 && { siblings }),
        }
      }
    }
  }
  return { code, says: 'the driver refused it', ...(expected !== undefined && { help: expected }) }
}

function schemasOf(type: string | undefined) {
  return type === undefined ? [] : (attributeSchemasFor({ id: type })?.attributes ?? [])
}
