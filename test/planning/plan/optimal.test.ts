import { expect } from 'chai'
import { plan } from '../../../lib/planning/plan/index.js'
import { seed } from '../../seed.js'
import { bruteForce, canFollow, measurePlan } from './brute-force.js'
import { randomFrom, randomHost, randomWanted, vendors } from './random-instances.js'

/** For each vendor's rule. */
const INSTANCES = 5000

describe('plans against brute force', () => {
  for (const [name, vendor] of Object.entries(vendors)) {
    it(`${name}: ${INSTANCES} machines`, function () {
      this.timeout(20_000)
      let [feasible, others] = [0, 0]
      for (let number = 0; number < INSTANCES; number++) {
        const random = randomFrom(seed() * 1_000_003 + number)
        const snapshot = randomHost(random, vendor)
        const wanted = randomWanted(random, snapshot)
        const best = bruteForce(snapshot, wanted)
        const result = plan(snapshot, wanted, { atLeast: 'likely', newUuid: () => '00000000-0000-4000-8000-0000000000ff' })
        const what = () => `instance ${number}: ${JSON.stringify({ wanted, devices: snapshot.devices, types: snapshot.types })}`
        if (result.feasible !== (best !== undefined)) {
          expect.fail(`${result.feasible ? 'found what is impossible' : 'found no way'}: ${what()}`)
        }
        if (!result.feasible) {
          others++
          expect(result.proven).to.equal(true)
          continue
        }
        feasible++
        const steps = result.plan.steps.filter((step) => step.kind === 'create')
        const certain = result.certainty === 'certain'
        expect(result.optimal).to.equal(true)
        expect(canFollow(snapshot, steps, certain), what()).to.equal(true)
        expect(measurePlan(snapshot, wanted, steps, certain), what()).to.deep.equal(best)
      }
      // neither answer is rare, or nothing would be compared
      expect(Math.min(feasible, others)).to.be.greaterThan(INSTANCES / 20)
    })
  }
})
