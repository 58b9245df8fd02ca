/**
 * The shortest text that delta debugging finds for which `fails` still holds: pieces are taken out, large ones first, then
 * ever smaller ones, at last each piece of up to 40 characters wherever it begins, until none can go.
 *
 * @param fails Asked about many candidates at once: whether each of them still fails.
 */
export async function shrinkText(
  text: string,
  fails: (candidates: readonly string[]) => Promise<readonly boolean[]>,
): Promise<string> {
  let size = Math.ceil(text.length / 2)
  while (size >= 1) {
    const candidates: string[] = []
    for (let at = 0; at < text.length; at += size) candidates.push(text.slice(0, at) + text.slice(at + size))
    const verdicts = candidates.length === 0 ? [] : await fails(candidates)
    const found = candidates[verdicts.indexOf(true)]
    if (found !== undefined) text = found
    else if (size === 1) break
    if (found === undefined || size > text.length) size = Math.max(1, Math.ceil(Math.min(size, text.length) / 2))
  }
  for (;;) {
    const candidates = new Set<string>()
    for (let size = 40; size >= 1; size--) {
      for (let at = 0; at + size <= text.length; at++) candidates.add(text.slice(0, at) + text.slice(at + size))
    }
    const all = [...candidates].slice(0, 20_000)
    const found = all[(await fails(all)).indexOf(true)]
    if (found === undefined) return text
    text = found
  }
}
