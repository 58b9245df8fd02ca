/**
 * The same function, which does not look twice at an object in a row: the rules ask the same of a draft one after the other, and
 * drafts do not change. What it gives must not be changed either. One answer is kept, which costs less than a map of many.
 */
export function onceFor<K extends object, V>(look: (key: K) => V): (key: K) => V {
  let last: { readonly key: K; readonly value: V } | undefined
  return (key) => {
    if (last?.key !== key) last = { key, value: look(key) }
    return last.value
  }
}
