/** More nodes than any machine has; what names others is no node set. */
const HIGHEST = 4095

/** The NUMA nodes of a node set, for example `0-3,^2,8`; `undefined` where it is none. */
export function nodesetOf(text: string): ReadonlySet<number> | undefined {
  const nodes = new Set<number>()
  for (const part of text.split(',')) {
    const parts = /^\s*(\^?)(\d+)(?:-(\d+))?\s*$/.exec(part)
    if (parts === null) return undefined
    const [, without, first = '', last = first] = parts
    if (Number(last) > HIGHEST || Number(first) > Number(last)) return undefined
    for (let node = Number(first); node <= Number(last); node++) {
      if (without === '') nodes.add(node)
      else nodes.delete(node)
    }
  }
  return nodes
}
