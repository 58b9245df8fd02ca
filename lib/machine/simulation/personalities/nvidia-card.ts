import type { PciAddress } from '../../../libvirt/pci-address.js'
import type { SimulatedPciFunction } from '../simulated-pci.js'

/** A graphics card behind a root port of its own. */
export interface NvidiaCard {
  /** The root port. */
  port: PciAddress
  portGroup: number
  /** The number that the root port has in its PCI Express capability. */
  portNumber: number
  /** The card's bus; the card is its first function. */
  bus: number
  device: number
  subsystemDevice: number
  group: number
  numaNode: number
  /** As `SimulatedPciLink.speed`. */
  speed: number
  width: number
  /** On a card with SR-IOV: how many virtual functions are on, and their first group; the groups follow each other. */
  virtFunctions?: { count: number; firstGroup: number }
}

/** Vendor drivers put the first virtual function behind the places that the physical one could have. */
const OFFSET = 4

/** The root port, the card and its virtual functions, in this order. */
export function nvidiaCard(card: NvidiaCard): SimulatedPciFunction[] {
  const { port, bus, numaNode, speed, width, virtFunctions } = card
  const address: PciAddress = { domain: port.domain, bus, slot: 0, function: 0 }
  const common = {
    ...{ bridge: port, class: 0x030200, vendor: 0x10de, device: card.device, subsystemVendor: 0x10de },
    ...{ revision: 0xa1, driver: 'nvidia', numaNode },
  }
  return [
    {
      ...{
        address: port,
        class: 0x060400,
        vendor: 0x8086,
        device: 0x6f08,
        revision: 0x01,
        driver: 'pcieport',
        numaNode,
      },
      ...{ iommuGroup: card.portGroup, secondaryBus: bus, link: { port: card.portNumber, speed, width } },
    },
    {
      ...{ ...common, address, subsystemDevice: card.subsystemDevice, iommuGroup: card.group },
      link: { port: 0, speed, width },
      ...(virtFunctions && { totalVirtFunctions: virtFunctions.count }),
    },
    ...virtFunctionAddresses(card).map((virtual, index) => ({
      ...{ ...common, address: virtual, physFunction: address },
      iommuGroup: (virtFunctions?.firstGroup ?? 0) + index,
      link: { port: 0, speed, width, currentSpeed: 0, currentWidth: 0 },
    })),
  ]
}

/** The addresses of a card's virtual functions, in their order. */
export function virtFunctionAddresses({ port, bus, virtFunctions }: NvidiaCard): PciAddress[] {
  return Array.from({ length: virtFunctions?.count ?? 0 }, (_, index) => {
    const routing = OFFSET + index
    return { domain: port.domain, bus, slot: routing >> 3, function: routing & 7 }
  })
}
