/** The items whose key an earlier item has, each with the first one that has it; items without a key are passed over. */
export function repeated<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string | number | undefined,
): { readonly item: T; readonly first: T }[] {
  const firsts = new Map<string | number, T>()
  const found: { item: T; first: T }[] = []
  for (const item of items) {
    const key = keyOf(item)
    if (key === undefined) continue
    const first = firsts.get(key)
    if (first === undefined) firsts.set(key, item)
    else found.push({ item, first })
  }
  return found
}
