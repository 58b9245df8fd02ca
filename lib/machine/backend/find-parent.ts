import { formatCcwAddress, parseCcwAddress } from '../../libvirt/ccw-address.js'
import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import { HostError } from '../host-error.js'
import type { Scan } from '../scan/scan.js'
import { parentNameOf, shown } from '../scan/scan.js'
import type { NamedParent, ParentEntry } from './backend.js'
import { backends } from './backends.js'

/**
 * Finds a parent of any back end by the kernel's name, by libvirt's, or by another spelling of its address.
 * @throws HostError `parent-unknown`
 */
export function findParent(scan: Scan, wanted: string): NamedParent {
  const pci = parsePciAddress(wanted)
  const ccw = parseCcwAddress(wanted)
  const ids = [wanted, ...(pci ? [formatPciAddress(pci)] : []), ...(ccw ? [formatCcwAddress(ccw)] : [])]
  const all: ParentEntry[] = []
  for (const backend of backends) {
    const parents = backend.parents(scan)
    for (const id of ids) {
      const found = parents.find((parent) => parent.id === id)
      if (found) return { ...found, name: parentNameOf(scan, found.id, found.path).name }
    }
    for (const parent of parents) {
      const { name } = parentNameOf(scan, parent.id, parent.path)
      if (name === wanted) return { ...parent, name }
    }
    all.push(...parents)
  }
  throw unknownParent(scan, wanted, ids, all)
}

function unknownParent(scan: Scan, wanted: string, ids: readonly string[], parents: readonly ParentEntry[]): HostError {
  const other = parents.find((parent) => parent.id.toLowerCase() === wanted.toLowerCase())
  const names = parents.map((parent) => parent.id)
  const help =
    other !== undefined
      ? `Names are case-sensitive: did you mean ${shown(other.id)}?`
      : names.length > 0
        ? `Parents on this machine: ${names
            .slice(0, 10)
            .map((name) => shown(name))
            .join(', ')}${names.length > 10 ? ', …' : ''}.`
        : 'No device of this machine is registered as a parent of mediated devices; is the vendor driver loaded?'
  const there = scan.list('sys/bus/pci/devices').find((id) => ids.includes(id))
  const message =
    there === undefined
      ? `There is no parent device ${shown(wanted)}.`
      : `The device ${shown(there)} is there, but it is not registered as a parent of mediated devices.`
  return new HostError('parent-unknown', message, { file: 'sys/class/mdev_bus', help })
}
