import { Errno } from '../port/errno.js'
import type { SimulatedType } from './mdev-driver.js'

/**
 * A pool that is divided among types: size times count, over all types, is always the whole of it. Raising one type takes from the
 * others, the smallest first; what lowering one gives free goes to the smallest other one that can take all of it.
 */
export class SketchPool {
  readonly #counts = new Map<string, number>()

  /** @param total In units of `demand.memory`. */
  constructor(
    readonly types: readonly SimulatedType[],
    readonly total: number,
  ) {
    for (const [type, count] of this.#initial()) this.#counts.set(type, count)
  }

  count(type: string): number {
    return this.#counts.get(type) ?? 0
  }

  /** The counts of all types, in their order. */
  counts(): [type: string, count: number][] {
    return this.types.map(({ id }) => [id, this.count(id)])
  }

  /** Whether somebody has divided it otherwise. */
  isChanged(): boolean {
    return this.#initial().some(([type, count]) => this.count(type) !== count)
  }

  /** Sets one count and what follows from it for the others. `ENOSPC` where there is not as much, `EINVAL` where a rest would be. */
  set(type: string, count: number): void {
    const wanted = new Map(this.#counts).set(type, count)
    const others = this.types.filter(({ id }) => id !== type).sort((a, b) => sizeOf(a) - sizeOf(b))
    for (const other of others) {
      const free = this.#freeOf(wanted)
      if (free >= 0) break
      const has = wanted.get(other.id) ?? 0
      wanted.set(other.id, has - Math.min(has, Math.ceil(-free / sizeOf(other))))
    }
    if (this.#freeOf(wanted) < 0) throw new Errno('ENOSPC')
    for (const other of others) {
      const free = this.#freeOf(wanted)
      if (free > 0 && free % sizeOf(other) === 0) {
        wanted.set(other.id, (wanted.get(other.id) ?? 0) + free / sizeOf(other))
      }
    }
    if (this.#freeOf(wanted) !== 0) throw new Errno('EINVAL')
    for (const [id, value] of wanted) this.#counts.set(id, value)
  }

  /** Sets all counts as they were saved. `ENOSPC` where they are more than the pool. */
  setAll(counts: readonly (readonly [type: string, count: number])[]): void {
    const wanted = new Map(counts)
    if (this.#freeOf(wanted) < 0) throw new Errno('ENOSPC')
    for (const [type, count] of wanted) this.#counts.set(type, count)
  }

  /** All of it is the first type's. */
  #initial(): [type: string, count: number][] {
    return this.types.map((type, index) => [type.id, index === 0 ? Math.floor(this.total / sizeOf(type)) : 0])
  }

  #freeOf(counts: ReadonlyMap<string, number>): number {
    return this.types.reduce((free, type) => free - sizeOf(type) * (counts.get(type.id) ?? 0), this.total)
  }
}

function sizeOf(type: SimulatedType): number {
  return Math.max(1, type.demand?.['memory'] ?? 1)
}
