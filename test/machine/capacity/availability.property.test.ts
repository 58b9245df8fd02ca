import { expect } from 'chai'
import fc from 'fast-check'
import { formatPciAddress } from '../../../lib/libvirt/pci-address.js'
import { capacitiesOf } from '../../../lib/machine/capacity/capacity-of.js'
import type { PhysicalCapacity } from '../../../lib/machine/capacity/physical-capacity.js'
import { predictAvailability } from '../../../lib/machine/capacity/predict-availability.js'
import type { Personality, SimulatedHost } from '../../../lib/machine/sim.js'
import { personalities, simulateHost, SysfsError } from '../../../lib/machine/sim.js'
import type { Placed, Possible } from './brute-force.js'
import { bruteForce, models } from './brute-force.js'

/** What one step does: make a device of one of the types on one of the parents, or remove one that is there. */
interface Step {
  make: boolean
  parent: number
  type: number
}

/** A machine that is made and removed on through the files, as a person with a shell does; or the host, where that is another tier's. */
interface Access {
  /** Gives the id of the device, or `undefined` where the kernel refused it. */
  make(parent: string, type: string): Promise<string | undefined>
  remove(id: string): Promise<void>
  /** What the kernel says is left, in the order of the offers; `undefined` where it does not say. */
  left(offers: readonly Placed[]): Promise<(number | undefined)[]>
}

/** A card with a few of its virtual functions behaves as one with all of them, and is read sooner. */
const VIRTUAL_FUNCTIONS = 5
const RUNS = 15

const steps = fc.array(
  fc.record({
    // more is made than removed, so that cards fill up
    make: fc.integer({ min: 0, max: 3 }).map((number) => number > 0),
    parent: fc.nat(5),
    // a few of the types, so that they meet
    type: fc.oneof(fc.nat(3), fc.nat(40)),
  }),
  { minLength: 1, maxLength: 14 },
)

describe('available_instances after any sequence of creates and removes', () => {
  for (const personality of personalities) {
    it(`${personality.name}: as the brute-force model says, and as was predicted`, async () => {
      const machine = await machineOf(smaller(personality))
      await fc.assert(
        fc.asyncProperty(steps, (list) => follow(machine, list)),
        { numRuns: RUNS },
      )
    })
  }
})

interface Machine {
  host: SimulatedHost
  access: Access
  /** Every type on every parent. */
  offers: readonly Placed[]
  possible: Possible
  /** What is known while nothing is there. */
  empty: readonly PhysicalCapacity[]
}

async function machineOf(personality: Personality): Promise<Machine> {
  const host = simulateHost(personality)
  const snapshot = await host.snapshot()
  const model = models[personality.name]
  if (model === undefined) throw new Error(`There is no model of ${personality.name} in brute-force.ts.`)
  const { types } = snapshot
  return {
    host,
    access: types.every(({ backend }) => backend === 'mdev')
      ? mdevFiles(host)
      : types.every(({ backend }) => backend === 'nvidia-vf')
        ? vgpuFiles(host)
        : throughHost(host),
    offers: types.map(({ parent, id }) => ({ parent, type: id })),
    possible: model(new Map(types.map(({ id, name = '' }) => [id, name]))),
    empty: capacitiesOf(snapshot),
  }
}

function smaller(personality: Personality): Personality {
  if (personality.parents.length <= VIRTUAL_FUNCTIONS) return personality
  const parents = personality.parents.slice(0, VIRTUAL_FUNCTIONS)
  const kept = new Set(parents.map(({ device }) => device))
  const pciFunctions = personality.pciFunctions?.filter(
    ({ address, physFunction }) => physFunction === undefined || kept.has(formatPciAddress(address)),
  )
  return { ...personality, parents, ...(pciFunctions && { pciFunctions }) }
}

async function follow(machine: Machine, list: readonly Step[]): Promise<void> {
  const { host, access, offers, possible, empty } = machine
  const parents = [...new Set(offers.map(({ parent }) => parent))]
  const devices: (Placed & { id: string })[] = []
  try {
    for (const { make, parent: p, type: t } of list) {
      if (make) {
        const parent = parents[p % parents.length] ?? ''
        const own = offers.filter((offer) => offer.parent === parent)
        const wanted = own[t % own.length]
        if (wanted === undefined) throw new Error('no types')
        const fits = bruteForce(possible, devices, wanted) > 0
        const id = await access.make(parent, wanted.type)
        if ((id !== undefined) !== fits) expect.fail(`${wanted.type} on ${parent}: made ${id}, fits ${fits}`)
        if (id !== undefined) devices.push({ id, ...wanted })
      } else {
        const [device] = devices.splice(p % Math.max(1, devices.length), 1)
        if (device !== undefined) await access.remove(device.id)
      }
      const left = await access.left(offers)
      for (const [index, offer] of offers.entries()) {
        const right = bruteForce(possible, devices, offer)
        if (left[index] !== undefined && left[index] !== right) {
          const there = devices.map(({ type, parent }) => `${type} on ${parent}`).join(', ')
          expect.fail(`${offer.type} on ${offer.parent}: ${left[index]} and not ${right}, with ${there}`)
        }
      }
      expectPredicted(machine, empty, left, devices)
    }
    // what is known with devices there is more, and no less true once they are gone
    const now = capacitiesOf(await host.snapshot())
    const left = await access.left(offers)
    expectPredicted(machine, now, left, devices)
    for (const device of devices.splice(0)) await access.remove(device.id)
    expectPredicted(machine, now, await access.left(offers), [])
  } finally {
    for (const device of devices) await access.remove(device.id)
  }
}

/** What is certain is so; what is likely is at least an answer. */
function expectPredicted(
  { offers, possible }: Machine,
  capacities: readonly PhysicalCapacity[],
  left: readonly (number | undefined)[],
  devices: readonly Placed[],
): void {
  const told = new Map(offers.map(({ parent, type }, index) => [`${parent} ${type}`, left[index]]))
  for (const capacity of capacities) {
    const live = devices.filter(({ parent }) => capacity.parents.includes(parent))
    for (const { parent, type, available, certainty, reason } of predictAvailability(capacity, live)) {
      const right = told.get(`${parent} ${type}`) ?? bruteForce(possible, devices, { parent, type })
      const good =
        certainty === 'certain'
          ? available === right
          : certainty === 'likely'
            ? available !== undefined
            : available === undefined
      if (!good) expect.fail(`${type} on ${parent}: ${available} (${certainty}) and not ${right}: ${reason}`)
      if (!/^\S.*\.$/.test(reason)) expect.fail(`no sentence: ${reason}`)
    }
  }
}

function mdevFiles({ kernel }: SimulatedHost): Access {
  let made = 0
  return {
    async make(parent, type) {
      const uuid = `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`
      const done = await written(kernel, `sys/class/mdev_bus/${parent}/mdev_supported_types/${type}/create`, uuid)
      return done ? uuid : undefined
    },
    remove: async (uuid) =>
      void expect(await written(kernel, `sys/bus/mdev/devices/${uuid}/remove`, '1')).to.equal(true),
    left: async (offers) =>
      offers.map(({ parent, type }) =>
        Number(read(kernel, `sys/class/mdev_bus/${parent}/mdev_supported_types/${type}/available_instances`)),
      ),
  }
}

function vgpuFiles({ kernel }: SimulatedHost): Access {
  const files = (parent: string) => `sys/bus/pci/devices/${parent}/nvidia`
  return {
    make: async (parent, type) =>
      (await written(kernel, `${files(parent)}/current_vgpu_type`, type)) ? parent : undefined,
    remove: async (parent) =>
      void expect(await written(kernel, `${files(parent)}/current_vgpu_type`, '0')).to.equal(true),
    async left(offers) {
      const lists = new Map<string, string>()
      for (const { parent } of offers) {
        if (!lists.has(parent)) lists.set(parent, `\n${read(kernel, `${files(parent)}/creatable_vgpu_types`)}`)
      }
      return offers.map(({ parent, type }) => Number(lists.get(parent)?.includes(`\n${type} `) ?? false))
    },
  }
}

function throughHost(host: SimulatedHost): Access {
  return {
    make: (parent, type) =>
      host.create({ parent, type }).then(
        ({ name }) => name,
        () => undefined,
      ),
    remove: (id) => host.destroy(id),
    async left(offers) {
      const { types } = await host.snapshot()
      return offers.map(
        ({ parent, type }) => types.find((one) => one.parent === parent && one.id === type)?.availableInstances,
      )
    },
  }
}

function read(kernel: SimulatedHost['kernel'], file: string): string {
  return new TextDecoder().decode(kernel.read(file))
}

async function written(kernel: SimulatedHost['kernel'], file: string, text: string): Promise<boolean> {
  try {
    await kernel.write(file, new TextEncoder().encode(text))
    return true
  } catch (error) {
    if (error instanceof SysfsError) return false
    throw error
  }
}
