import type { Domain } from '../../libvirt/domain.js'
import { formatPciAddress, type PciAddress } from '../../libvirt/pci-address.js'
import type { Draft } from '../../shape/draft.js'
import { numberIn } from './number-in.js'
import { onceFor } from './once-for.js'
import { placedDevices } from './placed-devices.js'
import type { DomainFacts } from '../rule.js'

/** A device at a PCI address of the guest that the domain gives. */
export interface PciPlace {
  /** Its index among `devices`. */
  readonly index: number
  readonly address: PciAddress
  /** Whether it is a device of the host. */
  readonly isPassed: boolean
}

/** The PCI addresses that a domain gives its devices; those of zeros stand for none, and those of crypto devices are erased. */
export function pciPlaces({ domain }: DomainFacts): readonly PciPlace[] {
  return placesOf(domain)
}

const placesOf = onceFor((domain: Draft<Domain>): readonly PciPlace[] =>
  placedDevices(domain, 'pci').flatMap(({ index, address, isPassed }) => {
    const on = numberIn(address.domain ?? '0', 0)
    const bus = numberIn(address.bus ?? '0', 0)
    const slot = numberIn(address.slot ?? '0', 0)
    const fn = numberIn(address.function ?? '0', 0)
    if (on === undefined || bus === undefined || slot === undefined || fn === undefined) return []
    return on + bus + slot === 0 ? [] : [{ index, address: { domain: on, bus, slot, function: fn }, isPassed }]
  }),
)

/** The addresses of the devices that the machine has by itself. */
export function integratedDevices({ domain, machine }: DomainFacts): string[] {
  const at = (slot: number, fn: number): string => formatPciAddress({ domain: 0, bus: 0, slot, function: fn })
  if (machine.chipset === 'q35') {
    return [at(0x1f, 0), at(0x1f, 3), ...(isSpelledOut(domain, 'sata', undefined) ? [] : [at(0x1f, 2)])]
  }
  if (machine.chipset !== 'pc') return []
  const usb = (domain.controllers ?? []).filter(({ type }) => type === 'usb')
  const hasUsb =
    usb.length === 0 || usb.some(({ index = 0, model = 'piix3-uhci' }) => index === 0 && model === 'piix3-uhci')
  return [
    at(1, 0),
    at(1, 3),
    ...(hasUsb && !isSpelledOut(domain, 'usb', 'piix3-uhci') ? [at(1, 2)] : []),
    ...(hasIde(domain) && !isSpelledOut(domain, 'ide', undefined) ? [at(1, 1)] : []),
  ]
}

function hasIde({ controllers = [], disks = [] }: Draft<Domain>): boolean {
  return controllers.some(({ type }) => type === 'ide') || disks.some(({ bus }) => bus === 'ide')
}

/** Whether the domain gives the first controller of a type its address itself, which then is among those of the devices. */
function isSpelledOut({ controllers = [] }: Draft<Domain>, type: string, model: string | undefined): boolean {
  return controllers.some(
    (each) =>
      each.type === type &&
      (each.index ?? 0) === 0 &&
      (model === undefined || each.model === undefined || each.model === model) &&
      each.addressType === 'pci',
  )
}

interface Bus {
  readonly first: number
  readonly last: number
}

/** What slots a controller has for devices, by its model; those that take none have none. */
const BUSES: Readonly<Record<string, Bus>> = {
  'pci-root': { first: 1, last: 31 },
  'pci-bridge': { first: 1, last: 31 },
  'pci-expander-bus': { first: 0, last: 31 },
  'pcie-root': { first: 1, last: 31 },
  'dmi-to-pci-bridge': { first: 0, last: 31 },
  'pcie-to-pci-bridge': { first: 1, last: 31 },
  'pcie-root-port': { first: 0, last: 0 },
  'pcie-switch-downstream-port': { first: 0, last: 0 },
  'pcie-switch-upstream-port': { first: 1, last: 0 },
  'pcie-expander-bus': { first: 1, last: 0 },
}

/** More root ports than this may find no place. */
const PLENTY = 200

/**
 * What is wrong with a device's PCI address in the guest, or why that is not known.
 * @param kind Whether the device is one of PCI Express, as all host devices are taken to be: libvirt adds buses that fit.
 */
export function faultOfPlace(
  { domain: on, bus, slot, function: fn }: PciAddress,
  { domain, machine }: DomainFacts,
  kind: 'express' | 'conventional' = 'express',
): { readonly message: string } | { readonly why: string } | undefined {
  const { chipset } = machine
  if (chipset === 'unknown') return { why: "Which PCI buses the guest's machine has is not known." }
  const place = formatPciAddress({ domain: on, bus, slot, function: fn })
  if (on !== 0) return { message: `The guest has the PCI domain 0 alone, and nothing at ${place}.` }
  const own = (domain.controllers ?? []).find(({ type, index }) => type === 'pci' && index === bus)
  const added = chipset !== 'q35' ? 'pci-bridge' : kind === 'express' ? 'pcie-root-port' : 'pcie-to-pci-bridge'
  const root = chipset === 'q35' ? 'pcie-root' : 'pci-root'
  if (own === undefined && chipset === 'q35' && bus > PLENTY) {
    return { why: `Whether the guest has room for ${bus} PCI buses is not known.` }
  }
  const model = own?.model ?? (bus === 0 ? root : added)
  const slots = BUSES[model]
  if (slots === undefined) return { why: `What a PCI controller of model ${model} takes is not known.` }
  if (slots.last < slots.first) return { message: `The PCI bus ${bus}, which is a ${model}, takes no devices.` }
  if (slot >= slots.first && slot <= slots.last) return undefined
  return {
    message: `The PCI bus ${bus}, which is a ${model}, has ${slots.last === 0 ? 'the slot 0 alone' : `slots from ${slots.first} to ${slots.last}`}, and nothing at ${place}.`,
  }
}
