import type { Domain } from '../../libvirt/domain.js'
import type { GuestAddress } from '../../libvirt/guest-address.js'
import type { Acpi, Boot, Rom, Teaming } from '../../libvirt/hostdev-parts.js'
import type { Hostdev } from '../../libvirt/hostdev.js'
import type { InterfaceHostdev } from '../../libvirt/interface-hostdev.js'
import type { Draft } from '../../shape/draft.js'

/** What host devices of every kind may have. */
interface Parts {
  readonly teaming?: Draft<Teaming>
  readonly boot?: Draft<Boot>
  readonly alias?: string
  readonly rom?: Draft<Rom>
  readonly acpi?: Draft<Acpi>
  readonly address?: Draft<GuestAddress>
}

/** A device of the host that a domain is given: a `<hostdev>`, or an `<interface type='hostdev'>`. */
export type PassedDevice =
  | { readonly list: 'hostdevs'; readonly index: number; readonly device: Draft<Hostdev> & Parts }
  | { readonly list: 'interfaces'; readonly index: number; readonly device: Draft<InterfaceHostdev> & Parts }

/** The devices of the host that a domain is given, interfaces first, which is the order that libvirt reads them in. */
export function passedDevices({ interfaces = [], hostdevs = [] }: Draft<Domain>): PassedDevice[] {
  return [
    ...interfaces.map((device, index) => ({ list: 'interfaces' as const, index, device })),
    ...hostdevs.map((device, index) => ({ list: 'hostdevs' as const, index, device })),
  ]
}

/** How a message names the kind of a device; `undefined` where that could not be read. */
export function kindOf({ list, device }: PassedDevice): string | undefined {
  if (list === 'interfaces') return device.source?.type === undefined ? undefined : `interface on ${device.source.type}`
  if (!('type' in device)) return undefined
  if (device.type !== 'mdev') return `host device of type ${device.type}`
  return device.model === undefined ? undefined : `mediated device of model ${device.model}`
}
