/** Choices that are the same ones for the same seed. */
export interface Random {
  /** A whole number from 0 to `below` - 1. */
  readonly number: (below: number) => number
  /** One of several; there has to be one. */
  readonly from: <T>(items: readonly T[]) => T
  /** `true` once in `times`. */
  readonly once: (times: number) => boolean
}

/** Choices by mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed | 0
  const number = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
  return {
    number,
    from: (items) => {
      const [item] = items.slice(number(items.length))
      if (item === undefined) throw new Error('nothing to choose from')
      return item
    },
    once: (times) => number(times) === 0,
  }
}
