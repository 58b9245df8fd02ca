import { formatCcwAddress, parseCcwAddress } from '../../libvirt/ccw-address.js'
import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import { visible } from '../../xml/visible.js'
import type { HostNode, HostType } from '../../machine/snapshot/host-snapshot.js'
import type { Card, FleetHost } from './cards.js'
import type { Condition } from './need.js'
import { readNeed } from './need.js'
import { typesNamed } from './type-names.js'
import type { WantedDevices } from './wanted.js'

/** A type that a wish may be met with on one card, and the parents there, by their places in the card's list. */
export interface Choice {
  type: HostType
  parents: readonly number[]
}

/** What a wish finds on one card. */
export interface WishPlace {
  choices: Choice[]
  /** Why there are none, as one sentence; where there are some, `undefined`. */
  refusal?: string
}

/** The keys of a wish that say where. */
export const PLACE_KEYS = ['host', 'parents', 'physical', 'numaNode'] as const

/** The parts of a wish that say of which type and where. */
export type WishKind = Pick<
  WantedDevices,
  'type' | 'name' | 'need' | 'host' | 'parents' | 'physical' | 'numaNode' | 'aggregate' | 'define'
> & {
  /** Whether its UUIDs are named, which not every back end can give to its devices. */
  named: boolean
}

/** What wishes find on each card; of wishes that are alike it is found once. */
export class WishPlaces {
  readonly #cards: readonly Card[]
  readonly #hosts: readonly FleetHost[]
  readonly #all = new Map<number, readonly number[]>()
  /** Of the types of all cards, where all parents may be used: each card has objects of its own for them. */
  readonly #open = new Map<HostType, Choice>()

  constructor(cards: readonly Card[], hosts: readonly FleetHost[]) {
    this.#cards = cards
    this.#hosts = hosts
  }

  of(kind: WishKind): WishPlace[] {
    const isMeant = meaning(kind)
    const parents = kind.parents?.map(spellings)
    const physical = kind.physical?.map(spellings)
    return this.#cards.map((card) => {
      const name = this.#hosts[card.host]?.name
      if (kind.host !== undefined && name !== kind.host) return refused(`Only ${quoted(kind.host)} may be used.`)
      if (physical !== undefined && !physical.some((names) => isNamed(card.physical.id, card.node, names))) {
        return refused(`It may not be used; allowed: ${namesOf(kind.physical)}.`)
      }
      const other = backendRefusal(card, kind)
      if (other !== undefined) return refused(other)
      let allowed = this.#parentsOf(card)
      if (parents !== undefined) {
        allowed = allowed.filter((index) => isParentNamed(card, index, parents))
        if (allowed.length === 0) return refused(`None of its parents may be used; allowed: ${namesOf(kind.parents)}.`)
      }
      const { numaNode } = kind
      if (numaNode !== undefined) {
        const near = allowed.filter((index) => numaNodeOf(card, index) === numaNode)
        if (near.length === 0) return refused(otherNode(card, allowed, numaNode))
        if (near.length < allowed.length) allowed = near
      }
      return this.#choices(card, allowed, isMeant, kind)
    })
  }

  /** All parents of a card: the same list each time. */
  #parentsOf(card: Card): readonly number[] {
    const count = card.parents.length
    const known = this.#all.get(count)
    if (known !== undefined) return known
    const made = Array.from({ length: count }, (_, index) => index)
    this.#all.set(count, made)
    return made
  }

  /** What a type comes to on a card; where all parents may be used it is the same object each time. */
  #choiceOf(card: Card, allowed: readonly number[], type: HostType): Choice {
    const isAll = allowed === this.#parentsOf(card)
    const known = isAll ? this.#open.get(type) : undefined
    if (known !== undefined) return known
    const offering = allowed.filter((index) => card.parents[index]?.offers.has(type.id) === true)
    const choice = { type, parents: offering.length === allowed.length ? allowed : offering }
    if (isAll) this.#open.set(type, choice)
    return choice
  }

  #choices(card: Card, allowed: readonly number[], isMeant: Meaning, kind: WishKind): WishPlace {
    const { types, ambiguous } = isMeant(card)
    if (ambiguous !== undefined) return refused(ambiguous)
    if (types.length === 0) return refused(`It offers no ${whatOf(kind)}.`)
    const { aggregate = 1 } = kind
    const able = types.filter(({ aggregation: { maximum = Infinity } = { maximum: 1 } }) => aggregate <= maximum)
    if (able.length === 0) return refused(`It makes no devices of ${aggregate} instances of ${listed(types)}.`)
    const choices = able.flatMap((type): Choice[] => {
      const choice = this.#choiceOf(card, allowed, type)
      return choice.parents.length > 0 ? [choice] : []
    })
    return choices.length > 0 ? { choices } : refused(`None of its parents that may be used offers ${listed(able)}.`)
  }
}

/** What may be said of a wish's type in a sentence. */
export function whatOf({ type, name, need }: Pick<WantedDevices, 'type' | 'name' | 'need'>): string {
  if (type !== undefined) return `type ${quoted(type)}`
  if (name !== undefined) return `type named ${quoted(name)}`
  const words = Object.entries(need ?? {}).map(([key, value]) => `${visible(key)} ${visible(String(value))}`)
  return `type with ${words.join(' and ')}`
}

type Meaning = (card: Card) => { types: HostType[]; ambiguous?: string }

/** @throws TypeError where the wish does not say of which type it is, or more than once */
function meaning({ type, name, need }: WishKind): Meaning {
  if ([type, name, need].filter((each) => each !== undefined).length !== 1) {
    throw new TypeError('A wish has exactly one of type, name and need.')
  }
  if (type !== undefined) {
    return (card) => {
      const found = card.types.get(type)
      return { types: found === undefined ? [] : [found] }
    }
  }
  if (name !== undefined) {
    return (card) => {
      const types = typesNamed([...card.types.values()], name)
      if (types.length < 2) return { types }
      return { types, ambiguous: `${quoted(name)} may mean ${listed(types)}.` }
    }
  }
  const { conditions, problems } = readNeed(need ?? {})
  if (conditions === undefined) throw new TypeError(problems.join(' '))
  return (card) => ({ types: [...card.types.values()].filter((each) => meets(each, conditions)) })
}

function meets(type: HostType, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => condition.holds(type))
}

function backendRefusal(
  { physical: { backend } }: Card,
  { named, define, aggregate = 1 }: WishKind,
): string | undefined {
  if (define !== undefined && aggregate > 1) {
    return `A definition cannot say that its device is made of ${aggregate} instances.`
  }
  if (backend === 'nvidia-vf') {
    if (named) return 'Its virtual functions become the devices, which have no UUIDs.'
    if (define !== undefined) return 'Its devices have no UUIDs, so none can be defined.'
  }
  if (backend === 'flat') {
    if (named) return 'The UUID of its devices is that of the guest.'
    if (define !== undefined) return 'The UUID of its devices is that of the guest, so a definition names none of them.'
  }
  return undefined
}

function refused(refusal: string): WishPlace {
  return { choices: [], refusal }
}

/** A name as it is given, and the kernel's spelling of the address that it is. */
function spellings(name: string): string[] {
  const pci = parsePciAddress(name)
  const ccw = parseCcwAddress(name)
  return [name, ...(pci ? [formatPciAddress(pci)] : []), ...(ccw ? [formatCcwAddress(ccw)] : [])]
}

function isNamed(id: string, node: HostNode | undefined, names: readonly string[]): boolean {
  return names.includes(id) || (node !== undefined && names[0] === node.name)
}

function isParentNamed(card: Card, index: number, wanted: readonly (readonly string[])[]): boolean {
  const parent = card.parents[index]
  return parent !== undefined && wanted.some((names) => isNamed(parent.id, parent.node, names))
}

function numaNodeOf(card: Card, index: number): number | undefined {
  const node = card.parents[index]?.node
  const own = node?.kind === 'pci' ? node.numaNode : undefined
  return own ?? (card.node?.kind === 'pci' ? card.node.numaNode : undefined)
}

function otherNode(card: Card, allowed: readonly number[], wanted: number): string {
  const [has] = allowed.map((index) => numaNodeOf(card, index))
  return has === undefined ? 'No NUMA node is told of it.' : `It is on NUMA node ${has}, not ${wanted}.`
}

function quoted(text: string): string {
  return `"${visible(text)}"`
}

/** Names that were given, the first of many. */
function namesOf(names: readonly string[] = []): string {
  const first = names.slice(0, 3).map(quoted).join(', ')
  return names.length > 3 ? `${first}, …` : first || 'none'
}

function listed(types: readonly HostType[]): string {
  const names = types.map(({ id, name }) => visible(name === undefined ? id : `${id} (${name})`))
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(' or ')
}
