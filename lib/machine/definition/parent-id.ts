import { findParent } from '../backend/find-parent.js'
import type { NamedParent } from '../backend/backend.js'
import { HostError } from '../host-error.js'
import { formatCcwAddress, parseCcwAddress } from '../../libvirt/ccw-address.js'
import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import type { Scan } from '../scan/scan.js'

/** The kernel's name of a parent, and the parent where it is registered now. */
export interface ParentOfDefinition {
  readonly id: string
  readonly parent?: NamedParent
}

/**
 * The kernel's name of a parent that may be absent now: by which directory its definitions are kept. libvirt's names of PCI
 * functions, subchannels and the crypto matrix say it themselves; any other text is taken for the kernel's name.
 */
export function parentOfDefinition(scan: Scan, wanted: string): ParentOfDefinition {
  try {
    const parent = findParent(scan, wanted)
    return { id: parent.id, parent }
  } catch (error) {
    if (!(error instanceof HostError && error.code === 'parent-unknown')) throw error
  }
  const pci = parsePciAddress(wanted.replace(/^pci_/, ''))
  if (pci !== undefined) return { id: formatPciAddress(pci) }
  const ccw = parseCcwAddress(wanted.replace(/^css_/, ''))
  if (ccw !== undefined) return { id: formatCcwAddress(ccw) }
  return { id: wanted === 'ap_matrix' ? 'matrix' : wanted }
}
