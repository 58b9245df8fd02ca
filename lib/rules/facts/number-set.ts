/** libvirt's own limit for sets of CPUs and of NUMA nodes. */
const COUNT = 16_384

/** As long as all numbers one by one are, and more. */
const LONGEST = 100_000

/** The numbers of a set of CPUs or NUMA nodes, for example `0-3,^2,8`; `undefined` where the text is none. */
export function numberSetOf(text: string): ReadonlySet<number> | undefined {
  if (text.length > LONGEST) return undefined
  const has = new Uint8Array(COUNT)
  for (const part of text.split(',')) {
    const [, without, single, first, last] = /^\s*(?:(\^?)(\d+)|(\d+)-(\d+))\s*$/.exec(part) ?? []
    const [from, to] = [Number(single ?? first), Number(single ?? last)]
    // what is no number is not below the limit either
    if (!(from <= to && to < COUNT)) return undefined
    has.fill(without === '^' ? 0 : 1, from, to + 1)
  }
  const numbers = new Set<number>()
  for (let number = has.indexOf(1); number >= 0; number = has.indexOf(1, number + 1)) numbers.add(number)
  return numbers
}
