import type { Domain } from '../../libvirt/domain.js'
import { formatPciAddress } from '../../libvirt/pci-address.js'
import type { HostDevice, HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import type { Document } from '../../shape/document.js'
import { visible } from '../../xml/visible.js'
import type { Fleet } from './fleet.js'
import { fleetOf } from './fleet.js'
import type { Wanted, WantedDevices } from './wanted.js'

/** Of which type a device of a guest is to be: what a UUID alone does not tell. */
export type WantedType = Pick<WantedDevices, 'type' | 'name' | 'need' | 'aggregate' | 'attributes'>

export interface WantedForOptions {
  /**
   * The types of devices that are neither active nor defined, by the UUID or address of the device, by `<domain>/<slot>`, by
   * `<domain>`, or `*` for all others. A domain is named by its name or its UUID; the slot counts its devices from 0 up.
   */
  types?: Readonly<Record<string, WantedType>>
  /** Stores definitions of what is made. */
  define?: 'manual' | 'auto'
  /** The machine of a fleet on which the guests are to run. */
  host?: string
}

/** A vGPU, or another mediated device, that a guest has, and what is there of it. */
export interface WantedGuestDevice {
  /** The name of the domain, or its UUID where it has none. */
  domain: string
  /** Which one of the domain's it is, from 0 up. */
  slot: number
  /** What names it: a UUID, or the address of a virtual function that becomes the device. */
  id: string
  /** `untyped` where it is missing and nobody says of which type it is to be. */
  state: 'active' | 'defined' | 'missing' | 'untyped'
}

/** What guests want that must all run at the same time. */
export interface GuestsWanted {
  wanted: Wanted
  /** The devices of the guests, in their order. */
  devices: WantedGuestDevice[]
  /** What stands in the way before any hardware is looked at, each as one sentence: devices of two guests, devices without a type. */
  problems: string[]
}

/**
 * What has to be there so that guests can all run at the same time on one machine: their mediated devices under the UUIDs that
 * they name, and virtual functions that become vGPUs. `plan` says whether all fit, and what is to be made and started.
 * @throws TypeError where a fleet is given, and `host` names none of its machines
 */
export function wantedFor(
  domains: readonly Document<Domain>[],
  snapshots: HostSnapshot | Fleet,
  options: WantedForOptions = {},
): GuestsWanted {
  const { host } = options
  const hosts = fleetOf(snapshots)
  const found = hosts.length === 1 && host === undefined ? hosts[0] : hosts.find(({ name }) => name === host)
  if (found === undefined) {
    throw new TypeError(
      host === undefined
        ? 'Guests run on one machine: say on which one of the fleet.'
        : `There is no machine ${JSON.stringify(host)}.`,
    )
  }
  const guests = new Guests(found.snapshot, found.name === undefined ? options : { ...options, host: found.name })
  for (const [index, { draft }] of domains.entries()) guests.add(draft, index)
  return { wanted: { version: 1, devices: guests.wanted }, devices: guests.devices, problems: guests.problems }
}

class Guests {
  readonly wanted: WantedDevices[] = []
  readonly devices: WantedGuestDevice[] = []
  readonly problems: string[] = []
  readonly #snapshot: HostSnapshot
  readonly #options: WantedForOptions
  readonly #functions: ReadonlySet<string>
  readonly #seen = new Map<string, string>()

  constructor(snapshot: HostSnapshot, options: WantedForOptions) {
    this.#snapshot = snapshot
    this.#options = options
    this.#functions = new Set(snapshot.nodes.filter(({ backend }) => backend === 'nvidia-vf').map(({ id }) => id))
  }

  add({ name, uuid, hostdevs }: Document<Domain>['draft'], index: number): void {
    const domain = name ?? uuid ?? `guest ${index + 1}`
    let slot = 0
    for (const hostdev of hostdevs ?? []) {
      const id = this.#idOf(hostdev)
      if (id === undefined) continue
      const other = this.#seen.get(id)
      if (other !== undefined) {
        const whose =
          other === domain ? `twice in ${visible(domain)}` : `in ${visible(other)} and in ${visible(domain)}`
        this.problems.push(`The device ${id} is ${whose}, and can be open only once.`)
      } else {
        this.#seen.set(id, domain)
        this.#addDevice({ domain, slot, id, uuid, names: [name, uuid].filter((each) => each !== undefined) })
      }
      slot++
    }
  }

  /** The UUID of a mediated device, or the address of a function that becomes one; `undefined` of any other device. */
  #idOf(hostdev: NonNullable<Document<Domain>['draft']['hostdevs']>[number]): string | undefined {
    if (hostdev.type === 'mdev') return hostdev.uuid
    if (hostdev.type !== 'pci' || hostdev.source === undefined) return undefined
    const { domain = 0, bus = 0, slot = 0, function: number = 0 } = hostdev.source
    const address = formatPciAddress({ domain, bus, slot, function: number })
    return this.#functions.has(address) ? address : undefined
  }

  #addDevice(guest: { domain: string; slot: number; id: string; uuid: string | undefined; names: string[] }): void {
    const { domain, slot, id, uuid: group, names } = guest
    const { define, host } = this.#options
    const isFunction = this.#functions.has(id)
    const there = this.#find(id, isFunction)
    const base: WantedDevices = {
      label: `device ${slot} of ${domain}`,
      ...(isFunction ? { parents: [id] } : { uuids: [id] }),
      ...(group !== undefined && { group }),
      ...(define !== undefined && !isFunction && { define }),
      ...(host !== undefined && { host }),
    }
    if (there?.type !== undefined) {
      this.devices.push({ domain, slot, id, state: there.active ? 'active' : 'defined' })
      // a function with a type is the device, and there is nothing to tell it by
      if (isFunction) return
      const { aggregation = 1 } = there
      this.wanted.push({ ...base, type: there.type, ...(aggregation > 1 && { aggregate: aggregation }) })
      return
    }
    const type = this.#typeOf([id, ...names.map((each) => `${each}/${slot}`), ...names, '*'])
    this.devices.push({ domain, slot, id, state: type === undefined ? 'untyped' : 'missing' })
    if (type !== undefined) this.wanted.push({ ...base, ...type })
    else this.problems.push(`Of which type the device ${id} of ${visible(domain)} is to be is not said.`)
  }

  /** The active device, or else the definition. */
  #find(id: string, isFunction: boolean): HostDevice | undefined {
    const found = this.#snapshot.devices.filter((device) =>
      isFunction ? device.id === id : device.backend !== 'flat' && device.uuid?.toLowerCase() === id,
    )
    return found.find(({ active }) => active) ?? found[0]
  }

  #typeOf(keys: readonly string[]): WantedType | undefined {
    const { types = {} } = this.#options
    const key = keys.find((each) => Object.hasOwn(types, each))
    return key === undefined ? undefined : types[key]
  }
}
