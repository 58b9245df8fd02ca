import type { Meaning } from '../backend/refusal.js'
import { DENIED, devicesText, refusal } from '../backend/refusal.js'
import { usersText } from '../backend/device-users.js'
import type { HostError, OtherDevice } from '../host-error.js'
import type { DeviceUser } from '../port/sysfs.js'
import { shown } from '../scan/scan.js'

/** What is known after a failed write to `current_vgpu_type`. */
export interface VgpuFacts {
  /** The kernel's name of the function. */
  parent: string
  /** The type it has now, `'0'` where it has none; `undefined` where that cannot be read. */
  current: string | undefined
  /** Whether the vendor's files are still there. */
  filesThere: boolean
  /** Who has it open, as far as that can be seen. */
  holders?: readonly DeviceUser[]
}

/** What is known after a failed creation beyond that. */
export interface VgpuCreateFacts extends VgpuFacts {
  type: string
  /** Whether the function still lists the type, as it did before. */
  creatable: boolean
  /** The devices of its card. */
  siblings: readonly OtherDevice[]
  /** The types that it could become now. */
  room: readonly string[]
}

const GONE: Meaning = {
  code: 'parent-gone',
  says: "the vendor's files are gone",
  help: 'Its driver was unloaded, or its virtual functions were switched off.',
}

/** Whoever could open the file has the permission; it is the driver that does not want to. */
const UNWILLING: Meaning = {
  code: 'driver-refused',
  says: 'the driver does not permit it now',
  help: "The vendor's service may not run, or still be busy with a guest; the kernel's log may say why.",
}

/** That a guest has the device. */
function inUse(holders: readonly DeviceUser[]): Meaning {
  return {
    code: 'in-use',
    says: holders.length > 0 ? `it is open in ${usersText(holders)}` : 'a guest has it open',
    help: 'Shut the guest down, or detach the device.',
    ...(holders.length > 0 && { holders }),
  }
}

/** That a function is a device already. */
export function takenFunction({ parent, current }: { parent: string; current: string }): Meaning {
  return {
    code: 'no-instances-left',
    says: `it is a device of type ${shown(current)} already`,
    help: 'A virtual function is one device: choose another one, or destroy this one first.',
    siblings: [{ id: parent, parent, type: current }],
  }
}

/** That the card has no room, who has it, and what is possible instead. */
export function fullCard({ siblings, room }: Pick<VgpuCreateFacts, 'siblings' | 'room'>): Meaning {
  const by = siblings.length === 0 ? '' : `; it is shared by ${devicesText(siblings)}`
  const instead =
    room.length === 0
      ? 'Choose another card'
      : `Choose another card, or a type that fits beside (${room.map((type) => shown(type)).join(', ')})`
  return {
    code: 'no-instances-left',
    says: `its card does not offer it now${by}`,
    help: `${instead}, or destroy devices of this one: unless a card mixes sizes, all of its devices have one.`,
    ...(siblings.length > 0 && { siblings }),
  }
}

/** Turns a failed write of a type's number into a `HostError`. */
export function vgpuCreateRefusal(error: unknown, facts: VgpuCreateFacts): HostError {
  const { parent, type, current, creatable, siblings } = facts
  return refusal(error, `${shown(parent)} cannot become a device of type ${shown(type)}`, (code, syscall) => {
    if (!facts.filesThere) return GONE
    switch (code) {
      case 'EPERM':
        if (current !== undefined && current !== '0') return takenFunction({ parent, current })
        return syscall === 'open' ? DENIED : UNWILLING
      case 'ENOSPC':
        return fullCard(facts)
      case 'ENODEV':
      case 'EINVAL':
        if (creatable) return undefined
        return siblings.length > 0 ? fullCard(facts) : { code: 'type-unknown', says: 'its card has no such type now' }
      case 'ERANGE':
        return { code: 'type-unknown', says: 'no type has such a number' }
      case 'EBUSY':
      case 'EAGAIN':
        return { code: 'busy', says: 'the driver is not ready for it', help: 'Try again later.' }
      case 'ENOENT':
        return GONE
      default:
        return undefined
    }
  })
}

/** Turns a failed write of 0 into a `HostError`. */
export function vgpuRemoveRefusal(error: unknown, facts: VgpuFacts): HostError {
  const { parent, current, filesThere, holders = [] } = facts
  const known = holders.length > 0 && { holders }
  return refusal(error, `The device ${shown(parent)} cannot be removed`, (code, syscall) => {
    if (!filesThere) return { code: 'device-unknown', says: "it is gone already, with the vendor's files" }
    switch (code) {
      case 'EPERM':
        if (current === '0') return { code: 'device-unknown', says: 'it is gone already' }
        return syscall === 'open' ? DENIED : known ? inUse(holders) : UNWILLING
      case 'EBUSY':
        return inUse(holders)
      case 'EAGAIN':
        return { code: 'busy', says: 'the driver is not ready for it', help: 'Try again later.' }
      case 'ETIMEDOUT':
        return {
          code: 'timeout',
          says:
            current === '0'
              ? 'the driver did not answer in time, and has removed it meanwhile'
              : 'the driver did not answer in time, and the device is still there',
          help: 'The kernel goes on with it; look again later.',
          ...known,
        }
      default:
        return undefined
    }
  })
}
