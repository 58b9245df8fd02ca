import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import { parseUuid } from '../../libvirt/uuid.js'
import { visible } from '../../xml/visible.js'

/** So many types or devices are named in one sentence. */
const MOST_NAMED = 10

/** A name as places are known by: UUIDs and addresses in the kernel's spelling, libvirt's names as they are. */
export function canonicalName(name: string): string {
  const address = parsePciAddress(name)
  if (address !== undefined && !name.startsWith('pci_')) return formatPciAddress(address)
  return (parseUuid(name) ?? name).toLowerCase()
}

/** The names for a sentence, each once; of many the first ones and how many more. */
export function listedNames(names: readonly string[]): string {
  const distinct = [...new Set(names)]
  const shown = distinct.slice(0, MOST_NAMED).map((name) => visible(name))
  return `${shown.join(', ')}${distinct.length > MOST_NAMED ? `, and ${distinct.length - MOST_NAMED} more` : ''}`
}
