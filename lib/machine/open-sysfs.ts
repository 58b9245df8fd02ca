import type { Host } from './host.js'
import type { HostSnapshot, HostType } from './snapshot/host-snapshot.js'
import { scanMdevDevices, scanMdevTypes } from './mdev/mdev-backend.js'
import { createMdev } from './mdev/mdev-create.js'
import { destroyMdev } from './mdev/mdev-destroy.js'
import { mdevParents } from './mdev/mdev-parents.js'
import { scanNodes } from './scan/machine-nodes.js'
import type { PciNames } from './scan/pci-names.js'
import { compareText, Scan } from './scan/scan.js'
import { inSlices } from './scan/slices.js'
import type { Sysfs } from './port/sysfs.js'

export interface OpenSysfsOptions {
  /** Names of PCI vendors and products; without it snapshots have numbers alone. Asked once for each function. */
  pciNames?: PciNames
}

/**
 * The machine behind a `Sysfs`, whatever that is: the one implementation of `Host` for real, simulated and recorded machines.
 */
export function openSysfs(sysfs: Sysfs, options: OpenSysfsOptions = {}): Host {
  return {
    snapshot: (operation) => inSlices(scanHost(sysfs, options), operation?.signal),
    create: (request, operation) => createMdev(sysfs, request, operation),
    destroy: (id, operation) => destroyMdev(sysfs, id, operation),
    close: () => Promise.resolve(),
  }
}

/** Reads the machine; yields after each device and type. */
export function* scanHost(sysfs: Sysfs, options: OpenSysfsOptions = {}): Generator<void, HostSnapshot> {
  const scan = new Scan(sysfs)
  const parents = mdevParents(scan)
  const nodes = yield* scanNodes(scan, parents, options.pciNames)
  const nameAt = new Map(nodes.map((node) => [node.path.slice(1), node.name]))
  const types: HostType[] = []
  for (const parent of parents) {
    types.push(...(yield* scanMdevTypes(scan, parent, nameAt.get(parent.path) ?? parent.id)))
  }
  const devices = yield* scanMdevDevices(scan, nodes, types)
  devices.sort((a, b) => compareText(a.parent, b.parent) || compareText(a.id, b.id))
  return { version: 1, nodes, types, devices, problems: scan.problems }
}
