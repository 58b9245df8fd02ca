import type { HostErrorCode } from '../host-error.js'
import { HostError } from '../host-error.js'
import { reasonOf, shown } from '../scan/scan.js'
import { SysfsError } from '../port/sysfs.js'

/** What a failed write means, and what to do. */
interface Meaning {
  code: HostErrorCode
  says: string
  help?: string
}

const DENIED: Meaning = {
  code: 'denied',
  says: 'the permission is missing',
  help: 'Run it as root, or give the file to your user.',
}
const READ_ONLY: Meaning = {
  code: 'read-only',
  says: 'this machine can only be read',
  help: 'Mount sysfs writable (a container has it read-only), or open a live machine.',
}
const TIMEOUT: Meaning = {
  code: 'timeout',
  says: 'the kernel did not answer in time',
  help: 'The kernel goes on with it; look again later.',
}
const OUT_OF_INSTANCES: Meaning = {
  code: 'no-instances-left',
  says: 'no instance is left',
  help: 'Choose another parent or type, or destroy a device that shares its hardware.',
}

/** The facts around a failed `create`. */
export interface CreateFacts {
  parent: string
  type: string
  uuid: string
  /** `available_instances` after the failure, where it could be read. */
  available: number | undefined
  /** Whether the parent is still registered, and still has the type. */
  parentThere: boolean
  typeThere: boolean
}

/** Turns a failed write to `create` into a `HostError`: the same number means different things. */
export function createRefusal(error: unknown, facts: CreateFacts): HostError {
  const { parent, type, uuid } = facts
  return refusal(
    error,
    `The device ${uuid} of type ${shown(type)} cannot be made on ${shown(parent)}`,
    (code, syscall) => {
      const exhausted = facts.available !== undefined && facts.available <= 0
      if (code === 'ENODEV' || !facts.parentThere) return { code: 'parent-gone', says: 'the parent is going away' }
      switch (code) {
        case 'EEXIST':
          return syscall === 'write' ? { code: 'uuid-exists', says: 'this UUID is in use on this machine' } : undefined
        case 'ENOENT':
          return facts.typeThere
            ? { code: 'driver-refused', says: 'the type cannot make devices' }
            : { code: 'type-unknown', says: 'the type is gone' }
        case 'ENOSPC':
        case 'EUSERS':
          return OUT_OF_INSTANCES
        case 'EINVAL':
        case 'ENOMEM':
        case 'EFAULT':
          return exhausted ? OUT_OF_INSTANCES : undefined
        case 'EPERM':
          return exhausted ? OUT_OF_INSTANCES : DENIED
        case 'EAGAIN':
        case 'EBUSY':
          return { code: 'busy', says: 'the driver is not ready for it', help: 'Try again later.' }
        default:
          return undefined
      }
    },
  )
}

/** Turns a failed write to a device's attribute into a `HostError`. */
export function attributeRefusal(error: unknown, uuid: string, name: string, value: string): HostError {
  const what = `The attribute ${shown(name)} of ${uuid} does not take ${shown(value)}`
  return refusal(error, what, (code) => {
    switch (code) {
      case 'ENOENT':
      case 'ENOTDIR':
      case 'EISDIR':
        return { code: 'attribute-unknown', says: 'the device has no such attribute' }
      case 'EXDEV':
        return { code: 'attribute-refused', says: "the name leads out of the device's directory" }
      case 'EAGAIN':
        return { code: 'busy', says: 'the driver is not ready for it', help: 'Try again later.' }
      case 'EACCES':
      case 'EPERM':
        // whoever could make the device is no stranger: the file itself is read-only
        return { code: 'attribute-refused', says: 'it cannot be written' }
      case 'EROFS':
      case 'ETIMEDOUT':
        return undefined
      default:
        return { code: 'attribute-refused', says: 'the driver refused it' }
    }
  })
}

/** The facts around a failed `remove`. */
export interface RemoveFacts {
  uuid: string
  /** Whether the device's directory is there, and whether the bus still lists it. */
  directoryThere: boolean
  listed: boolean
}

/** Turns a failed write to `remove` into a `HostError`. */
export function removeRefusal(error: unknown, facts: RemoveFacts): HostError {
  const { uuid, directoryThere, listed } = facts
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
        return { code: 'in-use', says: 'a guest has it open', help: 'Shut the guest down, or detach the device.' }
      case 'ETIMEDOUT':
        return {
          code: 'timeout',
          says: listed
            ? 'the kernel did not answer in time and the device is still there'
            : 'the kernel has taken it off the bus and waits until whoever has it open closes it',
          help: 'The kernel goes on with it; look again later.',
        }
      default:
        return undefined
    }
  })
}

function refusal(
  error: unknown,
  what: string,
  meaningOf: (code: string, syscall: string) => Meaning | undefined,
): HostError {
  if (!(error instanceof SysfsError)) {
    return new HostError('driver-refused', `${what}: ${reasonOf(error)}.`, { cause: error })
  }
  const { code, syscall, file } = error
  const meaning = meaningOf(code, syscall) ??
    general(code) ?? {
      code: 'driver-refused' as const,
      says: 'the driver refused it',
      help: "The kernel's log may say why.",
    }
  const { help } = meaning
  return new HostError(
    meaning.code,
    `${what}: ${meaning.says} (${syscall} of ${shown(file, 400)} gave ${reasonOf(error)}).`,
    {
      errno: code,
      syscall,
      file,
      cause: error,
      ...(help !== undefined && { help }),
    },
  )
}

function general(code: string): Meaning | undefined {
  if (code === 'EACCES' || code === 'EPERM') return DENIED
  if (code === 'EROFS') return READ_ONLY
  if (code === 'ETIMEDOUT') return TIMEOUT
  return undefined
}
