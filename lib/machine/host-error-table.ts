import type { HostErrorCode } from './host-error.js'

/** What a code means, for documentation and for programs that explain. */
export interface HostErrorDescription {
  /** One sentence. */
  meaning: string
  /** One sentence: what to do about it in general; an error's own `help` knows more. */
  help: string
}

/** Every code of a `HostError`, in the order in which operations may meet them. */
export const hostErrorTable: Readonly<Record<HostErrorCode, HostErrorDescription>> = {
  'uuid-invalid': {
    meaning: 'The text is no UUID, in any spelling that libvirt reads.',
    help: 'Write it as 8-4-4-4-12 hexadecimal digits, or leave it out to have one made.',
  },
  'uuid-exists': {
    meaning: 'A device has the UUID already; `takenBy` says which one.',
    help: 'Use that device, destroy it, or choose another UUID.',
  },
  'uuid-ambiguous': {
    meaning: 'The UUID or name fits more than one device.',
    help: "Name the parent as well, or use libvirt's name, which has both.",
  },
  'parent-unknown': {
    meaning: 'The machine has no such parent, or it offers no types.',
    help: 'Look at the parents that there are; the driver of the device may not have started.',
  },
  'type-unknown': {
    meaning: 'The parent does not offer the type.',
    help: 'Choose one of the types that it offers; ids are case-sensitive.',
  },
  'no-instances-left': {
    meaning: 'The parent can make no more devices of the type; `siblings` share its hardware.',
    help: 'Choose another parent, a type that fits beside, or destroy a device that shares its hardware.',
  },
  'device-unknown': {
    meaning: 'No active device has this UUID or name.',
    help: 'Look at the devices that there are; it may be defined and not started.',
  },
  'in-use': {
    meaning: 'Somebody has the device open; `holders` says who, as far as the caller may see.',
    help: 'Shut the guest down, or detach the device from it.',
  },
  busy: {
    meaning: 'The device or the driver is in the middle of something else.',
    help: 'Try again later.',
  },
  denied: {
    meaning: 'The caller lacks the permission.',
    help: 'Run it as root, or give the file to your user.',
  },
  'read-only': {
    meaning: 'The machine can only be read: a container, a snapshot, a recording.',
    help: 'Mount sysfs writable, or open a live machine.',
  },
  'attribute-unknown': {
    meaning: 'Devices of the type have no such attribute.',
    help: 'Look at the attributes that the type takes, and at the kernel release.',
  },
  'attribute-refused': {
    meaning: 'The driver does not take the value, or the attribute cannot be written.',
    help: 'Write what the attribute takes; nothing is left of the device.',
  },
  'definition-exists': {
    meaning: 'The device is defined already.',
    help: 'Use that definition, or remove it first.',
  },
  'definition-unknown': {
    meaning: 'No definition has this UUID or name.',
    help: 'Look at the definitions that there are.',
  },
  'not-supported': {
    meaning: 'This machine, or this way to speak to it, does not have what was asked for.',
    help: 'Leave it out, or use another parent.',
  },
  'parent-gone': {
    meaning: 'The parent is vanishing, or no working device is behind it.',
    help: 'Look at its driver and its hardware, then try again.',
  },
  timeout: {
    meaning: 'The kernel did not answer in time and goes on with it.',
    help: 'Look again later; a removal ends when whoever has the device open closes it.',
  },
  'driver-refused': {
    meaning: 'The driver refused it for reasons of its own, or answered something unexpected.',
    help: "Look at `errno`, `file` and the kernel's log.",
  },
  'connection-failed': {
    meaning: 'There is no connection to the machine.',
    help: 'Look at its address and at the service that should answer there.',
  },
}
