import type { HostDevice, HostNode, HostSnapshot, HostType } from '../snapshot/host-snapshot.js'

/** What there is on a host, by its kind. */
export interface HostThings {
  device: HostDevice
  type: HostType
  node: HostNode
}

/** Something on a host that came, went or became different. */
export type HostEvent = { [K in keyof HostThings]: HostEventOf<K> }[keyof HostThings]

/** An event of one kind of things. */
export type HostEventOf<K extends keyof HostThings> =
  | { event: 'added'; kind: K; now: HostThings[K] }
  | { event: 'removed'; kind: K; before: HostThings[K] }
  | { event: 'changed'; kind: K; before: HostThings[K]; now: HostThings[K] }

/** What happened between two snapshots of a machine: first what went, then what changed, then what came. */
export function hostEvents(before: HostSnapshot, now: HostSnapshot): HostEvent[] {
  const events: HostEvent[] = [
    ...eventsOf('node', before.nodes, now.nodes, (node) => node.path),
    ...eventsOf('type', before.types, now.types, (type) => `${type.parent}\n${type.id}`),
    ...eventsOf('device', before.devices, now.devices, (device) => `${device.backend}\n${device.parent}\n${device.id}`),
  ]
  const order = { removed: 0, changed: 1, added: 2 }
  return events.sort((a, b) => order[a.event] - order[b.event])
}

function eventsOf<K extends keyof HostThings>(
  kind: K,
  before: readonly HostThings[K][],
  now: readonly HostThings[K][],
  keyOf: (thing: HostThings[K]) => string,
): HostEventOf<K>[] {
  const events: HostEventOf<K>[] = []
  const left = new Map(before.map((thing) => [keyOf(thing), thing]))
  for (const thing of now) {
    const key = keyOf(thing)
    const earlier = left.get(key)
    left.delete(key)
    if (earlier === undefined) events.push({ event: 'added', kind, now: thing })
    else if (JSON.stringify(earlier) !== JSON.stringify(thing)) {
      events.push({ event: 'changed', kind, before: earlier, now: thing })
    }
  }
  for (const thing of left.values()) events.push({ event: 'removed', kind, before: thing })
  return events
}
