import type { CapacityRule } from '../capacity/capacity-rules.js'
import { isSysfsPath } from '../port/sysfs-path.js'
import type { SimulatedType } from './mdev-driver.js'
import type { WrittenAttribute, WrittenParent, WrittenPersonality } from './written-personality.js'

/** What the kernel itself has in the directory of an instance. */
const TAKEN = ['driver', 'iommu_group', 'mdev_type', 'power', 'remove', 'subsystem', 'uevent', 'vfio-dev']

/**
 * What makes no sense in a personality that is as its schema has it, each as `<place> <what is wrong>`, without a full stop; the
 * place is a JSON pointer.
 * @param others The machines that go by a name already.
 */
export function personalityFaults(personality: WrittenPersonality, others: readonly { name: string }[]): string[] {
  const isTaken = others.some(({ name }) => name === personality.name)
  return [
    ...(isTaken ? [`/name is that of another machine: ${JSON.stringify(personality.name)}`] : []),
    ...deviceFaults(personality),
    ...parentFaults(personality),
  ]
}

function* deviceFaults(personality: WrittenPersonality): Generator<string> {
  const { pciFunctions = [], virtualDevices = [], subchannels = [], numaNodes = [], ap } = personality
  const earlier = new Set<string>()
  for (const [index, { address, bridge, physFunction }] of pciFunctions.entries()) {
    const place = `/pciFunctions/${index}`
    if (earlier.has(address)) yield `${place}/address is there already: ${address}`
    if (bridge !== undefined && !earlier.has(bridge)) yield `${place}/bridge is no function before it: ${bridge}`
    if (physFunction !== undefined && !earlier.has(physFunction))
      yield `${place}/physFunction is no function before it: ${physFunction}`
    earlier.add(address)
  }
  yield* twice('/virtualDevices', virtualDevices, 'name')
  const others = new Set([...earlier, ...subchannels.map(({ address }) => address), ...(ap ? ['matrix'] : [])])
  for (const [index, { name }] of virtualDevices.entries()) {
    if (others.has(name)) yield `/virtualDevices/${index}/name is that of another device: ${JSON.stringify(name)}`
  }
  yield* twice('/subchannels', subchannels, 'address')
  yield* twice('/numaNodes', numaNodes, 'id')
}

function* twice<T, K extends keyof T & string>(place: string, items: readonly T[], key: K): Generator<string> {
  const seen = new Set<unknown>()
  for (const [index, item] of items.entries()) {
    if (seen.has(item[key])) yield `${place}/${index}/${key} is there already: ${String(item[key])}`
    seen.add(item[key])
  }
}

function* parentFaults(personality: WrittenPersonality): Generator<string> {
  const { parents, pciFunctions = [], virtualDevices = [], subchannels = [], ap } = personality
  const devices = new Set([
    ...pciFunctions.map(({ address }) => address),
    ...virtualDevices.map(({ name }) => name),
    ...subchannels.map(({ address }) => address),
    ...(ap === undefined ? [] : ['matrix']),
  ])
  yield* twice('/parents', parents, 'device')
  const rules = new Map<string, { rule: string; index: number }>()
  for (const [index, parent] of parents.entries()) {
    const place = `/parents/${index}`
    const { device, hardware, capacity, apMatrix, parameters = {} } = parent
    if (!devices.has(device)) yield `${place}/device is no device of this machine: ${JSON.stringify(device)}`
    if (apMatrix !== undefined && ap === undefined) yield `${place}/apMatrix needs the crypto adapters of "ap"`
    yield* twice(`${place}/types`, parent.types, 'id')
    for (const [number, type] of parent.types.entries()) {
      for (const fault of typeFaults(type, parent)) yield `${place}/types/${number}${fault}`
    }
    yield* attributeFaults(`${place}/attributes`, parent.attributes ?? [])
    for (const name of Object.keys(parameters)) {
      if (!/^\w[\w-]*$/.test(name))
        yield `${place}/parameters has a name that no parameter has: ${JSON.stringify(name)}`
    }
    if (hardware === undefined) continue
    const rule = JSON.stringify(capacity, inOrder)
    const first = rules.get(hardware)
    if (first === undefined) rules.set(hardware, { rule, index })
    else if (first.rule !== rule)
      yield `${place}/capacity is not that of /parents/${first.index}, which has the same hardware`
  }
}

/** The keys of objects in one order, so that the same is the same text. */
function inOrder(_key: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value
}

/** A type that no rule lets in is a mistake: nothing of it could ever be made. */
function* typeFaults(type: SimulatedType, { capacity, aggregation }: WrittenParent): Generator<string> {
  const { demand = {}, maxInstances, description = '', name = '', maxAggregation = 1, multiplied = [] } = type
  if (new TextEncoder().encode(description).length > 4095) yield '/description is longer than 4095 bytes'
  if (new TextEncoder().encode(name).length > 4095) yield '/name is longer than 4095 bytes'
  for (const pool of multiplied) {
    if (!Object.hasOwn(demand, pool)) yield `/multiplied names what /demand has not: ${JSON.stringify(pool)}`
  }
  if (maxAggregation > 1 && aggregation === undefined) yield '/maxAggregation needs the "aggregation" of the parent'
  if (needsMaxInstances(capacity) && maxInstances === undefined)
    yield ` has no "maxInstances", which the rule "${capacity.rule}" counts by`
  if (capacity.rule === 'one-size' && !Object.hasOwn(demand, capacity.size))
    yield ` has no size: no ${JSON.stringify(capacity.size)} in "demand"`
  if (capacity.rule !== 'pools') return
  const pools = Object.keys(demand)
  for (const pool of pools) {
    if (!Object.hasOwn(capacity.totals, pool)) yield `/demand names no pool of the parent: ${JSON.stringify(pool)}`
  }
  if (!pools.some((pool) => (demand[pool] ?? 0) > 0))
    yield ' takes nothing from any pool, so that its number has no bound'
}

function needsMaxInstances({ rule }: CapacityRule): boolean {
  return rule === 'one-type' || rule === 'one-size' || rule === 'each-type'
}

function* attributeFaults(place: string, attributes: readonly WrittenAttribute[]): Generator<string> {
  yield* twice(place, attributes, 'name')
  const names = attributes.map(({ name }) => name)
  for (const [index, { name, text, writable = false }] of attributes.entries()) {
    const [first = ''] = name.split('/')
    if (!isSysfsPath(name)) yield `${place}/${index}/name is no plain path: ${JSON.stringify(name)}`
    else if (TAKEN.includes(first)) yield `${place}/${index}/name is the kernel's own: ${JSON.stringify(name)}`
    else if (names.some((other) => other.startsWith(`${name}/`)))
      yield `${place}/${index}/name is a directory of another file: ${JSON.stringify(name)}`
    if (text === undefined && writable === false) yield `${place}/${index} can be neither read nor written`
    if (new TextEncoder().encode(text ?? '').length > 4095) yield `${place}/${index}/text is longer than 4095 bytes`
  }
}
