import { isMdevId } from '../backend/mdev-id.js'
import { HostError } from '../host-error.js'
import type { Machine } from '../ledger/machine.js'
import { Scan, shown } from '../scan/scan.js'
import { parentOfDefinition } from './parent-id.js'
import type { StoredDefinition } from './stored-definitions.js'
import { storedDefinitions } from './stored-definitions.js'

/**
 * Finds the one definition that an id names: a UUID in any spelling, or libvirt's name in its new or old form. What the file
 * holds is not looked at.
 * @param parent The parent, by the kernel's name or libvirt's, where the id alone is not enough.
 * @throws HostError `definition-unknown`, `uuid-ambiguous`
 */
export function findDefinition(machine: Machine, id: string, parent?: string): StoredDefinition {
  const wanted = parent === undefined ? undefined : parentOfDefinition(new Scan(machine.sysfs), parent).id
  const found = [...storedDefinitions(machine.ledger.store, () => undefined)].filter(
    (stored) => isMdevId(id, stored.uuid, stored.parent) && (wanted === undefined || stored.parent === wanted),
  )
  const [first, second] = found
  if (first === undefined) {
    const where = wanted === undefined ? '' : ` on ${shown(wanted)}`
    throw new HostError('definition-unknown', `No device ${shown(id)} is defined${where}.`, {
      file: 'etc/mdevctl.d',
      help: "Name it by its UUID, or by libvirt's name (mdev_<uuid>_<parent>).",
    })
  }
  if (second === undefined) return first
  const places = found.map((stored) => shown(stored.parent)).join(', ')
  throw new HostError('uuid-ambiguous', `${shown(id)} is defined on more than one parent: ${places}.`, {
    help: "Name the parent as well, or use libvirt's name, which has both.",
  })
}
