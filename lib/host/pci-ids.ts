import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { PciNames } from '../machine/pci-names.js'
import { pciNamesFrom } from '../machine/pci-names.js'
import type { NodeSysfs } from './node-sysfs.js'

/** Where libvirt's library looks (libpciaccess), then where Fedora has it. */
const FILES = ['usr/share/misc/pci.ids.gz', 'usr/share/misc/pci.ids', 'usr/share/hwdata/pci.ids']

/**
 * Names of PCI vendors and products from the database below a machine's root, read when the first is asked for. Without a
 * database there are no names.
 */
export function pciNamesBelow(sysfs: NodeSysfs): PciNames {
  let names: PciNames | undefined
  return (vendor, product) => {
    names ??= load(sysfs)
    return names(vendor, product)
  }
}

function load(sysfs: NodeSysfs): PciNames {
  for (const file of FILES) {
    try {
      const bytes = readFileSync(sysfs.locate(file))
      return pciNamesFrom((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'))
    } catch {
      // absent or damaged: the next one, or no names, which is no fault of the machine
    }
  }
  return () => ({})
}
