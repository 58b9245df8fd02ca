import { expect } from 'chai'
import fc from 'fast-check'
import { assign, type Choice, type Seat } from '../../../lib/planning/migration/assign.js'
import '../../seed.js'

interface Problem {
  choices: Choice[][]
  seats: Seat[]
  pools: number[]
}

/** How many rows have a seat, and what that costs: the best of all ways. */
function bruteForce({ choices, seats, pools }: Problem): { seated: number; cost: number } {
  const room = seats.map((seat) => seat.room)
  const left = [...pools]
  let best = { seated: 0, cost: 0 }
  const visit = (row: number, seated: number, cost: number) => {
    if (seated > best.seated || (seated === best.seated && cost < best.cost)) best = { seated, cost }
    const own = choices[row]
    if (own === undefined) return
    visit(row + 1, seated, cost)
    for (const choice of own) {
      const pool = seats[choice.seat]?.pool
      if ((room[choice.seat] ?? 0) <= 0 || (pool !== undefined && (left[pool] ?? 0) <= 0)) continue
      room[choice.seat] = (room[choice.seat] ?? 0) - 1
      if (pool !== undefined) left[pool] = (left[pool] ?? 0) - 1
      visit(row + 1, seated + 1, cost + choice.cost)
      room[choice.seat] = (room[choice.seat] ?? 0) + 1
      if (pool !== undefined) left[pool] = (left[pool] ?? 0) + 1
    }
  }
  visit(0, 0, 0)
  return best
}

const problems: fc.Arbitrary<Problem> = fc
  .record({
    seats: fc.array(fc.record({ room: fc.nat(2), pool: fc.option(fc.nat(1), { nil: undefined }) }), {
      minLength: 1,
      maxLength: 5,
    }),
    pools: fc.tuple(fc.nat(3), fc.nat(3)),
    rows: fc.array(fc.array(fc.record({ seat: fc.nat(4), cost: fc.nat(9) }), { maxLength: 5 }), { maxLength: 5 }),
  })
  .map(({ seats, pools, rows }) => ({
    seats: seats.map(({ room, pool }) => ({ room, ...(pool !== undefined && { pool }) })),
    pools,
    choices: rows.map((row) => {
      const own = new Map(row.map(({ seat, cost }) => [seat % seats.length, cost]))
      return [...own].map(([seat, cost]) => ({ seat, cost }))
    }),
  }))

describe('assign', () => {
  it('is as good as trying all ways, and keeps to the room', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { choices, seats, pools } = problem
        const found = assign(choices, seats, pools)
        const used = new Map<number, number>()
        const pooled = new Map<number, number>()
        let cost = 0
        let seated = 0
        found.forEach((seat, row) => {
          if (seat === undefined) return
          const choice = choices[row]?.find((each) => each.seat === seat)
          if (choice === undefined) throw new Error('A row has a seat that is none of its choices.')
          seated++
          cost += choice.cost
          used.set(seat, (used.get(seat) ?? 0) + 1)
          const pool = seats[seat]?.pool
          if (pool !== undefined) pooled.set(pool, (pooled.get(pool) ?? 0) + 1)
        })
        for (const [seat, count] of used) expect(count).to.be.at.most(seats[seat]?.room ?? 0)
        for (const [pool, count] of pooled) expect(count).to.be.at.most(pools[pool] ?? 0)
        expect({ seated, cost }).to.deep.equal(bruteForce(problem))
        expect(assign(choices, seats, pools)).to.deep.equal(found)
      }),
      { numRuns: 1000 },
    )
  })

  it('refuses what is not there', () => {
    expect(() => assign([[{ seat: 1, cost: 0 }]], [{ room: 1 }])).to.throw(RangeError)
  })
})
