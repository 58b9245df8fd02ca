import type { MdevAttribute } from '../../libvirt/mdev.js'
import { HostError } from '../host-error.js'
import { attributeFaults } from './attribute-faults.js'
import type { AttributedType } from './attribute-schemas-for.js'

/**
 * Refuses, before anything is made, attributes that the driver of a type is known to refuse.
 * @throws HostError `attribute-unknown`, `attribute-refused`
 */
export function checkTypeAttributes(type: AttributedType, attributes: readonly MdevAttribute[]): void {
  for (const { code, message, help } of attributeFaults(type, attributes)) {
    if (code !== undefined) throw new HostError(code, message, help === undefined ? {} : { help })
  }
}
