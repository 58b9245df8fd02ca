import type { CapacityRule, CapacityType } from './capacity-rules.js'
import type { CapacityFacts, KnownRules } from './known-rules.js'

const SIZE = 'framebuffer'

/** GB that the largest type of cards has which are used by way of virtual functions; asked where they do not list it. */
const GIGABYTES: ReadonlyMap<string, number> = new Map([
  ['L4', 24],
  ['L20', 48],
  ['L40', 48],
  ['L40S', 48],
  ['RTX6000-Ada', 48],
])

/** Mediated devices on a card without virtual functions: recent drivers want one size, older ones one type. */
export function nvidiaCardRules(facts: CapacityFacts): KnownRules {
  return {
    ...nvidiaTypes(facts),
    rules: [{ rule: 'one-size', size: SIZE }, { rule: 'one-type' }],
    reason: "NVIDIA's drivers let the devices of a card have one framebuffer size, older ones only one type.",
  }
}

/** Mediated devices on virtual functions. */
export function nvidiaSriovRules(facts: CapacityFacts): KnownRules {
  const { types, unknown } = nvidiaTypes(facts)
  const total = largest(types.map(({ demand, maxInstances = 0 }) => (demand?.[SIZE] ?? 0) * maxInstances))
  return {
    ...{ types, unknown },
    rules: [{ rule: 'one-size', size: SIZE, perParent: 1 }, ...mixed(total)],
    reason: 'A virtual function is one device, and those of a card have one framebuffer size unless it mixes sizes.',
  }
}

/**
 * Virtual functions that become the devices: how many fit is not told, but follows from the largest type, which an empty card
 * lists.
 */
export function nvidiaFrameworkRules(facts: CapacityFacts): KnownRules {
  const { types, unknown } = nvidiaTypes(facts)
  const sizes = types.map(({ demand }) => demand?.[SIZE] ?? 0)
  const total = facts.live.length === 0 ? largest(sizes) : tableSize(facts)
  if (total !== undefined) {
    for (const type of types) {
      const size = type.demand?.[SIZE] ?? 0
      if (size > 0) type.maxInstances = Math.floor(total / size)
    }
  }
  // beside a device, a card that mixes sizes lists more than that device's
  const mixes = facts.live.length === 0 || new Set(sizes).size > 1
  return {
    ...{ types, unknown },
    rules: [
      { rule: 'one-size', size: SIZE, perParent: 1 },
      { rule: 'one-type', perParent: 1 },
      ...(mixes ? mixed(total) : []),
    ],
    reason: 'A virtual function is one device, and those of a card have one framebuffer size unless it mixes sizes.',
  }
}

/** The types with their sizes. Of those divided by MIG, and those without a size, nothing is known. */
function nvidiaTypes(facts: CapacityFacts): { types: CapacityType[]; unknown: string[] } {
  const unknown = facts.types
    .filter(({ details }) => details.vgpu?.migSlices !== undefined || details.framebufferMiB === undefined)
    .map(({ id }) => id)
  const types = facts.types.map(({ id, details: { framebufferMiB, maxInstances } }): CapacityType => ({
    id,
    ...(framebufferMiB !== undefined && { demand: { [SIZE]: framebufferMiB } }),
    ...(maxInstances !== undefined && { maxInstances }),
  }))
  return { types, unknown }
}

function mixed(total: number | undefined): CapacityRule[] {
  return total === undefined || total === 0 ? [] : [{ rule: 'pools', totals: { [SIZE]: total }, perParent: 1 }]
}

function tableSize({ types }: CapacityFacts): number | undefined {
  const card = types.map(({ details }) => details.vgpu?.card).find((name) => name !== undefined)
  const gigabytes = card === undefined ? undefined : GIGABYTES.get(card)
  return gigabytes === undefined ? undefined : gigabytes * 1024
}

function largest(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((most, number) => Math.max(most, number), 0)
}
