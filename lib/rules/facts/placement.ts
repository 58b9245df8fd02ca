import { formatPciAddress } from '../../libvirt/pci-address.js'
import type { HostSnapshot, HostType } from '../../machine/snapshot/host-snapshot.js'
import { offersOf } from './host-facts.js'
import { nodeNamed } from './host-pci.js'

/** A device that is to be made: of a type, on a parent where one is named. */
export interface WantedDevice {
  readonly type: string
  /** By the kernel's name or by libvirt's. */
  readonly parent?: string
}

/**
 * What became of a wanted device. `refused` by what the parents themselves say is `certain`, by what is known of the vendors'
 * rules `likely`; `unread` where a count is missing in the snapshot, `unsolved` where there are too many ways to try.
 */
export type Placed = 'placed' | 'certain' | 'likely' | 'unread' | 'unsolved'

/** One offer that a device can be made from, on the hardware that it shares with others. */
interface Seat {
  readonly parent: string
  readonly card: string
  readonly rule: 'nvidia' | 'nvidia-vf' | 'pool'
  readonly type: HostType
  readonly left: number
  readonly megabytes: number | undefined
}

interface Item {
  readonly wanted: WantedDevice
  readonly seats: readonly Seat[]
}

const NVIDIA = 0x10de
/** So many ways are tried for all devices together. */
const TRIES = 200_000
/** More devices than these are given room one after the other only. */
const MOVABLE = 2000

/**
 * Finds room for devices that are to exist at the same time, one after the other; those that were given room before may be put
 * elsewhere for that, not refused any more.
 *
 * What a parent says is an upper bound, since types share the hardware. Above that: on NVIDIA cards all devices have the same
 * framebuffer size, and with virtual functions there is one on each function and the card's framebuffer bounds them all; on any
 * other hardware the types of one parent are taken to share one pool.
 */
export class Placement {
  readonly #host: HostSnapshot
  readonly #items: Item[] = []
  #seats: Seat[] = []
  readonly #full = new Map<string, Placed>()
  readonly #memory = new Map<string, number | undefined>()
  #tries = TRIES

  constructor(host: HostSnapshot) {
    this.#host = host
  }

  add(wanted: WantedDevice): Placed {
    const key = JSON.stringify([wanted.type, wanted.parent])
    // Nothing that was given room goes away, so what was refused once stays refused.
    const full = this.#full.get(key)
    if (full !== undefined) return full
    const offers = offersOf(this.#host, wanted.type, wanted.parent)
    if (offers.some(({ availableInstances }) => availableInstances === undefined)) return 'unread'
    const item = { wanted, seats: offers.map((offer) => this.#seatOf(offer)) }
    const direct = item.seats.find((seat) => this.#fits(this.#seats, seat, 'likely'))
    if (direct !== undefined) {
      this.#items.push(item)
      this.#seats.push(direct)
      return 'placed'
    }
    if (this.#items.length > MOVABLE) return 'unsolved'
    const moved = this.#solve([...this.#items, item], 'likely')
    if (moved !== undefined) {
      this.#items.push(item)
      this.#seats = moved
      return 'placed'
    }
    const asSaid = this.#solve([...this.#items, item], 'certain')
    const refused = this.#tries <= 0 ? 'unsolved' : asSaid === undefined ? 'certain' : 'likely'
    this.#full.set(key, refused)
    return refused
  }

  #seatOf(type: HostType): Seat {
    const node = nodeNamed(this.#host, type.parent)
    const physical = node?.kind === 'pci' ? node.physFunction : undefined
    const nvidia = node?.kind === 'pci' && node.vendor.id === NVIDIA
    return {
      parent: type.parent,
      card: physical === undefined ? type.parent : formatPciAddress(physical),
      rule: !nvidia ? 'pool' : physical === undefined ? 'nvidia' : 'nvidia-vf',
      type,
      left: Math.max(0, type.availableInstances ?? 0),
      megabytes: megabytesOf(type),
    }
  }

  /** One seat for each item, by what the parents say alone or by all that is known. */
  #solve(items: readonly Item[], by: 'certain' | 'likely'): Seat[] | undefined {
    // Equal items behind one another: they are tried in one order only.
    const sorted = items.map((item, index) => ({
      item,
      index,
      key: `${item.wanted.type}\0${item.wanted.parent ?? ''}`,
    }))
    sorted.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index))
    const taken: Seat[] = []
    const place = (at: number, from: number): boolean => {
      const next = sorted[at]
      if (next === undefined) return true
      const first = at > 0 && sorted[at - 1]?.key === next.key ? from : 0
      for (let seat = first; seat < next.item.seats.length; seat++) {
        const candidate = next.item.seats[seat]
        if (candidate === undefined || this.#tries-- <= 0 || !this.#fits(taken, candidate, by)) continue
        taken.push(candidate)
        if (place(at + 1, seat)) return true
        taken.pop()
      }
      return false
    }
    if (!place(0, 0)) return undefined
    const seats: Seat[] = []
    sorted.forEach(({ index }, at) => {
      const seat = taken[at]
      if (seat !== undefined) seats[index] = seat
    })
    return seats
  }

  #fits(taken: readonly Seat[], seat: Seat, by: 'certain' | 'likely'): boolean {
    const onParent = taken.filter(({ parent }) => parent === seat.parent)
    if (onParent.filter(({ type }) => type.id === seat.type.id).length >= seat.left) return false
    if (by === 'certain') return true
    const onCard = taken.filter(({ card }) => card === seat.card)
    if (seat.rule !== 'pool' && onCard.some(({ type, megabytes }) => !isSameSize(type, megabytes, seat))) return false
    if (seat.rule !== 'nvidia-vf') return sharesPool([...onParent, seat])
    if (onParent.length > 0) return false
    const memory = this.#memoryLeft(seat.card)
    const wanted = [...onCard, seat].reduce((sum, { megabytes = 0 }) => sum + megabytes, 0)
    return memory === undefined || wanted <= memory
  }

  /** What is left of the framebuffer of a card with virtual functions, in megabytes, by what its types and devices say. */
  #memoryLeft(card: string): number | undefined {
    if (this.#memory.has(card)) return this.#memory.get(card)
    const types = this.#host.types.filter((type) => this.#seatOf(type).card === card)
    const parents = new Set(types.map(({ parent }) => parent))
    const totals = types.map((type) => (megabytesOf(type) ?? 0) * (instancesOf(type) ?? 0))
    const total = totals.length === 0 ? 0 : totals.reduce((most, each) => Math.max(most, each))
    const used = this.#host.devices
      .filter(({ active, parent }) => active && parents.has(parent))
      .map((device) => types.find(({ id, parent }) => id === device.type && parent === device.parent))
      .reduce((sum, type) => sum + (type === undefined ? 0 : (megabytesOf(type) ?? 0)), 0)
    const left = total === 0 ? undefined : total - used
    this.#memory.set(card, left)
    return left
  }
}

function isSameSize(type: HostType, megabytes: number | undefined, seat: Seat): boolean {
  return type.id === seat.type.id || (megabytes !== undefined && megabytes === seat.megabytes)
}

/**
 * Whether devices fit on one parent whose types share one pool. A parent that has room for `left` devices of a type has less
 * than `left + 1` times what one needs, so each takes more than that part of the pool.
 */
function sharesPool(seats: readonly Seat[]): boolean {
  const kinds = new Set(seats.map(({ type }) => type.id))
  if (kinds.size < 2) return true
  return seats.reduce((sum, { left }) => sum + 1 / (left + 1), 0) < 1 - Number.EPSILON * seats.length
}

function megabytesOf({ description }: HostType): number | undefined {
  return countIn(description, /\bframebuffer=(\d{1,9})M\b/)
}

function instancesOf({ description }: HostType): number | undefined {
  return countIn(description, /\bmax_instance=(\d{1,9})\b/)
}

function countIn(description: string | undefined, pattern: RegExp): number | undefined {
  const digits = description === undefined ? undefined : pattern.exec(description)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
