import type { Path } from '../../diagnostic.js'
import type { Domain } from '../../libvirt/domain.js'
import type { PciAddress } from '../../libvirt/pci-address.js'
import type { Draft } from '../../shape/draft.js'

/** A PCI function that a domain takes from the host, by a host device or an interface. */
export interface PciSource {
  /** Where the host device or the interface stands. */
  readonly list: 'hostdevs' | 'interfaces'
  readonly index: number
  /** Where its address stands. */
  readonly path: Path
  readonly address: PciAddress
  /** Whether libvirt takes it from its driver and gives it back. */
  readonly managed: boolean
}

/** The PCI functions that a domain takes from the host: those of its host devices, then those of its interfaces. */
export function pciSources(domain: Draft<Domain>): PciSource[] {
  const { hostdevs = [], interfaces = [] } = domain
  return [
    ...hostdevs.flatMap((hostdev, index) =>
      hostdev.type === 'pci' ? sourceAt('hostdevs', index, hostdev.source, hostdev.managed) : [],
    ),
    ...interfaces.flatMap(({ source, managed }, index) =>
      source?.type === 'pci' ? sourceAt('interfaces', index, source, managed) : [],
    ),
  ]
}

function sourceAt(
  list: PciSource['list'],
  index: number,
  source: Draft<PciAddress> | undefined,
  managed: boolean | undefined,
): PciSource[] {
  if (source === undefined) return []
  const { domain, bus, slot, function: fn } = source
  if (domain === undefined || bus === undefined || slot === undefined || fn === undefined) return []
  const address = { domain, bus, slot, function: fn }
  return [{ list, index, path: [list, index, 'source'], address, managed: managed ?? false }]
}
