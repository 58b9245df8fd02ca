import { v5 } from 'uuid'
import { parseUuid } from '../../libvirt/uuid.js'

/**
 * The UUID of a guest's device that is the same each time: version 5, in the name space that the domain's UUID is, of the slot's
 * decimal number.
 * @param domain In any spelling that libvirt reads.
 * @throws TypeError where the domain has no UUID or the slot is no number from 0 up
 */
export function slotUuid(domain: string, slot: number): string {
  const uuid = parseUuid(domain)
  if (uuid === undefined) throw new TypeError(`${JSON.stringify(domain)} is no UUID.`)
  if (!Number.isSafeInteger(slot) || slot < 0) throw new TypeError(`${slot} is no number of a slot.`)
  return v5(String(slot), bytesOf(uuid))
}

/** `parse` of the package refuses versions that libvirt and the kernel accept. */
function bytesOf(uuid: string): Uint8Array {
  return Uint8Array.from(uuid.replaceAll('-', '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}
