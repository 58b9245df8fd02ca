import { expect } from 'chai'
import { tryPlan } from '../../../lib/planning/plan/plan.js'
import { seed } from '../../seed.js'
import { instances } from '../../thorough.js'
import { bruteForce, canFollow, measurePlan } from './brute-force.js'
import { randomFrom, randomHost, randomWanted, vendors } from './random-instances.js'

/** For each vendor's rule. */
const INSTANCES = instances(500, 5000)
const UUID = '00000000-0000-4000-8000-0000000000ff'

describe('plans against brute force', () => {
  for (const [name, vendor] of Object.entries(vendors)) {
    it(`${name}: ${INSTANCES} machines`, function () {
      this.timeout(60_000)
      let [feasible, others] = [0, 0]
      for (let number = 0; number < INSTANCES; number++) {
        const random = randomFrom(seed() * 1_000_003 + number)
        const snapshot = randomHost(random, vendor)
        const wanted = randomWanted(random, snapshot)
        const best = bruteForce(snapshot, wanted)
        const { plan, refused } = tryPlan(snapshot, wanted, { atLeast: 'likely', newUuid: () => UUID })
        const what = () =>
          `instance ${number}: ${JSON.stringify({ wanted, devices: snapshot.devices, types: snapshot.types })}`
        if ((plan === undefined) !== (best === undefined)) {
          expect.fail(`${plan === undefined ? 'found no way' : 'found what is impossible'}: ${what()}`)
        }
        if (plan === undefined) {
          others++
          expect(refused.notPlaced.proven).to.equal(true)
          continue
        }
        feasible++
        const steps = plan.plan.steps.filter((step) => step.kind === 'create')
        const certain = plan.certainty === 'certain'
        expect(plan.optimal).to.equal(true)
        expect(canFollow(snapshot, steps, certain), what()).to.equal(true)
        expect(measurePlan(snapshot, wanted, steps, certain), what()).to.deep.equal(best)
      }
      // neither answer is rare, or nothing would be compared
      expect(Math.min(feasible, others)).to.be.greaterThan(INSTANCES / 20)
    })
  }
})
