import type { OtherDevice } from '../host-error.js'
import { directoryName } from '../port/sysfs-path.js'
import type { Scan } from '../scan/scan.js'
import { mdevParents } from './mdev-parents.js'
import type { ActiveMdev } from './mdev-scan.js'
import { activeMdevs, availableOf } from './mdev-scan.js'

/** The active devices that share the hardware of a parent: its own, and those on other virtual functions of the same card. */
export function siblingsOn(scan: Scan, parentPath: string): OtherDevice[] {
  const cards = new Map<string, string>()
  const cardOf = (path: string): string => {
    const card = cards.get(path) ?? scan.target(`${path}/physfn`) ?? path
    cards.set(path, card)
    return card
  }
  return activeMdevs(scan)
    .filter(({ path }) => cardOf(directoryName(path)) === cardOf(parentPath))
    .map((active) => asOther(scan, active))
}

/** An active device as an error tells of it. */
function asOther(scan: Scan, { uuid, path, parent }: ActiveMdev): OtherDevice {
  const type = scan.targetName(`${path}/mdev_type`)
  return { id: uuid, parent, ...(type !== undefined && { type }) }
}

/** The types of which a parent can make devices now. */
export function typesWithRoom(scan: Scan, parentPath: string): string[] {
  const directory = `${parentPath}/mdev_supported_types`
  return scan.list(directory).filter((type) => (availableOf(scan, `${directory}/${type}`) ?? 0) > 0)
}

/** Who has a UUID: a device that the bus lists, or a directory of a parent that is being made or removed. */
export function holderOf(scan: Scan, uuid: string): OtherDevice | undefined {
  const active = activeMdevs(scan).find((each) => each.uuid.toLowerCase() === uuid)
  if (active !== undefined) return asOther(scan, active)
  const parent = mdevParents(scan).find(({ path }) => scan.list(path).includes(uuid))
  return parent && { id: uuid, parent: parent.id }
}
