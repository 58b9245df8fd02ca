import type { DriveGuestAddress } from '../../libvirt/guest-address.js'
import type { Disk, Domain } from '../../libvirt/domain.js'
import type { Draft } from '../../shape/draft.js'
import type { GuestMachine } from './guest-machine.js'
import { numberIn } from './number-in.js'

/** How a message and a comparison name a place on a controller. */
export function drivePlace({ controller = 0, bus = 0, target = 0, unit = 0 }: Draft<DriveGuestAddress>): string {
  return `${controller}:${bus}:${target}:${unit}`
}

/** The places of a domain's SCSI disks: those that are given, and those that libvirt derives from their names. */
export function diskPlaces({ disks = [] }: Draft<Domain>): {
  readonly given: ReadonlySet<string>
  readonly derived: ReadonlySet<string>
} {
  const [given, derived] = [disks.filter(hasAddress), disks.filter((disk) => !hasAddress(disk))].map(placesOf)
  return { given: given ?? new Set(), derived: derived ?? new Set() }
}

function hasAddress({ address }: Draft<Disk>): boolean {
  return address?.type !== undefined
}

function placesOf(disks: readonly Draft<Disk>[]): ReadonlySet<string> {
  return new Set(
    disks.flatMap(({ bus, target, address }) => {
      const isScsi = bus === 'scsi' || (bus === undefined && target?.startsWith('sd') === true)
      if (!isScsi) return []
      if (address?.type !== undefined) {
        const [controller, onBus, at, unit] = [address.controller, address.bus, address.target, address.unit].map(
          (part) => numberIn(part ?? '0', 10) ?? 0,
        )
        return [
          drivePlace({
            ...(controller && { controller }),
            ...(onBus && { bus: onBus }),
            ...(at && { target: at }),
            ...(unit && { unit }),
          }),
        ]
      }
      const index = indexOfName(target ?? '')
      return index === undefined ? [] : [drivePlace(placeOfIndex(index))]
    }),
  )
}

/** `sda` is 0, `sdz` 25, `sdaa` 26. */
function indexOfName(name: string): number | undefined {
  const [, letters] = /^sd([a-z]{1,4})$/.exec(name) ?? []
  if (letters === undefined) return undefined
  let index = 0
  for (const letter of letters) index = index * 26 + (letter.charCodeAt(0) - 0x60)
  return index - 1
}

/** Fifteen units on a controller, without the seventh, which is the controller's own. */
function placeOfIndex(index: number): DriveGuestAddress {
  const unit = index % 15
  return { type: 'drive', controller: Math.floor(index / 15), unit: unit >= 7 ? unit + 1 : unit }
}

/** The model of a SCSI controller of the guest, its own or the one that libvirt adds; `undefined` where that is not known. */
export function scsiModel(
  { controllers = [] }: Draft<Domain>,
  index: number,
  machine: GuestMachine,
): string | undefined {
  const all = controllers.filter(({ type }) => type === 'scsi')
  // libvirt counts such a controller behind those that it adds itself.
  if (all.some((each) => each.index === undefined)) return undefined
  const own = all.find((each) => each.index === index)
  if (own?.model !== undefined && own.model !== 'auto') return own.model
  if (machine.chipset === 'unknown') return undefined
  return machine.chipset === 'ccw' ? 'virtio-scsi' : 'lsilogic'
}
