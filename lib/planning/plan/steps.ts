import type { Card } from './cards.js'
import { mostOf } from './card-modes.js'
import type { CardChoice } from './loads.js'
import { cardChoices, pickedOf, seatedOf } from './loads.js'
import type { Placed } from './place.js'
import type { AutostartStep, ConfigurePoolStep, CreateStep, DefineStep, PlanStep, StartStep } from './plan-step.js'
import { wholePool } from '../pools/whole-pool.js'
import { slotUuid } from './device-uuid.js'
import { seatsFor } from './seats.js'
import type { MissingDevice, Situation, ThereDevice } from './situation.js'
import { hostOf } from './situation.js'
import type { Wanted } from './wanted.js'
import { parseUuid } from '../../libvirt/uuid.js'

/** The steps to what was placed: machine by machine, first what makes room, then devices, then their definitions. */
export function stepsOf(situation: Situation, placed: Placed, wanted: Wanted, newUuid: () => string): PlanStep[] {
  const { hosts, cards, unfinished } = situation
  const stepping = new Stepping(situation, wanted, newUuid)
  const made = cards.map((card, index) => stepping.ofCard(card, index, placed))
  return hosts.flatMap((_, host): PlanStep[] => {
    const own = made.filter((_steps, index) => cards[index]?.host === host)
    const devices = own.flatMap(({ steps }) => steps)
    return [
      ...unfinished
        .filter((each) => each.host === host)
        .map(({ work }): PlanStep => ({ kind: 'recover', ...hostOf(hosts, host), id: work.id })),
      ...own.flatMap(({ pool }) => pool ?? []),
      ...devices,
      ...devices.flatMap((step) => stepping.definitionOf(step)),
      ...stepping.definitionsOfKept(host),
    ]
  })
}

class Stepping {
  /** What is still to be given a place, by the places of the groups. */
  readonly #left: MissingDevice[][]
  readonly #choices: readonly (readonly CardChoice[])[]
  readonly #slots = new Map<number, number>()
  /** The indexes that are taken below the UUIDs of guests, by machine and guest. */
  readonly #indexes = new Map<string, Set<string>>()
  readonly #taken: Set<string>

  constructor(
    readonly situation: Situation,
    readonly wanted: Wanted,
    readonly newUuid: () => string,
  ) {
    this.#choices = cardChoices(situation.cards, situation.groups)
    this.#left = situation.groups.map(({ items }) => [...items])
    this.#taken = new Set([
      ...situation.named,
      ...situation.hosts.flatMap(({ snapshot }) => snapshot.devices.flatMap(({ uuid }) => uuid?.toLowerCase() ?? [])),
    ])
  }

  ofCard(
    card: Card,
    index: number,
    { loads, modes }: Placed,
  ): { steps: (CreateStep | StartStep)[]; pool?: ConfigurePoolStep } {
    const { groups, hosts } = this.situation
    const mode = modes[index]
    const picks = loads[index] ?? []
    if (mode === undefined || picks.length === 0) return { steps: [] }
    const picked = pickedOf(this.#choices[index] ?? [], picks)
      // the types that let the fewest be there have to be made first
      .sort((a, b) => mostOf(a.choice.type) - mostOf(b.choice.type) || a.choice.group - b.choice.group)
    const seats = seatsFor(card, mode, seatedOf(picked)) ?? []
    const steps = picked.flatMap(({ choice }, at) =>
      (seats[at] ?? []).map((seat) => {
        const fill = groups[choice.group]?.fill === true
        const item = fill ? this.#left[choice.group]?.[0] : this.#left[choice.group]?.shift()
        const parent = card.parents[seat]?.id
        if (item === undefined || parent === undefined) throw new RangeError('More devices are placed than are wanted.')
        return this.#stepOf(card, parent, choice, item, mode.certainty)
      }),
    )
    if (mode.pool === undefined) return { steps }
    const asked = new Map<string, number>()
    for (const { choice, count } of picked) asked.set(choice.id, (asked.get(choice.id) ?? 0) + count)
    const counts = wholePool(asked, new Map(Object.entries(mode.pool.sizes)), mode.pool.total)
    const parent = card.parents[0]?.id ?? ''
    return { steps, pool: { kind: 'configure-pool', ...hostOf(hosts, card.host), parent, counts } }
  }

  #stepOf(
    card: Card,
    parent: string,
    choice: CardChoice,
    item: MissingDevice,
    certainty: CreateStep['certainty'],
  ): CreateStep | StartStep {
    const { wish, definition } = item
    const { attributes, group: domain } = this.wanted.devices[wish] ?? {}
    const group = domain === undefined ? undefined : parseUuid(domain)
    const base = { ...hostOf(this.situation.hosts, card.host), wish, parent, type: choice.id }
    if (definition !== undefined && item.uuid !== undefined) {
      const own = definition.device.attributes
      return {
        ...{ kind: 'start', ...base, uuid: item.uuid },
        ...(own !== undefined && own.length > 0 && { attributes: own }),
        ...(group !== undefined && { group }),
        certainty,
      }
    }
    const uuid = this.#uuidOf(card, item, group)
    return {
      ...{ kind: 'create', ...base },
      ...(uuid !== undefined && { uuid }),
      ...(attributes !== undefined && attributes.length > 0 && { attributes }),
      ...(choice.aggregate > 1 && { aggregate: choice.aggregate }),
      ...(card.physical.backend === 'flat' && group !== undefined && { index: this.#nextIndex(card.host, group) }),
      ...(group !== undefined && { group }),
      certainty,
    }
  }

  #uuidOf(
    { physical: { backend } }: Card,
    { wish, uuid }: MissingDevice,
    group: string | undefined,
  ): string | undefined {
    if (backend === 'nvidia-vf' || (backend === 'flat' && group !== undefined)) return undefined
    if (uuid !== undefined) return uuid
    const wanted = this.wanted.devices[wish]
    if (wanted?.uuids !== 'slots' || group === undefined) return this.newUuid()
    // as many as fit: the next slots that nothing has
    for (let slot = this.#slots.get(wish) ?? wanted.slot ?? this.#slotBehind(wish, group); ; slot++) {
      const next = slotUuid(group, slot)
      if (this.#taken.has(next)) continue
      this.#slots.set(wish, slot + 1)
      this.#taken.add(next)
      return next
    }
  }

  /** The lowest number that no device of a guest has, but for those that are removed first. */
  #nextIndex(host: number, group: string): string {
    const key = `${host} ${group}`
    const taken = this.#indexes.get(key) ?? this.#indexesThere(host, group)
    this.#indexes.set(key, taken)
    let index = 0
    while (taken.has(String(index))) index++
    taken.add(String(index))
    return String(index)
  }

  #indexesThere(host: number, group: string): Set<string> {
    const { hosts, unfinished } = this.situation
    const works = unfinished.filter((each) => each.host === host)
    const gone = new Set(works.flatMap(({ work }) => work.devices.map(({ id }) => id)))
    return new Set(
      (hosts[host]?.snapshot.devices ?? []).flatMap(({ id, backend, uuid, index }) =>
        backend === 'flat' && uuid?.toLowerCase() === group && !gone.has(id) ? (index ?? []) : [],
      ),
    )
  }

  #slotBehind(wish: number, group: string): number {
    let next = 0
    for (const other of this.wanted.devices.slice(0, wish)) {
      if (other.uuids !== 'slots' || other.group === undefined || parseUuid(other.group) !== group) continue
      next = (other.slot ?? next) + (other.count === 'all' ? 0 : (other.count ?? 1))
    }
    return next
  }

  definitionOf(step: CreateStep | StartStep): (DefineStep | AutostartStep)[] {
    const { uuid } = step
    const { define } = this.wanted.devices[step.wish] ?? {}
    if (define === undefined || uuid === undefined) return []
    const definition =
      step.kind === 'start' ? this.#definition(step.host, uuid, step.parent)?.device.autostart : undefined
    return this.#defining({ ...step, uuid }, define === 'auto', definition, step.kind === 'start')
  }

  definitionsOfKept(host: number): (DefineStep | AutostartStep)[] {
    const { kept, keptDevices } = this.situation
    return kept.flatMap((each, index) => {
      const there = keptDevices[index]
      const { define, attributes } = this.wanted.devices[each.wish] ?? {}
      const uuid = there?.device.uuid?.toLowerCase()
      if (there === undefined || there.host !== host || define === undefined || uuid === undefined) return []
      const { id: _id, ...base } = each
      const { defined, autostart } = there.device
      return this.#defining({ ...base, uuid, ...(attributes && { attributes }) }, define === 'auto', autostart, defined)
    })
  }

  #defining(
    { host, wish, parent, type, uuid, attributes }: Omit<DefineStep, 'kind' | 'autostart'>,
    wanted: boolean,
    autostart: boolean | undefined,
    defined: boolean,
  ): (DefineStep | AutostartStep)[] {
    const base = { ...(host !== undefined && { host }), wish, parent, type, uuid }
    if (defined) return autostart === wanted ? [] : [{ kind: 'autostart', ...base, autostart: wanted }]
    const own = attributes !== undefined && attributes.length > 0 ? { attributes } : {}
    return [{ kind: 'define', ...base, ...own, autostart: wanted }]
  }

  #definition(host: string | undefined, uuid: string, parent: string): ThereDevice | undefined {
    for (const [index, { name, snapshot }] of this.situation.hosts.entries()) {
      if (name !== host) continue
      const device = snapshot.devices.find(
        (each) => each.defined && each.parent === parent && each.uuid?.toLowerCase() === uuid,
      )
      if (device !== undefined) return { host: index, device }
    }
    return undefined
  }
}
