import fc from 'fast-check'
import { formatPciAddress } from '../../../lib/libvirt/pci-address.js'
import type { Personality, PersonalityParent } from '../../../lib/machine/simulation/personality.js'
import { personalities } from '../../../lib/machine/sim.js'

/** One of the simulated machines by its name. */
export function named(name: string): Personality {
  const found = personalities.find((personality) => personality.name === name)
  if (found === undefined) throw new Error(`There is no simulated machine ${name}.`)
  return found
}

/** A machine with the first so many of its parents: a card with a few functions behaves as one with all, and is read sooner. */
export function smaller(personality: Personality, most: number): Personality {
  if (personality.parents.length <= most) return personality
  const parents = personality.parents.slice(0, most)
  const kept = new Set(parents.map(({ device }) => device))
  const pciFunctions = personality.pciFunctions?.filter(
    ({ address, physFunction }) => physFunction === undefined || kept.has(formatPciAddress(address)),
  )
  return { ...personality, parents, ...(pciFunctions && { pciFunctions }) }
}

const pick = <T>(list: readonly T[]) => fc.constantFrom(...list)

/** A machine with some of the types of each parent, the same on all, and with parents that were changed. */
function changed(
  personality: Personality,
  keep: readonly boolean[],
  change: (parent: PersonalityParent) => Partial<PersonalityParent>,
): Personality {
  return {
    ...personality,
    parents: personality.parents.map((parent) => {
      const types = parent.types.filter((_, index) => keep[index % keep.length] === true)
      return { ...parent, types: types.length > 0 ? types : parent.types, ...change(parent) }
    }),
  }
}

const some = fc.array(fc.boolean(), { minLength: 3, maxLength: 12 })

/** mtty, mdpy and mbochs with other numbers of ports, devices and megabytes, and perhaps a type less. */
const samples = fc
  .record({
    keep: some,
    ports: fc.integer({ min: 1, max: 40 }),
    devices: fc.integer({ min: 1, max: 9 }),
    quarters: fc.integer({ min: 1, max: 60 }),
  })
  .map(({ keep, ports, devices, quarters }) =>
    changed(named('samples'), keep, ({ device }) => ({
      capacity: {
        rule: 'pools',
        totals: device === 'mtty' ? { ports } : device === 'mdpy' ? { devices } : { megabytes: 4 * quarters },
      },
    })),
  )

/** GVT-g with any aperture that a firmware sets. */
const gvtg = fc
  .record({ keep: some, aperture: pick([256, 512, 1024, 2048]), aggregated: fc.boolean() })
  .map(({ keep, aperture, aggregated }) =>
    changed(named(aggregated ? 'i915-gvtg-aggregation' : 'i915-gvtg'), keep, () => ({
      capacity: { rule: 'pools', totals: { low: aperture - 96, high: 4096 - aperture - 384, fences: 28 } },
    })),
  )

/** Cards before SR-IOV, whose driver goes by the type or by the size. */
const cards = fc.record({ keep: some, bySize: fc.boolean() }).map(({ keep, bySize }) =>
  changed(named('nvidia-t4'), keep, () => ({
    capacity: bySize ? { rule: 'one-size', size: 'framebuffer' } : { rule: 'one-type' },
  })),
)

/** Cards with SR-IOV that have some functions on, and may mix sizes. */
const functions = fc
  .record({
    keep: some,
    functions: fc.integer({ min: 1, max: 5 }),
    name: pick(['nvidia-a2', 'nvidia-a40']),
    mixed: fc.boolean(),
  })
  .map(({ keep, functions: most, name, mixed }) =>
    changed(smaller(named(name), most), keep, () =>
      mixed
        ? {
            capacity: { rule: 'pools', totals: { framebuffer: (name === 'nvidia-a2' ? 16 : 48) * 1024 }, perParent: 1 },
          }
        : {},
    ),
  )

/** Every simulated machine as it is, but for the number of its functions. */
const asTheyAre = pick(personalities).map((personality) => smaller(personality, 4))

/** Any machine: one of those that can be simulated, or one like them with other numbers. */
export const randomHosts: fc.Arbitrary<Personality> = fc
  .oneof(asTheyAre, samples, gvtg, cards, functions)
  .map(toldShortly)

/** A machine of which a failing test tells what differs, and not everything. */
function toldShortly(personality: Personality): Personality {
  const { name, parents } = personality
  const tell = () =>
    `${name}: ${parents.map(({ device, capacity, types }) => `${device} ${JSON.stringify(capacity)} ${types.map(({ id }) => id).join(' ')}`).join('; ')}`
  return Object.defineProperty({ ...personality }, fc.toStringMethod, { value: tell })
}

/** What is done to a machine: a device of one of the types is made, or one is removed. */
export interface Deed {
  make: boolean
  which: number
  aggregate: number
}

export const deeds: fc.Arbitrary<Deed[]> = fc.array(
  fc.record({
    // more is made than removed, so that the hardware fills up
    make: fc.integer({ min: 0, max: 4 }).map((number) => number > 0),
    // a few of the types, so that they meet
    which: fc.oneof(fc.nat(4), fc.nat(200)),
    aggregate: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 8 },
)
