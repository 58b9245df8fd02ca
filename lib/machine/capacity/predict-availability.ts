import { aggregatedType } from './aggregated-type.js'
import type { CapacityLimit, CapacityRule, CapacityType } from './capacity-rules.js'
import { capacityLimit } from './capacity-rules.js'
import { limitSentence } from './limit-sentence.js'
import type { Certainty, LiveDevice, PhysicalCapacity } from './physical-capacity.js'

/** How many more devices of one type one parent could make. */
export interface PredictedAvailability {
  /** The kernel's name of the parent. */
  parent: string
  /** The id of the type. */
  type: string
  /** As the parent would tell it; absent where that is not known. */
  available?: number
  certainty: Certainty
  /** What bounds the number, or why it is not known, as one sentence. */
  reason: string
}

/**
 * What the parents of a physical device will offer once exactly the devices `live` are there, whatever the way to there. The
 * answers are in the order of `capacity.offers`.
 */
export function predictAvailability(
  capacity: PhysicalCapacity,
  live: readonly LiveDevice[] = capacity.live,
): PredictedAvailability[] {
  const state = stateOf(capacity, live)
  return capacity.offers.map(({ parent, type }) => predict(capacity, state, parent, type))
}

/** The same for one type on one parent; `undefined` where the parent does not offer it. */
export function predictAvailabilityOf(
  capacity: PhysicalCapacity,
  live: readonly LiveDevice[],
  parent: string,
  type: string,
): PredictedAvailability | undefined {
  const offered = capacity.offers.some((offer) => offer.parent === parent && offer.type === type)
  return offered ? predict(capacity, stateOf(capacity, live), parent, type) : undefined
}

/** What is asked about, looked up once for all answers. */
export interface CapacityState {
  types: ReadonlyMap<string, CapacityType>
  /** The types of all devices, and of those on each parent; one of several instances with what it takes. */
  live: readonly CapacityType[]
  onParent: ReadonlyMap<string, readonly CapacityType[]>
  /** Set where these are the devices that are there now: then the machine itself tells. */
  told: ReadonlyMap<string, number> | undefined
  /** A device whose type is not known, or of which nothing is known. */
  stranger: LiveDevice | undefined
}

/** The devices that shall be there, as the rules see them. */
export function stateOf(capacity: PhysicalCapacity, devices: readonly LiveDevice[]): CapacityState {
  const types = new Map(capacity.types.map((type) => [type.id, type]))
  const live: CapacityType[] = []
  const onParent = new Map<string, CapacityType[]>()
  let stranger: LiveDevice | undefined
  for (const device of devices) {
    const type = types.get(device.type)
    if (type === undefined || capacity.unknown?.includes(device.type) === true) stranger ??= device
    if (type === undefined) continue
    const here = onParent.get(device.parent) ?? []
    onParent.set(device.parent, here)
    const taken = aggregatedType(type, device.aggregation ?? 1)
    live.push(taken)
    here.push(taken)
  }
  return { types, live, onParent, stranger, told: isNow(capacity, devices) ? toldBy(capacity) : undefined }
}

function predict(capacity: PhysicalCapacity, state: CapacityState, parent: string, id: string): PredictedAvailability {
  const { types, live, onParent, told } = state
  const type = types.get(id)
  const now = told?.get(keyOf(parent, id))
  const here = onParent.get(parent) ?? []
  const unknown = (reason: string): PredictedAvailability =>
    now === undefined
      ? { parent, type: id, certainty: 'unknown', reason }
      : { parent, type: id, available: now, certainty: 'certain', reason: `${parent} says so now; ${lowered(reason)}` }
  const why = whyUnknown(capacity, state, id)
  const [first, ...others] = capacity.rules
  if (why !== undefined || type === undefined || first === undefined) return unknown(why ?? capacity.reason)
  const limit = capacityLimit(first, type, live, here)
  if (limit.limit === 'unknown') return unknown(`How many instances of ${id} fit on ${capacity.id} is not known.`)
  const reason = limitSentence(limit, { physical: capacity.id, parent, type: id })
  const available = limit.left
  if (now !== undefined) return { parent, type: id, available: now, certainty: 'certain', reason }
  const agreed = capacity.guessed !== true && others.every((rule) => leftBy(rule, type, live, here) === available)
  return { parent, type: id, available, certainty: agreed ? 'certain' : 'likely', reason }
}

/** Why nothing is known of a type then, as one sentence; `undefined` where the rules know. */
export function whyUnknown(
  capacity: PhysicalCapacity,
  { types, stranger }: CapacityState,
  id: string,
): string | undefined {
  if (!types.has(id)) return `Nothing is known of the type ${id}.`
  if (capacity.unknown?.includes(id) === true) return `How ${id} shares ${capacity.id} is not known: MIG divides it.`
  if (stranger?.type === '') return `A device on ${stranger.parent} is half made.`
  if (stranger !== undefined) return `How the device of type ${stranger.type} shares ${capacity.id} is not known.`
  return capacity.rules.length === 0 ? capacity.reason : undefined
}

function leftBy(
  rule: CapacityRule,
  type: CapacityType,
  live: readonly CapacityType[],
  here: readonly CapacityType[],
): number | undefined {
  const limit: CapacityLimit = capacityLimit(rule, type, live, here)
  return limit.limit === 'unknown' ? undefined : limit.left
}

/** What the parents tell now of each type. */
function toldBy(capacity: PhysicalCapacity): Map<string, number> {
  const told = new Map<string, number>()
  for (const { parent, type, available } of capacity.offers) {
    if (available !== undefined) told.set(keyOf(parent, type), available)
  }
  return told
}

/** Whether these are the devices that are there now, in any order. */
function isNow(capacity: PhysicalCapacity, devices: readonly LiveDevice[]): boolean {
  if (devices === capacity.live) return true
  if (devices.length !== capacity.live.length) return false
  const sorted = (list: readonly LiveDevice[]) =>
    list.map(({ parent, type, aggregation = 1 }) => JSON.stringify([parent, type, aggregation])).sort()
  const wanted = sorted(devices)
  return sorted(capacity.live).every((one, index) => one === wanted[index])
}

/** The key of `CapacityState.told`. */
export function keyOf(parent: string, type: string): string {
  return JSON.stringify([parent, type])
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}
