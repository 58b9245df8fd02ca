import type { HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import type { FleetHost } from './cards.js'

/** The machines of a fleet by their names. */
export type Fleet = Readonly<Record<string, HostSnapshot>>

/** One machine, or several with their names in the order given. */
export function fleetOf(snapshots: HostSnapshot | Fleet): FleetHost[] {
  if (isSnapshot(snapshots)) return [{ snapshot: snapshots }]
  return Object.entries(snapshots).map(([name, snapshot]) => ({ name, snapshot }))
}

function isSnapshot(snapshots: HostSnapshot | Fleet): snapshots is HostSnapshot {
  return Array.isArray(snapshots['nodes']) && Array.isArray(snapshots['types'])
}
