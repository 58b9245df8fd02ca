/**
 * The counts that divide the whole of a pool: a driver may refuse to leave a rest, so what is not asked for goes to the smallest type
 * that can take all of it. Where none can, nothing is said of the other types, and the driver decides on them.
 * @param asked How many instances of each type there shall be at least, by the ids of the types.
 * @param sizes In MiB, by the ids of the types.
 * @param total In MiB.
 */
export function wholePool(
  asked: ReadonlyMap<string, number>,
  sizes: ReadonlyMap<string, number>,
  total: number,
): Record<string, number> {
  const counts = new Map(asked)
  let rest = total
  for (const [id, count] of asked) rest -= (sizes.get(id) ?? 0) * count
  const bySize = [...sizes].sort(([, a], [, b]) => a - b)
  const taker = bySize.find(([, size]) => size > 0 && rest % size === 0)
  if (taker === undefined) return Object.fromEntries(counts)
  for (const [id] of sizes) if (!counts.has(id)) counts.set(id, 0)
  const [id, size] = taker
  counts.set(id, (counts.get(id) ?? 0) + rest / size)
  return Object.fromEntries(counts)
}
