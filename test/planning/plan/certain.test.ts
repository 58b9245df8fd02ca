import { expect } from 'chai'
import { personalities, simulateHost } from '../../../lib/machine/sim.js'
import type { Wanted, WantedDevices } from '../../../lib/planning/plan/index.js'
import { applyPlan, plan } from '../../../lib/planning/plan/index.js'
import { seed } from '../../seed.js'
import { randomFrom } from './random-instances.js'

const GROUP = '0e4a8a3c-3f5d-4b0f-9c7a-2f6f0d8f3a11'

describe('what plans promise, held against simulated kernels', () => {
  for (const personality of personalities) {
    it(`${personality.name}: a plan that is certain succeeds, and then nothing is left to do`, async function () {
      this.timeout(20_000)
      let [certain, others] = [0, 0]
      for (let number = 0; number < 8; number++) {
        const random = randomFrom(seed() * 524_287 + number)
        const upTo = (most: number) => Math.floor(random() * (most + 1))
        const host = simulateHost(personality)
        const { types } = await host.snapshot()
        for (let tries = upTo(2); tries > 0; tries--) {
          const type = types[upTo(types.length - 1)]
          if (type !== undefined) await host.create({ parent: type.parent, type: type.id }).catch(() => {})
        }
        const devices = Array.from({ length: 1 + upTo(2) }, (): WantedDevices => {
          const type = types[upTo(types.length - 1)]
          const count = random() < 0.15 ? 'all' : 1 + upTo(3)
          return { type: type?.id ?? '', count, group: GROUP, uuids: 'slots' }
        })
        const fills = devices.findIndex(({ count }) => count === 'all')
        // there is one kernel that counts to 65,536
        const few = devices.map((each, index) =>
          each.count === 'all' && (index !== fills || personality.name.startsWith('vfio-ap'))
            ? { ...each, count: 1 }
            : each,
        )
        const last = few.toSorted((a, b) => Number(a.count === 'all') - Number(b.count === 'all'))
        const wanted: Wanted = { version: 1, devices: last, placement: random() < 0.5 ? 'packed' : 'spread' }
        const result = plan(await host.snapshot(), wanted)
        if (!result.feasible || result.certainty !== 'certain') {
          others++
          continue
        }
        certain++
        const applied = await applyPlan(host, result.plan)
        expect(applied.done).to.deep.equal(result.plan.steps)
        const again = plan(await host.snapshot(), wanted)
        expect(again.feasible && again.plan.steps, JSON.stringify(wanted)).to.deep.equal([])
      }
      expect(certain, `${others} others`).to.be.greaterThan(0)
    })
  }
})
