/** A seat that would do for a row, and what it costs to take it. */
export interface Choice {
  readonly seat: number
  /** 0 or more. */
  readonly cost: number
}

/** Something that rows can be given: so many of them at once, together with the other seats of its pool. */
export interface Seat {
  readonly room: number
  readonly pool?: number
}

/** What it costs to give a row nothing: more than all else together. */
const NOTHING = 2 ** 40

interface Edge {
  readonly to: number
  readonly cost: number
  left: number
  /** The same way back. */
  readonly back: number
}

/**
 * Gives rows seats: as many rows as can be, and of all such ways one that costs least; the same one each time. The seat of each
 * row, `undefined` where there is none. The costs of all rows together must stay below 2^40.
 *
 * Rows are taken one after the other along the cheapest way that may move earlier ones (successive shortest paths).
 */
export function assign(
  choices: readonly (readonly Choice[])[],
  seats: readonly Seat[],
  pools: readonly number[] = [],
): (number | undefined)[] {
  const graph = new Graph()
  const rows = choices.map(() => graph.node())
  const places = seats.map(() => graph.node())
  const shared = pools.map(() => graph.node())
  const sink = graph.node()
  pools.forEach((room, pool) => graph.connect(shared[pool], sink, 0, room))
  seats.forEach(({ room, pool }, seat) =>
    graph.connect(places[seat], pool === undefined ? sink : shared[pool], 0, room),
  )
  const edges = choices.map((row, index) =>
    row.map(({ seat, cost }) => ({ seat, edge: graph.connect(rows[index], places[seat], cost, 1) })),
  )
  for (const row of rows) graph.connect(row, sink, NOTHING, 1)
  for (const row of rows) graph.augment(row, sink)
  return edges.map((row) => row.find(({ edge }) => graph.isFull(edge))?.seat)
}

class Graph {
  readonly #out: number[][] = []
  readonly #edges: Edge[] = []

  node(): number {
    this.#out.push([])
    return this.#out.length - 1
  }

  /** The number of the new edge. */
  connect(from: number | undefined, to: number | undefined, cost: number, room: number): number {
    if (from === undefined || to === undefined) throw new RangeError('A choice or a seat names what is not there.')
    const index = this.#edges.length
    this.#edges.push({ to, cost, left: room, back: index + 1 }, { to: from, cost: -cost, left: 0, back: index })
    this.#out[from]?.push(index)
    this.#out[to]?.push(index + 1)
    return index
  }

  isFull(edge: number): boolean {
    return this.#edges[edge]?.left === 0
  }

  /** Sends one unit from a node to another along the cheapest way. */
  augment(source: number, sink: number): void {
    const cost = new Float64Array(this.#out.length).fill(Infinity)
    const cameBy = new Int32Array(this.#out.length).fill(-1)
    const waiting = new Uint8Array(this.#out.length)
    cost[source] = 0
    const queue = [source]
    for (let next = 0; next < queue.length; next++) {
      const node = queue[next] ?? source
      waiting[node] = 0
      for (const index of this.#out[node] ?? []) {
        const edge = this.#edges[index]
        if (edge === undefined || edge.left === 0) continue
        const reached = (cost[node] ?? Infinity) + edge.cost
        if (reached >= (cost[edge.to] ?? Infinity)) continue
        cost[edge.to] = reached
        cameBy[edge.to] = index
        if (waiting[edge.to] === 1) continue
        waiting[edge.to] = 1
        queue.push(edge.to)
      }
    }
    for (let node = sink; node !== source;) {
      const edge = this.#edges[cameBy[node] ?? -1]
      const back = edge === undefined ? undefined : this.#edges[edge.back]
      if (edge === undefined || back === undefined) return
      edge.left--
      back.left++
      node = back.to
    }
  }
}
