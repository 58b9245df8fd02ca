import type { Host } from '../machine/host.js'
import type { PciNames } from '../machine/scan/pci-names.js'
import { openSysfs } from '../machine/open-sysfs.js'
import { NodeStore } from './node-store.js'
import { NodeSysfs } from './node-sysfs.js'
import { pciNamesBelow } from './pci-ids.js'

export interface OpenHostOptions {
  /** The directory above `sys`: `/` where absent; a container's `/host`; a recorded or false tree. */
  root?: string
  /** Names of PCI vendors and products; where absent, from the database `pci.ids` below the root or else of this machine. */
  pciNames?: PciNames
}

/**
 * This machine, or the one whose files stand below `root`. Nothing is read before it is asked something. Definitions are kept
 * in `etc/mdevctl.d` and records of what was made in `run/nodedev-xml`, below the same root.
 */
export function openHost(options: OpenHostOptions = {}): Host {
  const sysfs = new NodeSysfs(options.root)
  return openSysfs(sysfs, {
    pciNames: options.pciNames ?? pciNamesBelow(sysfs),
    store: new NodeStore(options.root),
  })
}
