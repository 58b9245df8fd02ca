import { nodeDeviceName } from '../../libvirt/names.js'
import { isKernelUuid, parseUuid } from '../../libvirt/uuid.js'

/** What names a device of the flat interface: the guest's UUID, and a number or a handle below it. */
export interface FlatName {
  /** As the directory spells it. */
  uuid: string
  index: string
}

/** Reads the name of a directory, `<uuid>-<index>`. `undefined` for any other name. */
export function parseFlatName(name: string): FlatName | undefined {
  const uuid = name.slice(0, 36)
  const index = name.slice(37)
  return isKernelUuid(uuid) && name[36] === '-' && index !== '' ? { uuid, index } : undefined
}

/** The name of the directory. */
export function flatName({ uuid, index }: FlatName): string {
  return `${uuid}-${index}`
}

/** What is written to the files of the parent, and `HostDevice.id`. */
export function flatId({ uuid, index }: FlatName): string {
  return `${uuid}:${index}`
}

/** A name for the device after libvirt's manner, who never knew such ones: several devices share one UUID. */
export function flatNodeName({ uuid, index }: FlatName, parent: string): string {
  return nodeDeviceName('mdev', uuid, index, parent)
}

/** What a caller may mean by a text: a device by its id or directory, or all of one UUID. */
export function parseFlatId(text: string): { uuid: string; index?: string } | undefined {
  const colon = text.indexOf(':')
  if (colon >= 0) {
    const uuid = parseUuid(text.slice(0, colon))
    const index = text.slice(colon + 1)
    return uuid !== undefined && index !== '' ? { uuid, index } : undefined
  }
  const uuid = parseUuid(text)
  if (uuid !== undefined) return { uuid }
  const name = parseFlatName(text)
  return name && { uuid: name.uuid.toLowerCase(), index: name.index }
}
