import { mdevName } from '../../libvirt/names.js'
import type { Store } from '../port/store.js'
import type { Scan } from '../scan/scan.js'
import { shown } from '../scan/scan.js'
import type { HostDevice, HostNode, HostType } from '../snapshot/host-snapshot.js'
import type { Definition } from './definition.js'
import type { StoredDefinition } from './stored-definitions.js'
import { readDefinition, storedDefinitions } from './stored-definitions.js'

/** libvirt's name of what hangs on no device that is known. */
const NO_PARENT = 'computer'

/**
 * Marks the active devices that are defined, and gives the defined ones that are not active. What is wrong with a definition is
 * told and hides no other. Yields after each file.
 */
export function* scanDefinitions(
  scan: Scan,
  store: Store,
  nodes: readonly HostNode[],
  types: readonly HostType[],
  devices: readonly HostDevice[],
): Generator<void, HostDevice[]> {
  const active = new Map<string, HostDevice[]>()
  for (const device of devices) {
    if (device.uuid === undefined) continue
    const key = keyOf(device.parent, device.uuid)
    active.set(key, [...(active.get(key) ?? []), device])
  }
  const nodeOf = new Map<string, HostNode>()
  for (const node of nodes) if (!nodeOf.has(node.id) || node.backend !== undefined) nodeOf.set(node.id, node)
  const deviceApis = new Map(types.map(({ parent, id, deviceApi }) => [`${parent}/${id}`, deviceApi]))
  const tell = scan.problem.bind(scan)
  const inactive: HostDevice[] = []
  for (const stored of storedDefinitions(store, tell)) {
    const definition = readDefinition(store, stored, tell)
    if (definition !== undefined) {
      const running = active.get(keyOf(stored.parent, stored.uuid))
      if (running !== undefined) for (const device of running) tellDefined(scan, device, stored, definition)
      else {
        const deviceApi = deviceApis.get(`${stored.parent}/${definition.type}`)
        inactive.push(inactiveDevice(stored, definition, nodeOf.get(stored.parent), deviceApi))
      }
    }
    yield
  }
  return inactive
}

/** What a running device is stays as it runs: its definition counts when it is started the next time. */
function tellDefined(scan: Scan, device: HostDevice, stored: StoredDefinition, definition: Definition): void {
  const { type, start, attributes } = definition
  device.defined = true
  device.autostart = start === 'auto'
  if (device.type === undefined) return
  if (device.type === type) {
    if (attributes.length > 0) device.attributes ??= attributes
    return
  }
  scan.problem(stored.file, `It defines type ${shown(type)}, but the device is active as ${shown(device.type)}.`, {
    parent: stored.parent,
    device: stored.uuid,
  })
}

function inactiveDevice(
  { parent, uuid }: StoredDefinition,
  { type, start, attributes }: Definition,
  node: HostNode | undefined,
  deviceApi: string | undefined,
): HostDevice {
  const backend = node?.backend
  return {
    id: uuid,
    uuid,
    name: mdevName(uuid, parent),
    parent,
    parentName: node?.name ?? NO_PARENT,
    backend: backend === 'flat' || backend === 'sketch' ? backend : 'mdev',
    type,
    ...(deviceApi !== undefined && { deviceApi }),
    active: false,
    defined: true,
    autostart: start === 'auto',
    ...(attributes.length > 0 && { attributes }),
  }
}

function keyOf(parent: string, uuid: string): string {
  return `${parent}/${uuid.toLowerCase()}`
}
