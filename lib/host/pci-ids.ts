import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { PciNames } from '../machine/scan/pci-names.js'
import { pciNamesFrom } from '../machine/scan/pci-names.js'
import type { NodeSysfs } from './node-sysfs.js'

/** Where libvirt's library looks (libpciaccess), then where Fedora has it. */
const FILES = ['usr/share/misc/pci.ids.gz', 'usr/share/misc/pci.ids', 'usr/share/hwdata/pci.ids']

/** Larger than the database will be for long; what unpacks to more is none. */
const LONGEST = 1 << 26

/**
 * Names of PCI vendors and products, read when the first is asked for: from the database below a machine's root, else from this
 * machine's own, which says the same of the same numbers. Without a database there are no names.
 */
export function pciNamesBelow(sysfs: NodeSysfs): PciNames {
  let names: PciNames | undefined
  return (vendor, product) => {
    names ??= load(sysfs)
    return names(vendor, product)
  }
}

function load(sysfs: NodeSysfs): PciNames {
  const places = [...FILES.map((file) => () => sysfs.locate(file)), ...FILES.map((file) => () => `/${file}`)]
  for (const place of places) {
    try {
      const file = place()
      const bytes = readFileSync(file)
      const text = file.endsWith('.gz') ? gunzipSync(bytes, { maxOutputLength: LONGEST }) : bytes
      return pciNamesFrom(text.toString('utf8'))
    } catch {
      // absent or damaged: the next one, or no names, which is no fault of the machine
    }
  }
  return () => ({})
}
