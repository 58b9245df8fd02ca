import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import { aggregatedType } from '../../machine/capacity/aggregated-type.js'
import { capacitiesOf } from '../../machine/capacity/capacity-of.js'
import type { CapacityRule, CapacityType } from '../../machine/capacity/capacity-rules.js'
import { capacityLimit } from '../../machine/capacity/capacity-rules.js'
import { limitSentence } from '../../machine/capacity/limit-sentence.js'
import type { PhysicalCapacity } from '../../machine/capacity/physical-capacity.js'
import { stateOf, whyUnknown, type CapacityState } from '../../machine/capacity/predict-availability.js'
import { LeftPredictor } from '../../machine/capacity/predict-left.js'
import { detailsOfType } from '../../machine/description/details-of-type.js'
import { HostError } from '../../machine/host-error.js'
import { shown } from '../../machine/scan/scan.js'
import type { HostSnapshot, HostType } from '../../machine/snapshot/host-snapshot.js'
import { visible } from '../../xml/visible.js'
import { assign } from '../migration/assign.js'
import { dividePool } from './divide-pool.js'
import type { PartitionDevice, PartitionJudgement } from './partition-judgement.js'
import type { Partition, PartitionPart } from './partition.js'

/** So many devices are placed one by one. */
const MOST_DEVICES = 4096
/** So many ways to choose types for sizes are tried. */
const MOST_WAYS = 500

/** A device that is to be made. */
interface Wish {
  type: CapacityType
  count: number
}

/**
 * Judges whether a device can be divided as wished, beside the devices that are there already.
 * @param where A physical device, or one of its parents, which then has to have all: by the kernel's name or libvirt's.
 * @throws HostError `parent-unknown` where the machine has no such parent
 */
export function judgePartition(snapshot: HostSnapshot, where: string, partition: Partition): PartitionJudgement {
  const { capacity, parents } = foundIn(snapshot, where)
  const types = snapshot.types.filter(({ parent }) => parents.includes(parent))
  const found = waysOf(partition.parts, types)
  if (typeof found === 'string') return refused(capacity.id, found)
  const { ways, isAll } = found
  const count = partition.parts.reduce((sum, part) => sum + part.count, 0)
  if (count > MOST_DEVICES) {
    const reason = `The partition has ${count} devices; more than ${MOST_DEVICES} are not judged.`
    return { device: capacity.id, certainty: 'unknown', reason, devices: [] }
  }
  let best: PartitionJudgement | undefined
  for (const way of ways) {
    const judged =
      dividePool(capacity, types, partition.parts, way) ?? judgeWay(capacity, parents, partition.parts, way)
    if (best === undefined || rank(judged) > rank(best)) best = judged
    if (rank(best) === SURE) break
  }
  if (best === undefined) return refused(capacity.id, 'The partition has no parts.')
  // a way that was not looked at may be one
  return best.feasible === false && best.certainty === 'certain' && !isAll ? { ...best, certainty: 'likely' } : best
}

const SURE = 3

/** What is feasible for certain is best, then what likely is, then what is not known. */
function rank({ feasible, certainty }: PartitionJudgement): number {
  if (feasible === true) return certainty === 'certain' ? SURE : 2
  return feasible === undefined ? 1 : 0
}

function refused(device: string, reason: string): PartitionJudgement {
  return { device, feasible: false, certainty: 'certain', reason, devices: [] }
}

function foundIn(snapshot: HostSnapshot, where: string): { capacity: PhysicalCapacity; parents: readonly string[] } {
  const address = parsePciAddress(where)
  const names = new Set([where, ...(address === undefined ? [] : [formatPciAddress(address)])])
  for (const { id, name } of snapshot.nodes) if (name === where) names.add(id)
  for (const capacity of capacitiesOf(snapshot)) {
    if (names.has(capacity.id)) return { capacity, parents: capacity.parents }
    const parents = capacity.parents.filter((parent) => names.has(parent))
    if (parents.length > 0) return { capacity, parents }
  }
  throw new HostError('parent-unknown', `There is no parent ${shown(where)} that offers types.`, {
    help: 'nodedev types shows all parents.',
  })
}

/** The ways to choose a type for each part, as ids, and whether these are all of them; or why there is none. */
function waysOf(
  parts: readonly PartitionPart[],
  types: readonly HostType[],
): { ways: string[][]; isAll: boolean } | string {
  let ways: string[][] = [[]]
  let isAll = true
  for (const part of parts) {
    const candidates = candidatesOf(part, types)
    if (typeof candidates === 'string') return candidates
    // alike parts take alike types first, which is what most rules want
    const longer = candidates.flatMap((type) => ways.map((way) => [...way, type]))
    isAll &&= longer.length <= MOST_WAYS
    ways = longer.slice(0, MOST_WAYS)
  }
  return { ways: ways.sort((a, b) => new Set(a).size - new Set(b).size), isAll }
}

function candidatesOf({ type, size, aggregate = 1 }: PartitionPart, types: readonly HostType[]): string[] | string {
  const meant =
    type === undefined
      ? types.filter((each) => sizeOf(each) === size)
      : types.some(({ id }) => id === type)
        ? types.filter(({ id }) => id === type)
        : types.filter(({ name }) => name === type)
  if (meant.length === 0) {
    if (type !== undefined) return `It offers no type '${visible(type)}'.`
    const sizes = [...new Set(types.map(sizeOf))].filter((each) => each !== undefined).sort((a, b) => a - b)
    const offered = sizes.length === 0 ? 'its types tell no sizes' : `its sizes are ${sizes.join(', ')} MiB`
    return `It offers no type of ${size} MiB; ${offered}.`
  }
  const able = meant.filter(({ aggregation }) => aggregate === 1 || aggregation !== undefined)
  const [first] = meant
  if (able.length === 0) return `A device of type ${visible(first?.id ?? '')} cannot be made of several instances.`
  const fitting = able.filter(({ aggregation }) => aggregate <= (aggregation?.maximum ?? Infinity))
  const most = able[0]?.aggregation?.maximum
  if (aggregate > 1 && fitting.length === 0) {
    return `A device of type ${visible(able[0]?.id ?? '')} is made of at most ${most} instances, and not of ${aggregate}.`
  }
  return [...new Set(fitting.map(({ id }) => id))]
}

/** In MiB. */
function sizeOf(type: HostType): number | undefined {
  const details = detailsOfType(type)
  return details?.framebufferMiB ?? details?.lowGmMiB
}

/** Judges one choice of types by the rules. */
function judgeWay(
  capacity: PhysicalCapacity,
  parents: readonly string[],
  parts: readonly PartitionPart[],
  way: readonly string[],
): PartitionJudgement {
  const device = capacity.id
  const state = stateOf(capacity, capacity.live)
  for (const type of way) {
    const why = whyUnknown(capacity, state, type)
    if (why !== undefined) return judgeTold(capacity, parts, way, why)
  }
  const wishes = parts
    .flatMap(({ count, aggregate = 1 }, index): Wish[] => {
      const type = state.types.get(way[index] ?? '')
      return type === undefined ? [] : Array.from({ length: count }, () => ({ type, count: aggregate }))
    })
    // the devices of other types count for a type's largest number, too: the smallest number goes first
    .sort((a, b) => (a.type.maxInstances ?? Infinity) - (b.type.maxInstances ?? Infinity))
  const [first, ...others] = capacity.rules.map((rule) => judgeByRule(capacity, state, parents, wishes, rule))
  if (first === undefined) return { device, certainty: 'unknown', reason: capacity.reason, devices: [] }
  const agreed = capacity.guessed !== true && others.every(({ feasible }) => feasible === first.feasible)
  return { ...first, certainty: agreed ? 'certain' : 'likely' }
}

function judgeByRule(
  capacity: PhysicalCapacity,
  state: CapacityState,
  parents: readonly string[],
  wishes: readonly Wish[],
  rule: CapacityRule,
): Omit<PartitionJudgement, 'certainty'> {
  const { perParent, ...shared } = rule
  const { id } = capacity
  const live = [...state.live]
  for (const [index, { type, count }] of wishes.entries()) {
    const taken = aggregatedType(type, count)
    const limit = capacityLimit(shared, taken, live, [])
    if (limit.left <= 0) {
      const sentence = limitSentence(limit, {
        physical: id,
        parent: id,
        type: count === 1 ? type.id : `${count} of ${type.id}`,
      })
      return {
        device: id,
        feasible: false,
        reason: `Device ${index + 1} of ${wishes.length}: ${sentence}`,
        devices: [],
      }
    }
    live.push(taken)
  }
  const choices = wishes.map(({ type }) =>
    parents.flatMap((parent, seat) =>
      capacity.offers.some((offer) => offer.parent === parent && offer.type === type.id) ? [{ seat, cost: 0 }] : [],
    ),
  )
  const room = (parent: string) =>
    perParent === undefined ? wishes.length : Math.max(0, perParent - (state.onParent.get(parent)?.length ?? 0))
  const seats = parents.map((parent) => ({ room: room(parent) }))
  const free = seats.reduce((sum, seat) => sum + seat.room, 0)
  const given =
    free < wishes.length ? [] : perParent === undefined ? choices.map(([one]) => one?.seat) : assign(choices, seats)
  const devices = wishes.flatMap(({ type, count }, index): PartitionDevice[] => {
    const parent = parents[given[index] ?? -1]
    return parent === undefined ? [] : [{ parent, type: type.id, ...(count > 1 && { aggregate: count }) }]
  })
  if (devices.length < wishes.length) {
    const [only = id, ...more] = parents
    const where = more.length === 0 ? `${only} has` : `the ${parents.length} parents of ${id} have`
    const why = free < wishes.length ? `${where} room for ${free}` : `too few parents of ${id} offer their types`
    const reason = `The partition has ${wishes.length} devices, and ${why}.`
    return { device: id, feasible: false, reason, devices: [] }
  }
  return { device: id, feasible: true, reason: `All ${wishes.length} fit: ${left(capacity, rule, live)}`, devices }
}

/** What is left then. */
function left(capacity: PhysicalCapacity, rule: CapacityRule, live: readonly CapacityType[]): string {
  if (rule.rule === 'pools') {
    const rest = Object.entries(rule.totals).map(([pool, total]) => {
      const used = live.reduce((sum, type) => sum + (type.demand?.[pool] ?? 0), 0)
      return `${total - used} of ${total} ${pool}`
    })
    return `${rest.join(', ')} are left.`
  }
  if (rule.rule === 'counter') return `${rule.total - live.length} of ${rule.total} devices are left.`
  return lowered(capacity.reason)
}

function lowered(sentence: string): string {
  return /^[A-Z][a-z ]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence
}

/** Without rules only what the parents say now is known: enough for devices of one type. */
function judgeTold(
  capacity: PhysicalCapacity,
  parts: readonly PartitionPart[],
  way: readonly string[],
  why: string,
): PartitionJudgement {
  const device = capacity.id
  const now = new LeftPredictor(capacity)
  const wanted = new Map<string, number>()
  for (const [index, { count }] of parts.entries()) {
    const type = way[index] ?? ''
    wanted.set(type, (wanted.get(type) ?? 0) + count)
  }
  for (const [type, count] of wanted) {
    const { left: certain, atMost = certain } = now.left(type)
    if (atMost !== undefined && atMost < count) {
      return refused(device, `${device} has at most ${atMost} of ${type} left, and the partition has ${count}.`)
    }
  }
  const [[type, count] = ['', 0], ...more] = wanted
  const { left: certain, atLeast = certain ?? 0 } = now.left(type)
  const plain = parts.every(({ aggregate = 1 }) => aggregate === 1)
  const [parent, ...others] = now.parentsOf(type)
  if (more.length === 0 && plain && parent !== undefined && others.length === 0 && count <= atLeast) {
    const devices = Array.from({ length: count }, () => ({ parent, type }))
    return {
      device,
      feasible: true,
      certainty: 'certain',
      reason: `${parent} has ${atLeast} of ${type} left.`,
      devices,
    }
  }
  return { device, certainty: 'unknown', reason: why, devices: [] }
}
