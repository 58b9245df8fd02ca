import { expect } from 'chai'
import { readFileSync, writeFileSync } from 'node:fs'
import { openHost } from '../../lib/host/index.js'
import { capacitiesOf } from '../../lib/machine/capacity/capacity-of.js'
import type { LiveDevice, PhysicalCapacity } from '../../lib/machine/capacity/physical-capacity.js'
import { predictAvailability } from '../../lib/machine/capacity/predict-availability.js'
import type { Host, HostSnapshot, HostType } from '../../lib/machine/sim.js'
import { HostError } from '../../lib/machine/sim.js'
import { capacity, probeCapacity } from '../../lib/planning/capacity/index.js'
import { seed } from '../seed.js'
import { inGuest } from './in-guest.js'

const STEPS = 120

inGuest(() => {
  describe('what a real kernel can still make', function () {
    this.timeout(280_000)
    const host = openHost()

    afterEach(async () => {
      for (const { id } of (await host.snapshot()).devices) remove(id)
    })

    it(`is as predicted after each of ${STEPS} random steps on mtty, mdpy and mbochs`, async () => {
      const random = randomFrom(seed())
      const empty = await host.snapshot()
      expect(empty.devices).to.deep.equal([])
      expect([...new Set(empty.types.map(({ parent }) => parent))]).to.deep.equal(['mbochs', 'mdpy', 'mtty'])
      const known = capacitiesOf(empty)
      let before = empty
      let compared = 0
      for (let step = 0; step < STEPS; step++) {
        await oneStep(host, before, random)
        const after = await host.snapshot()
        compared += expectPredicted(known, after) + expectPredicted(capacitiesOf(before), after)
        before = after
      }
      expect(compared).to.equal(2 * STEPS * empty.types.length)
      console.log(`        ${compared} numbers as predicted, all of them certain`)
    })

    it('is as many of each type as is told', async () => {
      for (const { id, types } of capacity(await host.snapshot()).devices) {
        for (const { type, left = -1, certainty } of types) {
          expect(certainty).to.equal('certain')
          const made: string[] = []
          for (;;) {
            const uuid = `5a1e5c60-2b61-4f0e-8f35-${String(made.length).padStart(12, '0')}`
            if (!written(`/sys/class/mdev_bus/${id}/mdev_supported_types/${type}/create`, uuid)) break
            made.push(uuid)
          }
          for (const uuid of made) remove(uuid)
          expect([type, made.length]).to.deep.equal([type, left])
        }
      }
    })

    it('is found out by probing, which leaves nothing behind', async () => {
      const before = await host.snapshot()
      const { created, devices, differences } = await probeCapacity(host, {
        consent: true,
        parents: ['mdpy', 'mtty'],
        limit: 5,
      })
      expect(differences).to.deep.equal([])
      expect(
        devices.map(({ id, types }) => [id, types.map(({ type, made, stopped }) => [type, made, stopped])]),
      ).to.deep.equal([
        ['mdpy', ['mdpy-hd', 'mdpy-vga', 'mdpy-xga'].map((type) => [type, 4, 'full'])],
        ['mtty', ['mtty-1', 'mtty-2'].map((type) => [type, 5, 'limit'])],
      ])
      expect(created).to.equal(3 * 4 + 2 * 5)
      expect(await host.snapshot()).to.deep.equal(before)
    })
  })
})

/** Makes a device or removes one; a refusal is right where none was left. */
async function oneStep(host: Host, { types, devices }: HostSnapshot, random: (below: number) => number): Promise<void> {
  const device = devices[random(Math.max(1, devices.length))]
  if (device !== undefined && random(3) === 0) {
    remove(device.id)
    return
  }
  const type = types[random(types.length)]
  if (type === undefined) throw new Error('no types')
  const left = leftNow(type)
  try {
    await host.create({ parent: type.parent, type: type.id })
    expect(left, type.id).to.be.greaterThan(0)
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    expect(error.code).to.equal('no-instances-left')
    expect(left, type.id).to.equal(0)
  }
}

/** Gives how many numbers were compared. */
function expectPredicted(known: readonly PhysicalCapacity[], { types, devices }: HostSnapshot): number {
  let compared = 0
  for (const physical of known) {
    const live = devices
      .filter(({ parent }) => parent === physical.id)
      .map(({ parent, type = '' }): LiveDevice => ({ parent, type }))
    for (const { type, available, certainty } of predictAvailability(physical, live)) {
      const now = types.find((each) => each.parent === physical.id && each.id === type)
      expect([type, available, certainty]).to.deep.equal([type, now?.availableInstances, 'certain'])
      compared++
    }
  }
  return compared
}

function leftNow({ parent, id }: HostType): number {
  return Number(readFileSync(`/sys/class/mdev_bus/${parent}/mdev_supported_types/${id}/available_instances`, 'utf8'))
}

function written(file: string, text: string): boolean {
  try {
    writeFileSync(file, text)
    return true
  } catch {
    return false
  }
}

/** A child process for each device would take the emulated machine half a second. */
function remove(uuid: string): void {
  writeFileSync(`/sys/bus/mdev/devices/${uuid}/remove`, '1')
}

/** Numbers that look random and are the same each time. */
function randomFrom(start: number): (below: number) => number {
  let state = start >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
