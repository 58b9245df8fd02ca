import { backendOf, backends } from './backend/backends.js'
import type { Host } from './host.js'
import { Ledger } from './ledger/ledger.js'
import type { Machine } from './ledger/machine.js'
import { makeDevices } from './ledger/make-devices.js'
import { recoverWork, unfinishedWork } from './ledger/recover.js'
import { removeDevice, removeGroup } from './ledger/remove-devices.js'
import type { Store } from './port/store.js'
import type { Sysfs } from './port/sysfs.js'
import { scanNodes } from './scan/machine-nodes.js'
import { scanNumaNodes } from './scan/numa-nodes.js'
import type { PciNames } from './scan/pci-names.js'
import { compareText, Scan } from './scan/scan.js'
import { inSlices } from './scan/slices.js'
import type { HostDevice, HostSnapshot, HostType } from './snapshot/host-snapshot.js'
import { MemoryStore } from './tree/memory-store.js'

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
  const machine: Machine = { sysfs, ledger: new Ledger(options.store ?? new MemoryStore()) }
  return {
    async snapshot(operation) {
      const snapshot = await inSlices(scanHost(sysfs, options), operation?.signal)
      machine.ledger.mark(snapshot.devices)
      const unfinished = await unfinishedWork(machine)
      return unfinished.length === 0 ? snapshot : { ...snapshot, unfinished }
    },
    async create(request, operation) {
      const [device] = await makeDevices(machine, [request], operation)
      if (device === undefined) throw new RangeError('One request made no device.')
      return device
    },
    createAll: (requests, operation) => makeDevices(machine, requests, operation),
    destroy: (id, operation) => removeDevice(machine, id, operation),
    destroyGroup: (group, operation) => removeGroup(machine, group, operation),
    recover: (id, operation) => recoverWork(machine, id, operation),
    close: () => Promise.resolve(),
  }
}

/** Reads the machine; yields after each device and type. */
export function* scanHost(sysfs: Sysfs, options: OpenSysfsOptions = {}): Generator<void, HostSnapshot> {
  const scan = new Scan(sysfs)
  const parents = backends.flatMap((backend) => backend.parents(scan))
  const nodes = yield* scanNodes(scan, parents, options.pciNames)
  const nameAt = new Map(nodes.map((node) => [node.path.slice(1), node.name]))
  const types: HostType[] = []
  for (const parent of parents) {
    types.push(...(yield* backendOf(parent.backend).types(scan, parent, nameAt.get(parent.path) ?? parent.id)))
  }
  const devices: HostDevice[] = []
  for (const backend of backends) devices.push(...(yield* backend.devices(scan, nodes, types)))
  devices.sort((a, b) => compareText(a.parent, b.parent) || compareText(a.id, b.id))
  const numaNodes = scanNumaNodes(scan)
  return { version: 1, nodes, types, devices, ...(numaNodes && { numaNodes }), problems: scan.problems }
}
