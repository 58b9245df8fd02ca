import type { HostDevice, UnfinishedWork } from '../../machine/snapshot/host-snapshot.js'
import type { Card, FleetHost } from './cards.js'
import { withoutDevices } from './cards.js'
import { slotUuid } from './device-uuid.js'
import type { DeviceGroup } from './loads.js'
import type { KeptDevice, ObstacleDevice } from './plan-result.js'
import type { Wish } from './read-wishes.js'
import { namedUuids, readWishes } from './read-wishes.js'
import type { Wanted } from './wanted.js'
import type { Choice, WishKind, WishPlace } from './wish-places.js'
import { WishPlaces } from './wish-places.js'

/** A device that is there. */
export interface ThereDevice {
  /** Where its machine stands in the fleet. */
  host: number
  device: HostDevice
}

/** One wanted device that is not there yet. */
export interface MissingDevice {
  wish: number
  /** Lower case, where it is known beforehand. */
  uuid?: string
  /** The definition that it is started from. */
  definition?: ThereDevice
  /** What it finds on each card, and why nothing. */
  places: readonly WishPlace[]
}

/** Devices that are missing and alike. */
export interface MissingGroup extends DeviceGroup {
  items: MissingDevice[]
}

/** Something that has the UUID of a wanted device and is not that device. */
export interface Obstacle extends ThereDevice {
  wish: number
}

/** What is there and what is missing, before anything is placed. */
export interface Situation {
  hosts: readonly FleetHost[]
  cards: readonly Card[]
  groups: MissingGroup[]
  kept: KeptDevice[]
  /** The devices that are kept, in the order of `kept`. */
  keptDevices: ThereDevice[]
  /** What a process left behind that ended while it made what is wanted. */
  unfinished: { host: number; work: UnfinishedWork }[]
  obstacles: Obstacle[]
  /** The UUIDs that wishes name or number: lower case, none of them free for another device. */
  named: ReadonlySet<string>
  placement: 'packed' | 'spread'
}

/** What is thought away. */
export interface ThoughtAway {
  devices?: readonly ObstacleDevice[]
  definitions?: readonly ThereDevice[]
}

/** So many devices at most are meant by `all`. */
const ALL = 65_536

/**
 * Finds out what is there of what is wanted.
 * @throws TypeError where a wish is not as it has to be
 */
export function situationOf(
  hosts: readonly FleetHost[],
  allCards: readonly Card[],
  wanted: Wanted,
  away: ThoughtAway = {},
): Situation {
  const wishes = readWishes(wanted)
  const unfinished = unfinishedOf(hosts, wishes)
  const gone = goneOf(hosts, unfinished, away)
  const cards = allCards.map((card) => {
    const ids = gone.get(card.host)
    return ids !== undefined && card.devices.some(({ id }) => ids.has(id)) ? withoutDevices(card, ids) : card
  })
  const there = hosts.map(({ snapshot }, host) =>
    snapshot.devices.filter((device) => {
      if (device.active) return gone.get(host)?.has(device.id) !== true
      return away.definitions?.some((other) => other.host === host && other.device === device) !== true
    }),
  )
  return new Settling(hosts, cards, there, wishes).settle(unfinished, wanted.placement ?? 'packed')
}

/** What was being made of what is wanted when a process ended. */
function unfinishedOf(hosts: readonly FleetHost[], wishes: readonly Wish[]): Situation['unfinished'] {
  const uuids = new Set(wishes.flatMap((wish) => wish.uuids ?? []))
  const groups = new Set(wishes.flatMap((wish) => wish.group ?? []))
  return hosts.flatMap(({ snapshot }, host) =>
    (snapshot.unfinished ?? [])
      .filter(
        ({ group, devices }) =>
          (group !== undefined && groups.has(group.toLowerCase())) ||
          devices.some(({ id }) => uuids.has(id.toLowerCase())),
      )
      .map((work) => ({ host, work })),
  )
}

/** The ids of the active devices that are not to be reckoned with, by the places of their machines. */
function goneOf(
  hosts: readonly FleetHost[],
  unfinished: Situation['unfinished'],
  away: ThoughtAway,
): Map<number, ReadonlySet<string>> {
  const gone = new Map<number, Set<string>>()
  const add = (host: number, id: string) => {
    const ids = gone.get(host) ?? new Set()
    gone.set(host, ids.add(id))
  }
  for (const { host, work } of unfinished) for (const { id } of work.devices) add(host, id)
  for (const { host: name, id } of away.devices ?? []) {
    add(
      hosts.findIndex((host) => host.name === name),
      id,
    )
  }
  return gone
}

/** Finds which wanted devices are there. */
class Settling {
  readonly #places: WishPlaces
  readonly #known = new Map<string, WishPlace[]>()
  readonly #groups = new Map<string, MissingGroup>()
  /** The groups of kinds, and the places of these. */
  readonly #ofKinds = new Map<string, { group: MissingGroup; places: readonly WishPlace[] }>()
  readonly #typeNumbers = new Map<string, number>()
  readonly #choiceKeys = new Map<Choice, string>()
  readonly #kept: { wish: number; there: ThereDevice }[] = []
  readonly #taken = new Set<HostDevice>()
  readonly #obstacles: Obstacle[] = []
  readonly #named: ReadonlySet<string>
  readonly #cardOf: ReadonlyMap<string, number>[]
  readonly #byUuid: ReadonlyMap<string, HostDevice[]>[]

  constructor(
    readonly hosts: readonly FleetHost[],
    readonly cards: readonly Card[],
    readonly there: readonly (readonly HostDevice[])[],
    readonly wishes: readonly Wish[],
  ) {
    this.#places = new WishPlaces(cards, hosts)
    this.#named = namedUuids(wishes)
    this.#cardOf = hosts.map(
      (_, host) =>
        new Map(
          cards.flatMap((card, index) =>
            card.host === host ? card.parents.map(({ id }): [string, number] => [id, index]) : [],
          ),
        ),
    )
    this.#byUuid = there.map((devices) => {
      const found = new Map<string, HostDevice[]>()
      for (const device of devices) {
        if (device.uuid === undefined || device.backend === 'flat') continue
        const uuid = device.uuid.toLowerCase()
        found.set(uuid, [...(found.get(uuid) ?? []), device])
      }
      return found
    })
  }

  settle(unfinished: Situation['unfinished'], placement: Situation['placement']): Situation {
    const open = this.wishes.map((wish, index) => this.#settleNamed(wish, index))
    this.#keepGroups(open)
    open.forEach(({ items, fresh }, index) => {
      const wish = this.wishes[index]
      if (wish === undefined) return
      for (const { item, kind } of items) this.#miss(item, kind, false)
      for (let number = 0; number < fresh; number++) this.#miss({ wish: index }, wish.kind, false)
      if (wish.count === 'all') this.#miss({ wish: index }, wish.kind, true)
    })
    const kept = this.#kept.toSorted((a, b) => a.wish - b.wish)
    return {
      hosts: this.hosts,
      cards: this.cards,
      groups: [...this.#groups.values()],
      kept: kept.map(({ wish, there: { host, device } }) => ({
        ...{ wish, ...hostOf(this.hosts, host), id: device.id, parent: device.parent, type: device.type ?? '' },
      })),
      keptDevices: kept.map(({ there }) => there),
      unfinished,
      obstacles: this.#obstacles,
      named: this.#named,
      placement,
    }
  }

  /** What of a wish's named devices is missing, and how many without names are. */
  #settleNamed(
    wish: Wish,
    index: number,
  ): { items: { item: Omit<MissingDevice, 'places'>; kind: PlacedKind }[]; fresh: number } {
    const items: { item: Omit<MissingDevice, 'places'>; kind: PlacedKind }[] = []
    if (wish.count === 'all') {
      if (wish.slots) this.#keepSlots(wish, index)
      return { items, fresh: 0 }
    }
    for (const uuid of wish.uuids ?? []) {
      const found = this.#find(wish, index, uuid)
      if (found !== undefined) items.push({ item: { wish: index, uuid, ...found.item }, kind: found.kind })
    }
    return { items, fresh: wish.uuids === undefined ? wish.count : 0 }
  }

  /** The devices of slots one after the other, but for those of other wishes, up to the first that is not there. */
  #keepSlots({ kind, group = '', slot = 0 }: Wish, index: number): void {
    for (let number = slot; ; number++) {
      const uuid = slotUuid(group, number)
      if (this.#named.has(uuid)) continue
      const there = this.#byUuid.flatMap((devices, host) =>
        (devices.get(uuid) ?? []).filter(({ active }) => active).map((device) => ({ host, device })),
      )
      if (there.length === 0) return
      const fitting = there.find((each) => !this.#taken.has(each.device) && this.#isMet(kind, each))
      if (fitting !== undefined) this.#keep(index, fitting)
    }
  }

  /** `undefined` where the device is there; else how it may be had. */
  #find(
    { kind }: Wish,
    index: number,
    uuid: string,
  ): { item: Pick<MissingDevice, 'definition'>; kind: PlacedKind } | undefined {
    const there = this.#byUuid.flatMap((devices, host) =>
      kind.host !== undefined && this.hosts[host]?.name !== kind.host
        ? []
        : (devices.get(uuid) ?? []).map((device): ThereDevice => ({ host, device })),
    )
    const active = there.filter(({ device }) => device.active)
    const kept = active.find((each) => this.#isMet(kind, each))
    if (kept !== undefined) {
      this.#keep(index, kept)
      return undefined
    }
    const notHosts = new Set<number>()
    for (const each of active) {
      notHosts.add(each.host)
      this.#obstacles.push({ ...each, wish: index })
    }
    const definitions = there.filter(({ host, device }) => !device.active && !notHosts.has(host))
    // one UUID may be defined on several parents
    const own = definitions.find((each) => this.#isMet(kind, each))
    if (own !== undefined) {
      const { host, device } = own
      return {
        item: { definition: own },
        kind: { ...kind, only: { host, parent: device.parent, type: device.type ?? '' } },
      }
    }
    for (const each of definitions) {
      notHosts.add(each.host)
      this.#obstacles.push({ ...each, wish: index })
    }
    return { item: {}, kind: notHosts.size === 0 ? kind : { ...kind, notHosts: [...notHosts] } }
  }

  /** Gives the devices of groups that have no names to the wishes that they fit: as many as possible. */
  #keepGroups(open: { items: { item: Omit<MissingDevice, 'places'>; kind: PlacedKind }[]; fresh: number }[]): void {
    const devices = this.there.flatMap((list, host) =>
      list.filter((device) => device.active && device.group !== undefined).map((device) => ({ host, device })),
    )
    if (devices.length === 0) return
    const given = new Map<number, ThereDevice[]>()
    const fittingOf = (each: ThereDevice): number[] =>
      this.wishes.flatMap((wish, index) => {
        if (wish.group !== each.device.group?.toLowerCase() || wish.group === undefined || wish.count === 'all')
          return []
        const unnamed = each.device.uuid === undefined || each.device.backend === 'flat'
        if (wish.uuids !== undefined && !(wish.slots && unnamed)) return []
        return this.#isMet(wish.kind, each) ? [index] : []
      })
    const roomOf = (wish: number) =>
      (open[wish]?.fresh ?? 0) + (this.wishes[wish]?.slots === true ? (open[wish]?.items.length ?? 0) : 0)
    const give = (each: ThereDevice, seen: Set<number>): boolean => {
      for (const wish of fittingOf(each)) {
        if (seen.has(wish)) continue
        seen.add(wish)
        const has = given.get(wish) ?? []
        given.set(wish, has)
        if (has.length < roomOf(wish)) {
          has.push(each)
          return true
        }
        for (const [at, other] of has.entries()) {
          if (!give(other, seen)) continue
          has[at] = each
          return true
        }
      }
      return false
    }
    for (const each of devices) if (!this.#taken.has(each.device)) give(each, new Set())
    for (const [wish, list] of given) {
      const own = open[wish]
      for (const each of list) {
        this.#keep(wish, each)
        if (own === undefined) continue
        if (own.fresh > 0) own.fresh--
        else own.items.pop()
      }
    }
  }

  #keep(wish: number, there: ThereDevice): void {
    this.#kept.push({ wish, there })
    this.#taken.add(there.device)
  }

  /** Whether a device, active or only defined, is one that a wish means. */
  #isMet(kind: WishKind, { host, device }: ThereDevice): boolean {
    const index = this.#cardOf[host]?.get(device.parent)
    if (index === undefined || (device.aggregation ?? 1) !== (kind.aggregate ?? 1)) return false
    const parent = this.cards[index]?.parents.findIndex(({ id }) => id === device.parent) ?? -1
    const choices = this.#placesOf(kind)[index]?.choices ?? []
    return choices.some(({ type, parents }) => type.id === device.type && parents.includes(parent))
  }

  #placesOf(kind: WishKind): WishPlace[] {
    const key = JSON.stringify(kind)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const places = this.#places.of(kind)
    this.#known.set(key, places)
    return places
  }

  #miss(item: Omit<MissingDevice, 'places'>, kind: PlacedKind, fill: boolean): void {
    const key = fill ? `all ${item.wish}` : JSON.stringify(kind)
    const known = this.#ofKinds.get(key) ?? this.#groupOf(key, kind, fill)
    this.#ofKinds.set(key, known)
    const { group, places } = known
    group.items.push({ ...item, places })
    group.count = fill ? ALL : group.items.length
  }

  /** The group of a kind: with all kinds that find the same, however they say it, so that there are few. */
  #groupOf(kindKey: string, kind: PlacedKind, fill: boolean): { group: MissingGroup; places: readonly WishPlace[] } {
    const { only, notHosts, ...plain } = kind
    const places = this.#placesOf(plain).map((place, index) => this.#narrowed(place, index, { only, notHosts }))
    const choices = places.map((place) => place.choices)
    const { aggregate = 1 } = kind
    const key = fill ? kindKey : `${aggregate} ${this.#foundKey(choices)}`
    const group = this.#groups.get(key) ?? { count: 0, fill, aggregate, choices, items: [] }
    this.#groups.set(key, group)
    return { group, places }
  }

  #foundKey(choices: readonly (readonly Choice[])[]): string {
    return choices.map((each) => each.map((choice) => this.#choiceKey(choice)).join()).join(';')
  }

  #choiceKey(choice: Choice): string {
    const known = this.#choiceKeys.get(choice)
    if (known !== undefined) return known
    const { type, parents } = choice
    const number = this.#typeNumbers.get(type.id) ?? this.#typeNumbers.size
    this.#typeNumbers.set(type.id, number)
    const key = `${number}:${parents.join('.')}`
    this.#choiceKeys.set(choice, key)
    return key
  }

  #narrowed(place: WishPlace, index: number, { only, notHosts }: Narrowing): WishPlace {
    const card = this.cards[index]
    if (card === undefined) return place
    if (notHosts?.includes(card.host) === true) {
      return { choices: [], refusal: 'Another device or definition of its machine has the UUID that is wanted.' }
    }
    if (only === undefined) return place
    const parent = card.host === only.host ? card.parents.findIndex(({ id }) => id === only.parent) : -1
    const choices = place.choices
      .filter(({ type, parents }) => type.id === only.type && parents.includes(parent))
      .map((choice) => ({ ...choice, parents: [parent] }))
    return choices.length > 0
      ? { choices }
      : { choices, refusal: `It is defined to be ${only.type} on ${only.parent}.` }
  }
}

/** A wish's kind with what follows from devices of the same UUID. */
type PlacedKind = WishKind & Narrowing

interface Narrowing {
  /** The one place of its definition. */
  only?: { host: number; parent: string; type: string } | undefined
  /** Machines on which something else has the UUID. */
  notHosts?: number[] | undefined
}

/** The key of a machine of a fleet. */
export function hostOf(hosts: readonly FleetHost[], host: number): { host?: string } {
  const name = hosts[host]?.name
  return name === undefined ? {} : { host: name }
}
