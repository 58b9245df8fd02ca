import { mdevName } from '../../libvirt/names.js'
import { parseUuid } from '../../libvirt/uuid.js'

/**
 * Whether an id means the device with this UUID on this parent: by the UUID in any spelling that libvirt reads, or by libvirt's
 * name in its new or old form, in any letter case.
 */
export function isMdevId(id: string, uuid: string, parent: string): boolean {
  const wanted = parseUuid(id)
  if (wanted !== undefined) return wanted === uuid.toLowerCase()
  const name = id.toLowerCase()
  return name === mdevName(uuid).toLowerCase() || name === mdevName(uuid, parent).toLowerCase()
}
