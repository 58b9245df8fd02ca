/** A bar of so many columns, the used part of it filled: in ASCII, or in blocks on a terminal. */
export function bar(used: number, total: number, width: number, blocks: boolean): string {
  const share = total <= 0 ? 0 : Math.min(1, Math.max(0, used / total))
  const exact = Math.round(share * width)
  // what is used at all is seen, and so is what is free
  const filled = Math.min(Math.max(exact, share > 0 ? 1 : 0), share < 1 ? width - 1 : width)
  const [full, empty] = blocks ? ['\u2588', '\u2591'] : ['#', '.']
  const inner = full.repeat(filled) + empty.repeat(width - filled)
  return blocks ? inner : `[${inner}]`
}
