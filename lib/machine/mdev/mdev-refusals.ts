import { DENIED, devicesText, refusal } from '../backend/refusal.js'
import type { Meaning } from '../backend/refusal.js'
import { usersText } from '../backend/device-users.js'
import type { HostError, OtherDevice } from '../host-error.js'
import type { DeviceUser } from '../port/sysfs.js'
import { shown } from '../scan/scan.js'

/** What takes the place of an instance that is wished. */
export interface Exhaustion {
  /** The kernel's name of the parent. */
  parent: string
  /** The devices that share the hardware of the parent. */
  siblings?: readonly OtherDevice[]
  /** The types of which the parent can make devices now. */
  room?: readonly string[]
}

/** That no instance is left, who has them, and what is possible instead. */
export function exhausted({ parent, siblings = [], room = [] }: Exhaustion): Meaning {
  const by = siblings.length === 0 ? '' : `; its hardware is shared by ${devicesText(siblings, parent)}`
  const instead =
    room.length === 0
      ? 'Choose another parent or type'
      : `Choose another parent, or a type that fits beside (${room.map((type) => shown(type)).join(', ')})`
  return {
    code: 'no-instances-left',
    says: `no instance is left${by}`,
    help: `${instead}, or destroy a device that shares its hardware.`,
    ...(siblings.length > 0 && { siblings }),
  }
}

/** The facts around a failed `create`. */
export interface CreateFacts extends Exhaustion {
  type: string
  uuid: string
  /** `available_instances` after the failure, where it could be read. */
  available: number | undefined
  /** Whether the parent is still registered, and still has the type. */
  parentThere: boolean
  typeThere: boolean
  /** Who has the UUID now; without a type where that device is half made or half gone. */
  holder?: OtherDevice | undefined
}

/** Turns a failed write to `create` into a `HostError`: the same number means different things. */
export function createRefusal(error: unknown, facts: CreateFacts): HostError {
  const { parent, type, uuid } = facts
  return refusal(
    error,
    `The device ${uuid} of type ${shown(type)} cannot be made on ${shown(parent)}`,
    (code, syscall) => {
      const isFull = facts.available !== undefined && facts.available <= 0
      if (!facts.parentThere) return { code: 'parent-gone', says: 'the parent is going away' }
      switch (code) {
        case 'ENODEV':
          return {
            code: 'parent-gone',
            says: 'the parent is going away, or no working device is behind it',
            help: 'Look at the parent: its driver may be unloading, its subchannel not operational.',
          }
        case 'EEXIST':
          return syscall === 'write' ? uuidTaken(facts) : undefined
        case 'ENOENT':
          return facts.typeThere
            ? { code: 'driver-refused', says: 'the type cannot make devices' }
            : { code: 'type-unknown', says: 'the type is gone' }
        case 'ENOSPC':
        case 'EUSERS':
          return exhausted(facts)
        case 'EINVAL':
        case 'ENOMEM':
        case 'EFAULT':
          return isFull ? exhausted(facts) : undefined
        case 'EPERM':
          return isFull ? exhausted(facts) : DENIED
        case 'EAGAIN':
        case 'EBUSY':
          return { code: 'busy', says: 'the driver is not ready for it', help: 'Try again later.' }
        default:
          return undefined
      }
    },
  )
}

function uuidTaken({ holder, parent, type }: CreateFacts): Meaning {
  const code = 'uuid-exists'
  if (holder === undefined) {
    return {
      code,
      says: 'this UUID is in use on this machine, by a device that is not seen',
      help: 'Choose another, or try again later: it may be one that is being made or removed.',
    }
  }
  if (holder.type === undefined) {
    return {
      code,
      says: `this UUID is in use by a device on ${shown(holder.parent)} that is being made or removed`,
      help: 'Its removal waits until whoever has it open closes it; choose another UUID, or try again later.',
      takenBy: holder,
    }
  }
  return {
    code,
    says: `this UUID is in use by a device of type ${shown(holder.type)} on ${shown(holder.parent)}`,
    help:
      holder.parent === parent && holder.type === type
        ? 'It is the device that you ask for; use it, or destroy it first.'
        : 'UUIDs are unique on a host: choose another.',
    takenBy: holder,
  }
}

/** The facts around a failed `remove`. */
export interface RemoveFacts {
  uuid: string
  /** Whether the device's directory is there, and whether the bus still lists it. */
  directoryThere: boolean
  listed: boolean
  /** Who has it open, as far as that can be seen. */
  holders?: readonly DeviceUser[]
}

/** Turns a failed write to `remove` into a `HostError`. */
export function removeRefusal(error: unknown, facts: RemoveFacts): HostError {
  const { uuid, directoryThere, listed, holders = [] } = facts
  const known = holders.length > 0 && { holders }
  return refusal(error, `The device ${uuid} cannot be removed`, (code) => {
    switch (code) {
      case 'ENOENT':
      case 'ENODEV':
        if (!directoryThere) return { code: 'device-unknown', says: 'it is gone already' }
        return {
          code: 'busy',
          says: 'its removal is under way, or was tried while it was being made',
          help: "If it stays, unbind its parent's driver.",
        }
      case 'EAGAIN':
        return { code: 'busy', says: 'it is still being made, or being removed', help: 'Try again later.' }
      case 'EBUSY':
        return {
          code: 'in-use',
          says: known ? `it is open in ${usersText(holders)}` : 'a guest has it open',
          help: 'Shut the guest down, or detach the device.',
          ...known,
        }
      case 'ETIMEDOUT':
        return {
          code: 'timeout',
          says: listed
            ? 'the kernel did not answer in time and the device is still there'
            : `the kernel has taken it off the bus and waits until ${known ? usersText(holders) : 'whoever has it open'} closes it`,
          help: 'The kernel goes on with it; look again later.',
          ...known,
        }
      default:
        return undefined
    }
  })
}
