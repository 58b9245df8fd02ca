/** Something that is measured: one sample is the time of one operation, in nanoseconds. */
export interface Contestant {
  readonly name: string
  readonly sample: () => number
}

/** The samples of one contestant, told. */
export interface Result {
  readonly name: string
  /** Nanoseconds of one operation. */
  readonly median: number
  /** Half the distance between the quartiles, as a share of the median. */
  readonly spread: number
}

/** How long one sample of a JavaScript contestant takes at least, in milliseconds. */
const SAMPLE_MS = 15

/** Holds what was made last, so that no engine may leave the work out. */
let kept: unknown

/** A contestant that runs in this process; it is warmed up, and its number of repetitions found, at once. */
export function contestant(name: string, run: () => unknown): Contestant {
  let repeat = 1
  for (let spent = timeOf(run, 1); spent < SAMPLE_MS * 1e6 && repeat < 1e6; spent = timeOf(run, repeat)) {
    repeat = Math.ceil(repeat * Math.min(8, (1.2 * SAMPLE_MS * 1e6) / Math.max(spent, 1)))
  }
  return { name, sample: () => timeOf(run, repeat) / repeat }
}

function timeOf(run: () => unknown, repeat: number): number {
  const start = process.hrtime.bigint()
  for (let i = 0; i < repeat; i++) kept = run()
  return Number(process.hrtime.bigint() - start)
}

/** Rounds in front that do not count, in which engines still optimize. */
const WARM_UP = 4

/** Measures all in turn, so many rounds, each round beginning with another one, so that a busy moment falls on all of them. */
export function race(contestants: readonly Contestant[], rounds: number): Result[] {
  const samples = contestants.map((): number[] => [])
  for (let round = -WARM_UP; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const index = (round + WARM_UP + turn) % contestants.length
      const sample = contestants[index]?.sample()
      if (sample !== undefined && round >= 0) samples[index]?.push(sample)
    }
  }
  if (kept === undefined) throw new Error('Nothing was measured.')
  return contestants.map(({ name }, index) => resultOf(name, samples[index] ?? []))
}

function resultOf(name: string, samples: readonly number[]): Result {
  const sorted = samples.toSorted((a, b) => a - b)
  const quantile = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN
  const median = quantile(0.5)
  return { name, median, spread: (quantile(0.75) - quantile(0.25)) / 2 / median }
}
