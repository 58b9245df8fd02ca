import { backendOf, backends } from './backend/backends.js'
import { defineDevice } from './definition/define-device.js'
import { markDefined } from './definition/mark-defined.js'
import { scanDefinitions } from './definition/scan-definitions.js'
import { setAutostart } from './definition/set-autostart.js'
import { startDevice } from './definition/start-device.js'
import { undefineDevice } from './definition/undefine-device.js'
import { DetailsReader } from './description/details-of-type.js'
import { HostError } from './host-error.js'
import type { Host } from './host.js'
import { Ledger } from './ledger/ledger.js'
import type { Machine } from './ledger/machine.js'
import { makeDevices, withDevices } from './ledger/make-devices.js'
import { recoverWork, unfinishedWork } from './ledger/recover.js'
import { removeDevice, removeGroup } from './ledger/remove-devices.js'
import { readHostCompatibility } from './migration/read-compatibility.js'
import type { Store } from './port/store.js'
import type { Sysfs } from './port/sysfs.js'
import { recordMachine } from './recording/record-machine.js'
import { scanNodes } from './scan/machine-nodes.js'
import { scanNumaNodes } from './scan/numa-nodes.js'
import type { PciNames } from './scan/pci-names.js'
import { compareText, Scan } from './scan/scan.js'
import { inSlices } from './scan/slices.js'
import { configurePool } from './sketch/configure-pool.js'
import type { HostDevice, HostSnapshot, HostType } from './snapshot/host-snapshot.js'
import { MemoryStore } from './tree/memory-store.js'
import { watchHost } from './watch/watch-host.js'

export interface OpenSysfsOptions {
  /** Names of PCI vendors and products; without it snapshots have numbers alone. Asked once for each function. */
  pciNames?: PciNames
  /** Where definitions and the records of what was made are kept; in memory, for as long as the host is open, where absent. */
  store?: Store
}

/**
 * The machine behind a `Sysfs`, whatever that is: the one implementation of `Host` for real, simulated and recorded machines.
 */
export function openSysfs(sysfs: Sysfs, options: OpenSysfsOptions = {}): Host {
  const store = options.store ?? new MemoryStore()
  const machine: Machine = { sysfs, ledger: new Ledger(store) }
  const closing = new AbortController()
  const snapshot = (signal?: AbortSignal) => takeSnapshot(machine, { ...options, store }, signal)
  const create: Host['createAll'] = async (requests, operation) => {
    const devices = await makeDevices(machine, requests, operation)
    markDefined(store, devices)
    return devices
  }
  return {
    snapshot: (operation) => snapshot(operation?.signal),
    async create(request, operation) {
      const [device] = await create([request], operation)
      if (device === undefined) throw new RangeError('One request made no device.')
      return device
    },
    createAll: create,
    withDevices: (requests, use, operation) => withDevices(machine, requests, use, operation),
    configurePool: (parent, counts, operation) => configurePool(sysfs, parent, counts, operation),
    async define(request, operation) {
      const { parent, uuid } = await defineDevice(machine, request, operation)
      // it is stored: aborting would hide that
      const { devices } = await snapshot()
      const device = devices.find((each) => each.defined && each.parent === parent && each.uuid?.toLowerCase() === uuid)
      if (device !== undefined) return device
      throw new HostError('definition-unknown', `The definition of ${uuid} has just been removed by somebody else.`)
    },
    undefine: (id, operation) => undefineDevice(machine, id, operation),
    start: (id, operation) => startDevice(machine, id, operation),
    setAutostart: (id, autostart, operation) => setAutostart(machine, id, autostart, operation),
    destroy: (id, operation) => removeDevice(machine, id, operation),
    destroyGroup: (group, operation) => removeGroup(machine, group, operation),
    recover: (id, operation) => recoverWork(machine, id, operation),
    compatibility: async (operation) => readHostCompatibility(sysfs, await snapshot(operation?.signal)),
    record: (recording) =>
      recordMachine(
        { sysfs, store },
        (seen, seenStore, signal) =>
          takeSnapshot({ sysfs: seen, ledger: new Ledger(seenStore) }, { ...options, store: seenStore }, signal),
        recording,
      ),
    watch: (watching) =>
      watchHost(
        { look: snapshot, closed: closing.signal, ...(sysfs.watch && { listen: sysfs.watch.bind(sysfs) }) },
        watching,
      ),
    async close() {
      closing.abort()
    },
  }
}

async function takeSnapshot(machine: Machine, options: OpenSysfsOptions, signal?: AbortSignal): Promise<HostSnapshot> {
  const snapshot = await inSlices(scanHost(machine.sysfs, options), signal)
  machine.ledger.mark(snapshot.devices)
  const unfinished = await unfinishedWork(machine)
  return unfinished.length === 0 ? snapshot : { ...snapshot, unfinished }
}

/** Reads the machine; yields after each device and type. */
function* scanHost(sysfs: Sysfs, options: OpenSysfsOptions = {}): Generator<void, HostSnapshot> {
  const scan = new Scan(sysfs)
  const parents = backends.flatMap((backend) => backend.parents(scan))
  const nodes = yield* scanNodes(scan, parents, options.pciNames)
  const nameAt = new Map(nodes.map((node) => [node.path.slice(1), node.name]))
  const types: HostType[] = []
  const details = new DetailsReader()
  for (const parent of parents) {
    const offered = yield* backendOf(parent.backend).types(scan, parent, nameAt.get(parent.path) ?? parent.id)
    details.add(offered)
    types.push(...offered)
  }
  const devices: HostDevice[] = []
  for (const backend of backends) devices.push(...(yield* backend.devices(scan, nodes, types)))
  if (options.store) devices.push(...(yield* scanDefinitions(scan, options.store, nodes, types, devices)))
  devices.sort((a, b) => compareText(a.parent, b.parent) || compareText(a.id, b.id))
  const numaNodes = scanNumaNodes(scan)
  return { version: 1, nodes, types, devices, ...(numaNodes && { numaNodes }), problems: scan.problems }
}
