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
    const smaller = await firstThatFails(withoutPieces(text), fails)
    if (smaller === undefined) return text
    text = smaller
  }
}

const LONGEST_PIECE = 40
const AT_ONCE = 1000

/** The text without one element's tags, with one name cut short, and without one piece, the long ones first. */
function* withoutPieces(text: string): Generator<string> {
  for (const { 0: tag, 1: name = '', index } of text.matchAll(/<([^\s<>/]+)[^<>]*>/g)) {
    const inside = text.slice(index + tag.length)
    for (const { 0: end, index: at } of inside.matchAll(/<\/[^<>]*>/g)) {
      if (end.includes(name)) yield text.slice(0, index) + inside.slice(0, at) + inside.slice(at + end.length)
    }
  }
  for (const [word] of text.matchAll(/[a-z]{2,}/gi)) yield text.replaceAll(word, word.slice(0, 1))
  for (let size = Math.min(LONGEST_PIECE, text.length - 1); size >= 1; size--) {
    for (let at = 0; at + size <= text.length; at++) yield text.slice(0, at) + text.slice(at + size)
  }
}

async function firstThatFails(
  candidates: Iterable<string>,
  fails: (candidates: readonly string[]) => Promise<readonly boolean[]>,
): Promise<string | undefined> {
  let some: string[] = []
  for (const candidate of candidates) {
    some.push(candidate)
    if (some.length < AT_ONCE) continue
    const found = some[(await fails(some)).indexOf(true)]
    if (found !== undefined) return found
    some = []
  }
  return some.length === 0 ? undefined : some[(await fails(some)).indexOf(true)]
}
