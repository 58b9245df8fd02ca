import { either } from '../shape/codecs.js'
import { at, optional, shape, type Shape } from '../shape/shape.js'
import { lastFirst } from './gathered.js'
import { pciBus, pciDomain, pciFunction, pciSlot, type PciAddress } from './pci-address.js'
import { zpci, type ZpciAddress } from './zpci-address.js'

/** A function of the host as the source of a device. */
export interface PciSource extends PciAddress {
  /** libvirt reads it, and it means nothing here. */
  multifunction?: boolean
  /** libvirt reads it, and it means nothing here. */
  zpci?: ZpciAddress
}

/** What declares an address in the source of a device, where the schema, too, takes a missing part for zero. */
export const pciSourceParts = {
  domain: at('@domain', pciDomain, { implied: 0 }),
  bus: at('@bus', pciBus, { implied: 0 }),
  slot: at('@slot', pciSlot, { implied: 0 }),
  function: at('@function', pciFunction, { implied: 0 }),
  multifunction: optional(at('@multifunction', either('on', 'off'), { unwritten: true })),
  zpci: optional(at('zpci', zpci, { beyondSchema: 'element', unwritten: true })),
}

/** Of several `<zpci>` the last one counts. */
export const zpciGathered = lastFirst('zpci')

/** The declaration of a PCI host device's source address. */
export const pciSource: Shape<PciSource> = shape<PciSource>(
  { title: 'PCI source', gathered: zpciGathered },
  pciSourceParts,
)
