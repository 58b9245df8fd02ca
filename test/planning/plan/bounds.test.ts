import { expect } from 'chai'
import { modesOf } from '../../../lib/planning/plan/card-modes.js'
import { cardsOf } from '../../../lib/planning/plan/cards.js'
import { exactLoads } from '../../../lib/planning/plan/exact-loads.js'
import { greedyLoads } from '../../../lib/planning/plan/greedy-loads.js'
import type { PlacingProblem } from '../../../lib/planning/plan/loads.js'
import { cardChoices, costOfLoads, isLess, missingIn } from '../../../lib/planning/plan/loads.js'
import { situationOf } from '../../../lib/planning/plan/situation.js'
import type { WantedDevices } from '../../../lib/planning/plan/index.js'
import { fleetSnapshot } from '../../../bench/plan-fleet.js'
import { seed } from '../../seed.js'
import { randomFrom, randomHost, vendors } from './random-instances.js'

const BUDGET = 50_000_000

function problemOf(random: () => number, fleet: boolean): PlacingProblem {
  const [first] = Object.values(vendors)
  const list = Object.values(vendors)
  const vendor = list[Math.floor(random() * list.length)] ?? first
  if (vendor === undefined) throw new Error('no vendors')
  const snapshot = fleet ? fleetSnapshot(2 + Math.floor(random() * 4), 3) : randomHost(random, vendor)
  const hosts = [{ snapshot }]
  const cards = cardsOf(hosts)
  const placement = random() < 0.5 ? 'packed' : 'spread'
  const devices = Array.from({ length: 1 + Math.floor(random() * 4) }, (): WantedDevices => {
    const type = snapshot.types[Math.floor(random() * snapshot.types.length)]
    const size = type?.details?.framebufferMiB
    const count = 1 + Math.floor(random() * 3)
    return random() < 0.4 && size !== undefined
      ? { need: { framebuffer: `>= ${size} MiB` }, count }
      : { type: type?.id ?? '', count }
  })
  const { groups } = situationOf(hosts, cards, { version: 1, devices })
  const modes = cards.map((card) => modesOf(card).filter(({ certainty }) => certainty === 'certain'))
  return { cards, groups, placement, modes, choices: cardChoices(cards, groups) }
}

describe('the search that follows only what is better than something known', () => {
  for (const fleet of [false, true]) {
    it(`finds what the whole search finds, on ${fleet ? 'cards that are alike' : 'small machines'}`, () => {
      let [better, equal] = [0, 0]
      for (let number = 0; number < (fleet ? 150 : 250); number++) {
        const problem = problemOf(randomFrom(seed() * 131 + number), fleet)
        const greedy = greedyLoads(problem)
        const whole = exactLoads(problem, { budget: BUDGET })
        if (whole === undefined) throw new Error('too many ways')
        if (missingIn(problem, greedy).some((count) => count > 0)) continue
        // what was found in one pass is there, so there is a way
        expect(whole.missing).to.equal(0)
        const bound = costOfLoads(problem, greedy)
        const best = costOfLoads(problem, whole.loads)
        const bounded = exactLoads(problem, { budget: BUDGET, bound })
        if (isLess(best, bound)) {
          better++
          expect(bounded?.missing).to.equal(0)
          expect(costOfLoads(problem, bounded?.loads ?? [])).to.deep.equal(best)
        } else {
          equal++
          expect(bounded?.missing).to.equal(Infinity)
        }
      }
      expect(equal).to.be.greaterThan(30)
      if (fleet) expect(better).to.be.greaterThan(1)
    })
  }
})
